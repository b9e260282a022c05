// Prepared statements against a real server.

import Postgres
import Testing

@Suite(
    "Preparation", .enabled(if: TestDatabase.isGiven, "POSTERN_TEST_DATABASE_URL is not set"),
    .timeLimit(.minutes(20)))
struct PreparationTests {
    private static let preparedCount = Query(
        "SELECT count(*) FROM pg_prepared_statements WHERE name LIKE 'p%'")

    @Test("A plan that the schema has outgrown is made anew")
    func changedResultType() async throws {
        try await TestDatabase.with("CREATE TABLE item (id bigint); INSERT INTO item VALUES (1)") {
            database in
            let pool = try await LoopPool.start(database.url)
            let all = Statement(Query("SELECT * FROM item"))
            #expect(try await pool.run([all])[0].columnCount == 1)
            try await pool.run("ALTER TABLE item ADD COLUMN name text DEFAULT 'x'", .write)
            let rows = try await pool.run([all])[0]
            #expect(rows.columnCount == 2 && rows.text(0, 1) == "x")
            #expect(await pool.metrics.retries == 1)
            await pool.close()
        }
    }

    @Test("A statement that the server has forgotten is prepared anew")
    func forgottenStatement() async throws {
        try await TestDatabase.with { database in
            let pool = try await LoopPool.start(database.url)
            let one = Statement(Query("SELECT 1::bigint"))
            _ = try await pool.run([one])
            try await pool.run("DEALLOCATE ALL")
            #expect(try await pool.run([one])[0].integer(0, 0) == 1)
            await pool.close()
        }
    }

    @Test("A connection keeps no more statements prepared than it may")
    func bounded() async throws {
        try await TestDatabase.with { database in
            let pool = try await LoopPool.start(database.url) { $0.preparedStatementsMax = 3 }
            let queries = (0..<20).map { Query("SELECT \($0)::bigint") }
            for round in 0..<3 {
                for (index, query) in queries.enumerated() {
                    let rows = try await pool.run([Statement(query)], tenant: Int64(round))
                    #expect(rows[0].integer(0, 0) == Int64(index))
                }
            }
            let count = try await pool.run([Statement(Self.preparedCount)])[0].integer(0, 0)
            #expect(count <= 4)
            await pool.close()
        }
    }

    @Test("A failing preparation is no preparation")
    func failingPreparation() async throws {
        try await TestDatabase.with { database in
            let pool = try await LoopPool.start(database.url)
            let early = Statement(Query("SELECT id FROM later"))
            let error = await #expect(throws: PostgresError.self) { try await pool.run([early]) }
            #expect(error?.sqlState == .undefinedTable)
            try await pool.run("CREATE TABLE later (id bigint)", .write)
            #expect(try await pool.run([early])[0].isEmpty)
            await pool.close()
        }
    }

    private static let insert = Query("INSERT INTO item VALUES ($1)")

    @Test("Writes whose errors abort what others rely on fail alone, however many there are")
    func abortedPreparations() async throws {
        try await TestDatabase.with(
            "CREATE TABLE item (id bigint PRIMARY KEY); INSERT INTO item VALUES (0)"
        ) { database in
            // Short enough for new writes to be sent between those that are tried again.
            let pool = try await LoopPool.start(database.url) { $0.pipelineDepth = 4 }
            for round in 0..<5 {
                // New each time, so that nobody has prepared it.
                let count = Query("SELECT count(*) FROM item")
                let states = await withTaskGroup(of: String?.self) { group in
                    for index in 0..<60 {
                        let id = Int64(index % 6 == 1 ? 1 + round * 60 + index : 0)
                        group.addTask {
                            let write = [Statement(Self.insert, [.integer(id)]), Statement(count)]
                            do throws(PostgresError) {
                                _ = try await pool.run(write, .write)
                                return nil
                            } catch {
                                return error.sqlState?.rawValue ?? "\(error.kind)"
                            }
                        }
                    }
                    return await group.reduce(into: []) { $0.append($1) }
                }
                #expect(states.count { $0 == nil } == 10)
                #expect(states.count { $0 == "23505" } == 50)
            }
            await pool.close()
        }
    }

    @Test("A parameter that was NULL at first may have a value later")
    func nullFirst() async throws {
        try await TestDatabase.with("CREATE TABLE item (small int, name text)") { database in
            let pool = try await LoopPool.start(database.url)
            let insert = Query("INSERT INTO item VALUES ($1, $2) RETURNING small, name")
            let first = try await pool.run([Statement(insert, [.null, .null])], .write)[0]
            #expect(first.isNull(0, 0) && first.optionalText(0, 1) == nil)
            let second = try await pool.run([Statement(insert, [.integer(5), .text("a")])], .write)
            #expect(second[0].integer(0, 0) == 5 && second[0].text(0, 1) == "a")
            let third = try await pool.run([Statement(insert, [.null, .text("b")])], .write)[0]
            #expect(third.optionalInteger(0, 0) == nil && third.affected == 1)
            await pool.close()
        }
    }
}
