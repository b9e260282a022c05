import GatewaySupport
import Postgres
import Testing

/// Token partitions are made ahead and dropped behind, by gateways themselves.
@Suite(.enabled(if: TestDatabase.isGiven))
struct PartitionTests {
    @Test("a running gateway drops what has expired and makes what will be needed")
    func upkeep() async throws {
        try await TestDatabase.with { database in
            let today = try await database.today()
            try await database.makePartition(day: today - 2)
            try await database.makePartition(day: 100)
            for day in [today + 10, today + 92] {
                try await database.execute("DROP TABLE postern.token_\(day)")
            }
            let needed = Set((today - 1...today + 92).map { "token_\($0)" })
            try await TestGateway.with(database) { _ in
                let isKept = try await becomesTrue {
                    try await Set(database.partitions()) == needed
                }
                #expect(isKept)
            }
            for law in Schema.laws {
                #expect(try await database.texts(law.breaches) == [], "\(law.sentence)")
            }
        }
    }

    @Test("yesterday's tokens are kept, for clocks that differ; older ones go whole")
    func edges() async throws {
        try await TestDatabase.with { database in
            let today = try await database.today()
            try await database.makePartition(day: today - 2)
            _ = try await database.query(
                "SELECT postern.keep_token_partitions(3)", as: database.gatewayURL)
            let partitions = try await database.partitions()
            #expect(partitions.contains("token_\(today - 1)"))
            #expect(!partitions.contains("token_\(today - 2)"))
        }
    }

    @Test("nonsense asks for nothing out of bounds", arguments: [-1, 0, 1, 2_000_000_000])
    func bounds(_ days: Int) async throws {
        try await TestDatabase.with { database in
            let today = try await database.today()
            _ = try await database.query(
                "SELECT postern.keep_token_partitions(\(days))", as: database.gatewayURL)
            let last = try await database.partitions().compactMap { Int64($0.dropFirst(6)) }.max()
            #expect(try #require(last) <= today + 400)
        }
    }

    @Test("several gateways at once do it once, and none fails")
    func together() async throws {
        try await TestDatabase.with { database in
            let today = try await database.today()
            try await database.execute("DROP TABLE postern.token_\(today + 50)")
            try await withThrowingTaskGroup { group in
                for _ in 0..<8 {
                    group.addTask {
                        _ = try await database.query(
                            "SELECT postern.keep_token_partitions(92)", as: database.gatewayURL)
                    }
                }
                try await group.waitForAll()
            }
            #expect(try await database.partitions().contains("token_\(today + 50)"))
        }
    }
}

extension TestDatabase {
    /// The database's day: days since 1970-01-01.
    fileprivate func today() async throws -> Int64 {
        try await query("SELECT floor(extract(epoch FROM now()) / 86400)::bigint").integer(0, 0)
    }

    fileprivate func partitions() async throws -> [String] {
        try await texts(
            """
            SELECT relname::text FROM pg_inherits JOIN pg_class ON pg_class.oid = inhrelid
            WHERE inhparent = 'postern.token'::regclass
            """)
    }

    /// Makes a partition as an earlier day would have, with a token in it.
    fileprivate func makePartition(day: Int64) async throws {
        try await execute(
            """
            CREATE TABLE postern.token_\(day) PARTITION OF postern.token
            FOR VALUES FROM (\(day)) TO (\(day + 1));
            INSERT INTO postern.token
                (tenant_id, expires_day, hash, kind, scope, expires_at)
            VALUES (1, \(day), sha256('x'), 'access', 'all', to_timestamp(\(day)::bigint * 86400))
            """)
    }
}
