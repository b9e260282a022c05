import Dialects
import Domain
import GatewaySupport
import Postgres
import Testing

/// Each of the two locks on every row holds by itself.
@Suite(.enabled(if: TestDatabase.isGiven))
struct LockTests {
    @Test("without any policy, the planner's predicate isolates")
    func predicateAlone() async throws {
        try await TestDatabase.with { database in
            try await database.dropPolicies()
            try await TestGateway.with(database) { gateway in
                try await gateway.shared {
                    for route in Route.ofOneRow {
                        try await Isolation.expectForeignRowIsNone(route)
                    }
                    for route in Route.lists { try await Isolation.expectOwnRowsAlone(route) }
                    let stranger = try await database.tenant().token()
                    let tenant = try await database.tenant()
                    let list = HTTPRequest("GET", "/api/oauth/app?amount=1&offset=0")
                    #expect(try await gateway.send(list.at(tenant.host).by(stranger)).status == 401)
                }
            }
        }
    }

    @Test("without the predicate, the policies isolate")
    func rowSecurityAlone() async throws {
        try await TestDatabase.with { database in
            let store = try await OneLockStore.open(database)
            for route in Route.all where route.operation != .create {
                let owner = try await RowOwner.make(route.projection.resource, of: database)
                let stranger = try await RowOwner.make(route.projection.resource, of: database)
                let tenant = owner.tenant.tenant
                let foreign = try await store.reaches(stranger, by: route, for: tenant)
                #expect(!foreign, "\(route.name)")
                let own = try await store.reaches(owner, by: route, for: tenant)
                #expect(own, "\(route.name)")
                #expect(try await !store.introspects(stranger.token, for: tenant))
                #expect(try await !store.revokes(stranger.token, for: tenant))
                #expect(try await store.introspects(stranger.token, for: stranger.tenant.tenant))
            }
            await store.close()
        }
    }

    @Test("without both, nothing isolates: the tests of one lock can fail")
    func noLock() async throws {
        try await TestDatabase.with { database in
            try await database.dropPolicies()
            let store = try await OneLockStore.open(database)
            for route in Route.all where route.operation != .create {
                let owner = try await RowOwner.make(route.projection.resource, of: database)
                let stranger = try await RowOwner.make(route.projection.resource, of: database)
                let tenant = owner.tenant.tenant
                let foreign = try await store.reaches(stranger, by: route, for: tenant)
                #expect(foreign, "\(route.name)")
            }
            await store.close()
        }
    }

    @Test("without the right setting, the gateway's role sees no row and writes none")
    func wrongSetting() async throws {
        try await TestDatabase.with { database in
            let tenant = try await database.tenant()
            let user = try await tenant.user()
            let app = try await tenant.app()
            try await tenant.grant(user, app)
            try await tenant.logo(of: app)
            try await tenant.leaveTraces(of: user, app)
            _ = try await tenant.token()
            try await tenant.rotateKeys()
            let tables = try await database.texts(
                Schema.tenantTables + " AND NOT relispartition")
            #expect(tables.count > 5)
            for table in tables {
                let number = tenant.number
                for setting in ["", "0", "\(number + 1)", "-\(number)"] {
                    #expect(try await database.visible(table, setting: setting) == 0, "\(table)")
                }
                let own = try await database.visible(table, setting: "\(number)")
                #expect(own > 0 || table == "idempotency", "\(table)")
                await #expect(throws: PostgresError.self) {
                    try await database.visible(table, setting: "nobody")
                }
            }
        }
    }

    @Test("a row cannot be written into another tenant, nor moved there")
    func foreignWrites() async throws {
        try await TestDatabase.with { database in
            let (tenant, other) = (try await database.tenant(), try await database.tenant())
            _ = try await tenant.app()
            let session = try await Session.connect(database.gatewayURL)
            let number = tenant.number
            try await session.execute(script: "SET postern.tenant = '\(number)'")
            let writes = [
                """
                INSERT INTO postern.client (tenant_id, client_id, client_name)
                VALUES (\(other.number), 'x', 'x')
                """,
                "UPDATE postern.client SET tenant_id = \(other.number)",
            ]
            for write in writes {
                let error = await #expect(throws: PostgresError.self) {
                    try await session.execute(script: write)
                }
                #expect(error?.sqlState == .insufficientPrivilege)
            }
            await session.close()
        }
    }
}

extension TestDatabase {
    /// Takes the database's lock away from every table.
    func dropPolicies() async throws {
        try await execute(
            """
            DO $$
            DECLARE
                guarded record;
            BEGIN
                FOR guarded IN SELECT * FROM pg_policies WHERE schemaname = 'postern' LOOP
                    EXECUTE format('DROP POLICY %I ON postern.%I',
                        guarded.policyname, guarded.tablename);
                    EXECUTE format('ALTER TABLE postern.%I DISABLE ROW LEVEL SECURITY',
                        guarded.tablename);
                END LOOP;
            END
            $$
            """)
    }

    /// How many rows of a table the gateway's role sees under a setting.
    fileprivate func visible(_ table: String, setting: String) async throws -> Int64 {
        let session = try await Session.connect(gatewayURL)
        do {
            try await session.execute(script: "SET postern.tenant = '\(setting)'")
            let count = Statement(Query("SELECT count(*) FROM postern.\(table)"))
            let rows = try await session.query(count)
            await session.close()
            return rows.integer(0, 0)
        } catch {
            await session.close()
            throw error
        }
    }
}
