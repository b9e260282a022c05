// A pool whose server goes away, hangs or is cut off: who is told what, and that it heals.

import Postgres
import Testing

@Suite(
    "Pool under faults",
    .enabled(if: TestDatabase.isGiven, "POSTERN_TEST_DATABASE_URL is not set"),
    .timeLimit(.minutes(20)))
struct PoolFaultTests {
    private static let schema = "CREATE TABLE item (id bigint)"

    private func through(_ proxy: FaultProxy, _ database: TestDatabase) -> String {
        TestDatabase.adding(proxy.parameters, to: database.url)
    }

    /// Ends the connection that waits for advisory lock 1, as soon as there is one.
    private func terminateWaiting(_ owner: Session) async throws {
        let waiting = Statement(
            Query(
                """
                SELECT pg_terminate_backend(pid) FROM pg_locks
                WHERE locktype = 'advisory' AND NOT granted AND database =
                    (SELECT oid FROM pg_database WHERE datname = current_database())
                """))
        for _ in 0..<20_000 where try await owner.query(waiting).isEmpty == false { return }
        Issue.record("nothing came to wait")
    }

    @Test("When a backend is terminated a read is tried once more, a write's outcome is unknown")
    func terminatedBackend() async throws {
        try await TestDatabase.with(Self.schema) { database in
            let owner = try await Session.connect(database.url)
            try await owner.execute(script: "SELECT pg_advisory_lock(1)")
            let pool = try await LoopPool.start(database.url)
            async let write = pool.failure(
                of: "INSERT INTO item SELECT 1 FROM pg_advisory_xact_lock_shared(1)", .write)
            try await terminateWaiting(owner)
            #expect(await write?.kind == .outcomeUnknown)
            async let read = pool.run("SELECT 2::bigint FROM pg_advisory_xact_lock_shared(1)")
            try await terminateWaiting(owner)
            try await owner.execute(script: "SELECT pg_advisory_unlock(1)")
            #expect(try await read.integer(0, 0) == 2)
            #expect(try await pool.run("SELECT 1 FROM item").isEmpty)
            #expect(await pool.metrics.breaks == 2)
            await pool.close()
            await owner.close()
        }
    }

    @Test("While the server is gone everything fails at once; when it is back the pool heals")
    func goneAndBack() async throws {
        try await TestDatabase.with { database in
            let proxy = try FaultProxy(url: database.url)
            let pool = try await LoopPool.start(through(proxy, database))
            try await pool.run("SELECT 1")
            proxy.refuse()
            #expect(await pool.becomes(available: false))
            let error = await pool.failure(of: "SELECT 1")
            #expect(error?.kind == .unavailable)
            #expect(error?.description == "The database is not available.")
            try proxy.listen()
            #expect(await pool.becomes(available: true))
            try await pool.run("SELECT 1")
            await pool.close()
        }
    }

    @Test("A server that never was is unavailable, not waited for")
    func neverThere() async throws {
        let pool = try await LoopPool.start("postgresql://u@/d?host=/nonexistent&port=1")
        #expect(await pool.failure(of: "SELECT 1")?.kind == .unavailable)
        #expect(await pool.failure(of: "SELECT 1", .write)?.kind == .unavailable)
        await pool.close()
    }

    @Test("A server that hangs is given up after the statement's time, and comes back")
    func hanging() async throws {
        try await TestDatabase.with(Self.schema) { database in
            let proxy = try FaultProxy(url: database.url)
            let pool = try await LoopPool.start(through(proxy, database)) {
                $0.statementTimeout = .milliseconds(500)
                $0.statementGrace = .milliseconds(50)
                $0.connectTimeout = .milliseconds(500)
            }
            #expect(await pool.becomes(available: true))
            proxy.hang(true)
            async let write = pool.failure(of: "INSERT INTO item VALUES (1)", .write)
            async let read = pool.failure(of: "SELECT 1")
            #expect(await write?.kind == .outcomeUnknown)
            #expect(await read?.kind == .unavailable)
            #expect(await pool.failure(of: "SELECT 1")?.kind == .unavailable)
            proxy.hang(false)
            #expect(await pool.becomes(available: true))
            try await pool.run("SELECT 1")
            await pool.close()
        }
    }

    @Test("Beyond the queue's limit callers are refused at once")
    func queueFull() async throws {
        try await TestDatabase.with { database in
            let proxy = try FaultProxy(url: database.url)
            let pool = try await LoopPool.start(through(proxy, database)) {
                $0.pipelineDepth = 1
                $0.queueMax = 1
            }
            try await pool.run("SELECT 1")
            proxy.hang(true)
            let kinds = await withTaskGroup(of: PostgresError.Kind?.self) { group in
                for _ in 0..<5 { group.addTask { await pool.failure(of: "SELECT 1")?.kind } }
                var kinds: [PostgresError.Kind?] = []
                for await kind in group {
                    kinds.append(kind)
                    if kinds.count == 3 { proxy.hang(false) }
                }
                return kinds
            }
            #expect(kinds == [.queueFull, .queueFull, .queueFull, nil, nil])
            await pool.close()
        }
    }

    @Test("Cut after any number of bytes, a read still succeeds and a write is done or unknown")
    func cutAnywhere() async throws {
        try await TestDatabase.with(Self.schema) { database in
            let proxy = try FaultProxy(url: database.url)
            let pool = try await LoopPool.start(through(proxy, database))
            var written: Int64 = 0
            for count in stride(from: 0, to: 140, by: 7) {
                try await pool.run("SELECT 1")
                proxy.cut(afterServerBytes: count)
                #expect(try await pool.run("SELECT 7::bigint").integer(0, 0) == 7)
                proxy.cut(afterServerBytes: count)
                let failure = await pool.failure(of: "INSERT INTO item VALUES (1)", .write)
                #expect(failure == nil || failure?.kind == .outcomeUnknown)
                proxy.cut(afterServerBytes: .max)
                let kept = try await pool.run("SELECT count(*) FROM item").integer(0, 0)
                // Unknown means unknown, but never twice.
                #expect(kept == written + 1 || (failure != nil && kept == written))
                written = kept
            }
            await pool.close()
        }
    }

    @Test("Closing lets finish what is in flight")
    func closing() async throws {
        try await TestDatabase.with { database in
            let pool = try await LoopPool.start(database.url)
            try await pool.run("SELECT 1")
            let owner = try await Session.connect(database.url)
            _ = try await owner.query(Statement(Query("SELECT pg_advisory_lock(1)")))
            async let slow = pool.run("SELECT 5::bigint FROM pg_advisory_lock(1)")
            #expect(await pool.becomes(inFlight: 1))
            async let closed: Void = pool.close()
            #expect(await pool.becomes(available: false))
            _ = try await owner.query(Statement(Query("SELECT pg_advisory_unlock(1)")))
            #expect(try await slow.integer(0, 0) == 5)
            await closed
            await owner.close()
        }
    }
}
