// One plain connection against a real server.

import Postgres
import Testing

@Suite(
    "Session", .enabled(if: TestDatabase.isGiven, "POSTERN_TEST_DATABASE_URL is not set"),
    .timeLimit(.minutes(20)))
struct SessionTests {
    @Test("A script is one transaction, and its first error undoes it")
    func scripts() async throws {
        try await TestDatabase.with { database in
            let session = try await Session.connect(database.url)
            try await session.execute(script: "CREATE TABLE a (id int); INSERT INTO a VALUES (1)")
            let error = await #expect(throws: PostgresError.self) {
                try await session.execute(
                    script: "INSERT INTO a VALUES (2); SELECT nonsense; INSERT INTO a VALUES (3)")
            }
            #expect(error?.sqlState?.class == "42")
            let rows = try await session.query(Statement(Query("SELECT id FROM a")))
            #expect(rows.count == 1 && rows.integer(0, 0) == 1)
            await session.close()
        }
    }

    @Test("An empty script is no mistake")
    func emptyScript() async throws {
        try await TestDatabase.with { database in
            let session = try await Session.connect(database.url)
            try await session.execute(script: "")
            #expect(try await session.query(Statement(Query("SELECT 1"))).count == 1)
            await session.close()
        }
    }

    @Test("Callers that come at the same time are served one after another")
    func turns() async throws {
        try await TestDatabase.with { database in
            let session = try await Session.connect(database.url)
            let query = Query("SELECT $1::bigint")
            try await withThrowingTaskGroup(of: Void.self) { group in
                for index in 0..<50 as Range<Int64> {
                    group.addTask {
                        let rows = try await session.query(Statement(query, [.integer(index)]))
                        #expect(rows.integer(0, 0) == index)
                    }
                }
                try await group.waitForAll()
            }
            await session.close()
        }
    }

    @Test("A large result arrives whole")
    func largeResult() async throws {
        try await TestDatabase.with { database in
            let session = try await Session.connect(database.url)
            let rows = try await session.query(
                Statement(
                    Query("SELECT i::int8, repeat('x', 1000) FROM generate_series(1, 5000) i")))
            #expect(rows.count == 5000)
            #expect(rows.integer(4999, 0) == 5000 && rows.text(4999, 1).utf8.count == 1000)
            await session.close()
        }
    }

    @Test("A host's name is looked up, all its addresses are tried")
    func hostName() async throws {
        try await TestDatabase.with { database in
            let proxy = try FaultProxy(url: database.url, door: .tcp)
            let session = try await Session.connect(
                TestDatabase.adding(proxy.parameters, to: database.url))
            #expect(try await session.query(Statement(Query("SELECT 1"))).count == 1)
            await session.close()
        }
    }

    @Test("After the connection breaks everything fails")
    func broken() async throws {
        try await TestDatabase.with { database in
            let proxy = try FaultProxy(url: database.url)
            let session = try await Session.connect(
                TestDatabase.adding(proxy.parameters, to: database.url))
            proxy.cut()
            for _ in 0..<2 {
                let error = await #expect(throws: PostgresError.self) {
                    try await session.execute(script: "SELECT 1")
                }
                #expect(error?.kind == .unavailable)
            }
            await session.close()
        }
    }

    @Test(
        "What cannot be reached is unavailable",
        arguments: [
            "postgresql://u@/d?host=/nonexistent&port=1", "postgresql://u@127.0.0.1:1/d",
            "postgresql://u@nowhere.invalid/d",
        ])
    func unreachable(_ url: String) async throws {
        let error = await #expect(throws: PostgresError.self) {
            _ = try await Session.connect(url)
        }
        #expect(error?.kind == .unavailable)
    }

    @Test("Connecting to what never answers ends in time")
    func neverAnswers() async throws {
        try await TestDatabase.with { database in
            let proxy = try FaultProxy(url: database.url)
            proxy.hang(true)
            let url = TestDatabase.adding(proxy.parameters, to: database.url)
            let error = await #expect(throws: PostgresError.self) {
                _ = try await Session.connect(url, timeout: .milliseconds(50))
            }
            #expect(error?.kind == .unavailable)
            proxy.hang(false)
        }
    }
}
