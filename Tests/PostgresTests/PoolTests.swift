// A pool against a real server: what one round trip does and how its errors stay its own.

import Postgres
import Testing

@Suite(
    "Pool", .enabled(if: TestDatabase.isGiven, "POSTERN_TEST_DATABASE_URL is not set"),
    .timeLimit(.minutes(20)))
struct PoolTests {
    private static let schema = """
        CREATE TABLE item (
            tenant_id bigint NOT NULL, id bigint NOT NULL, name text NOT NULL,
            PRIMARY KEY (tenant_id, id));
        ALTER TABLE item ENABLE ROW LEVEL SECURITY;
        ALTER TABLE item FORCE ROW LEVEL SECURITY;
        CREATE POLICY item_tenant ON item USING (
            tenant_id = (SELECT nullif(current_setting('postern.tenant', true), ''))::bigint);
        INSERT INTO item SELECT t, i, 'item ' || t || '.' || i
            FROM generate_series(1, 20) t, generate_series(1, 5) i
        """

    private static let tenantInside = Query("SELECT current_setting('postern.tenant', true)")
    private static let names = Query("SELECT name FROM item ORDER BY id")
    private static let insert = Query(
        "INSERT INTO item (tenant_id, id, name) VALUES ($1, $2, $3) RETURNING id")

    @Test("The first run prepares, the next only binds; each is one batch that ends in one Sync")
    func oneRoundTrip() async throws {
        try await TestDatabase.with { database in
            let proxy = try FaultProxy(url: database.url)
            let pool = try await LoopPool.start(
                TestDatabase.adding(proxy.parameters, to: database.url))
            #expect(await pool.becomes(available: true))
            proxy.forgetMessages()
            _ = try await pool.run([Statement(Self.tenantInside)], tenant: 3)
            #expect(proxy.messageTypes() == "PBDEPBDES")
            proxy.forgetMessages()
            _ = try await pool.run([Statement(Self.tenantInside)], tenant: 4)
            #expect(proxy.messageTypes() == "BDEBDES")
            #expect(await pool.metrics.roundTrips == 2)
            await pool.close()
        }
    }

    @Test("The tenant is set inside the transaction and gone after it")
    func tenantIsLocal() async throws {
        try await TestDatabase.with { database in
            let pool = try await LoopPool.start(database.url)
            let inside = try await pool.run([Statement(Self.tenantInside)], tenant: -42)
            #expect(inside[0].text(0, 0) == "-42")
            let outside = try await pool.lookUp("SELECT current_setting('postern.tenant', true)")
            #expect(outside.text(0, 0) == "")
            await pool.close()
        }
    }

    @Test("Row security shows each tenant its own rows, and nobody else's")
    func rowSecurity() async throws {
        try await TestDatabase.with(Self.schema) { database in
            let pool = try await LoopPool.start(database.gatewayURL)
            let rows = try await pool.run([Statement(Self.names)], tenant: 7)[0]
            #expect((0..<rows.count).map { rows.text($0, 0) } == (1...5).map { "item 7.\($0)" })
            #expect(try await pool.run([Statement(Self.names)], tenant: 99)[0].isEmpty)
            #expect(try await pool.lookUp("SELECT name FROM item").isEmpty)
            let foreign = Statement(Self.insert, [.integer(8), .integer(50), .text("x")])
            let error = await #expect(throws: PostgresError.self) {
                try await pool.run([foreign], tenant: 7, .write)
            }
            #expect(error?.sqlState == .insufficientPrivilege)
            await pool.close()
        }
    }

    @Test("An error in one tenant's transaction leaves its neighbours in the pipeline alone")
    func errorsStayInside() async throws {
        try await TestDatabase.with(Self.schema) { database in
            let pool = try await LoopPool.start(database.gatewayURL)
            let outcomes = try await withThrowingTaskGroup(of: (Int, String).self) { group in
                for index in 1...20 {
                    group.addTask {
                        let statements = [
                            Statement(
                                Self.insert,
                                [
                                    .integer(Int64(index)), .integer(index % 2 == 0 ? 1 : 6),
                                    .text("new"),
                                ]), Statement(Self.names),
                        ]
                        do {
                            let rows = try await pool.run(statements, tenant: Int64(index), .write)
                            return (index, "\(rows[0].integer(0, 0)) \(rows[1].count)")
                        } catch let error as PostgresError {
                            return (index, error.sqlState?.rawValue ?? "?")
                        }
                    }
                }
                return try await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
            }
            for index in 1...20 {
                #expect(outcomes[index] == (index % 2 == 0 ? "23505" : "6 6"))
            }
            await pool.close()
        }
    }

    @Test("Two hundred callers at once each get their own tenant's answer")
    func manyAtOnce() async throws {
        try await TestDatabase.with(Self.schema) { database in
            let pool = try await LoopPool.start(database.gatewayURL) {
                $0.connections = 4
                $0.readConnections = 2
            }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for index in 0..<200 {
                    let tenant = Int64(index % 20 + 1)
                    group.addTask {
                        let rows = try await pool.run(
                            [Statement(Self.names), Statement(Self.tenantInside)], tenant: tenant,
                            index % 3 == 0 ? .write : .read)
                        #expect(rows[0].text(0, 0) == "item \(tenant).1")
                        #expect(rows[1].text(0, 0) == "\(tenant)")
                    }
                }
                try await group.waitForAll()
            }
            let metrics = await pool.metrics
            #expect(metrics.roundTrips == 200)
            #expect(metrics.inFlight == 0 && metrics.waiting == 0)
            await pool.close()
        }
    }

    private static let tenantsSeen = Query(
        "SELECT string_agg(DISTINCT tenant_id::text, ',') FROM item")
    private static let reciprocal = Query("SELECT (1 / (tenant_id - 3))::text FROM item")
    private static let noSuchColumn = Query("SELECT no_such_column FROM item")

    @Test("Reads of one turn share a Sync, and each sees its own tenant alone")
    func sharedSync() async throws {
        try await TestDatabase.with(Self.schema) { database in
            let proxy = try FaultProxy(url: database.gatewayURL)
            let pool = try await LoopPool.start(
                TestDatabase.adding(proxy.parameters, to: database.gatewayURL))
            _ = try await pool.run([Statement(Self.tenantsSeen)], tenant: 1)
            proxy.forgetMessages()
            let tenants = Array(Int64(1)...8)
            let seen = await pool.readTogether(tenants.map { (Self.tenantsSeen, $0) })
            #expect(seen == tenants.map(String.init))
            #expect(proxy.messageTypes() == String(repeating: "BDEBDE", count: 8) + "S")
            await pool.close()
        }
    }

    @Test("A read that fails under a shared Sync takes no other with it")
    func errorUnderSharedSync() async throws {
        try await TestDatabase.with(Self.schema) { database in
            let pool = try await LoopPool.start(database.gatewayURL)
            for query in [Self.tenantsSeen, Self.reciprocal] {
                _ = try await pool.run([Statement(query)], tenant: 1)
            }
            let seen = await pool.readTogether([
                (Self.tenantsSeen, 1), (Self.reciprocal, 3), (Self.tenantsSeen, 4),
                (Self.reciprocal, 4), (Self.tenantsSeen, 6),
            ])
            #expect(seen == ["1", "22012", "4", "1", "6"])
            #expect(await pool.metrics.retries == 3)
            await pool.close()
        }
    }

    @Test("A statement is never prepared behind another's read, which could take it along")
    func preparationFirst() async throws {
        try await TestDatabase.with(Self.schema) { database in
            let pool = try await LoopPool.start(database.gatewayURL)
            for query in [Self.tenantsSeen, Self.reciprocal] {
                _ = try await pool.run([Statement(query)], tenant: 1)
            }
            let seen = await pool.readTogether([
                (Self.reciprocal, 3), (Self.names, 2), (Self.noSuchColumn, 5), (Self.names, 6),
            ])
            #expect(seen == ["22012", "item 2.1", "42703", "item 6.1"])
            await pool.close()
        }
    }

    @Test("What runs without a tenant never follows another's under one Sync")
    func lookUpAlone() async throws {
        try await TestDatabase.with(Self.schema) { database in
            let pool = try await LoopPool.start(database.gatewayURL)
            _ = try await pool.run([Statement(Self.tenantsSeen)], tenant: 1)
            async let read = pool.readTogether([(Self.tenantsSeen, 9)])
            async let found = pool.lookUp("SELECT count(*)::text FROM item")
            #expect(try await found.text(0, 0) == "0")
            #expect(await read == ["9"])
            await pool.close()
        }
    }

    @Test("A violated constraint is named, and the description says nothing about the data")
    func uniqueViolation() async throws {
        try await TestDatabase.with(Self.schema) { database in
            let pool = try await LoopPool.start(database.gatewayURL)
            let again = Statement(Self.insert, [.integer(1), .integer(1), .text("secret")])
            let error = try #require(
                await #expect(throws: PostgresError.self) {
                    try await pool.run([again], tenant: 1, .write)
                })
            #expect(error.kind == .server(.uniqueViolation))
            #expect(error.constraint == "item_pkey")
            #expect(error.description == "The database refused (SQLSTATE 23505).")
            await pool.close()
        }
    }

    @Test("A constraint that is checked at the commit fails the transaction")
    func deferredConstraint() async throws {
        let schema = """
            CREATE TABLE parent (id bigint PRIMARY KEY);
            CREATE TABLE child (
                parent bigint REFERENCES parent DEFERRABLE INITIALLY DEFERRED)
            """
        try await TestDatabase.with(schema) { database in
            let pool = try await LoopPool.start(database.url)
            let error = await pool.failure(of: "INSERT INTO child VALUES (1)", .write)
            #expect(error?.sqlState == .foreignKeyViolation)
            #expect(try await pool.run("SELECT 1 FROM child").isEmpty)
            await pool.close()
        }
    }

    @Test("A statement that takes too long is cancelled, and its connection goes on")
    func statementTimeout() async throws {
        try await TestDatabase.with { database in
            let pool = try await LoopPool.start(database.url) {
                $0.statementTimeout = .milliseconds(50)
            }
            #expect(await pool.failure(of: "SELECT pg_sleep(30)")?.kind == .deadlinePassed)
            try await pool.run("SELECT 1")
            #expect(await pool.metrics.breaks == 0)
            await pool.close()
        }
    }

    @Test("Transactions that deadlock are tried again until both are done")
    func deadlock() async throws {
        try await TestDatabase.with(Self.schema) { database in
            let url = TestDatabase.adding(
                ["options=-c%20deadlock_timeout%3D20ms"], to: database.url)
            let pool = try await LoopPool.start(url) { $0.connections = 3 }
            func change(_ id: Int) -> Statement {
                Statement(
                    Query("UPDATE item SET name = name || '!' WHERE tenant_id = 1 AND id = \(id)"))
            }
            let pause = Statement(Query("SELECT pg_sleep(0.2)"))
            // Two connections, each with a commit in flight.
            async let first = pool.run([change(1), pause, change(2)], .write)
            async let second = pool.run([change(2), pause, change(1)], .write)
            async let third = pool.run([change(1), change(2)], .write)
            _ = try await (first, second, third)
            let names = try await pool.run("SELECT name FROM item WHERE tenant_id = 1 AND id < 3")
            #expect(names.text(0, 0).hasSuffix("!!!"))
            #expect(names.text(1, 0).hasSuffix("!!!"))
            await pool.close()
        }
    }
}
