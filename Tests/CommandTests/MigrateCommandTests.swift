// `postern migrate` on a real database.

import JSONWire
import Testing

@Suite(
    .enabled(if: ScratchDatabase.isGiven, "POSTERN_TEST_DATABASE_URL is not set"),
    .timeLimit(.minutes(20)))
struct MigrateCommandTests {
    @Test("the first run applies everything, the second nothing")
    func twice() async throws {
        try await ScratchDatabase.empty { database in
            #expect(try await states(database) == ["pending"])
            let first = try await database.postern(["migrate", "up", "--json"])
            #expect(first.status == 0)
            #expect(try first.json()["applied"]?[0]?["name"] == "tenants")
            let second = try await database.postern(["migrate", "up", "--json"])
            #expect(second.status == 0)
            #expect(try second.json() == ["applied": []])
            #expect(try await states(database) == ["applied"])
        }
    }

    @Test("two at once both succeed")
    func atOnce() async throws {
        try await ScratchDatabase.empty { database in
            async let one = database.postern(["migrate", "up"])
            async let other = database.postern(["migrate", "up"])
            let runs = try await [one, other]
            #expect(runs.map(\.status) == [0, 0])
            #expect(try await states(database) == ["applied"])
        }
    }

    @Test("a file that was edited after it was applied is named")
    func edited() async throws {
        try await ScratchDatabase.empty { database in
            _ = try await database.postern(["migrate", "up"])
            try await database.execute(
                "UPDATE postern.migration SET checksum = repeat('0', 64) WHERE version = 2")
            let run = try await database.postern(["migrate", "up"])
            #expect(run.status == 1)
            #expect(run.output == "")
            #expect(run.messages.contains("0002_clients was applied and has been edited since"))
            #expect(try await states(database) == ["applied", "edited"])
        }
    }

    @Test("commands say what to do about a database without tables")
    func notMigrated() async throws {
        try await ScratchDatabase.empty { database in
            for arguments in [["tenant", "list"], ["tenant", "delete", "acme"]] {
                let run = try await database.postern(arguments)
                #expect(run.status == 1)
                #expect(run.messages.contains("run: postern migrate up"))
            }
        }
    }

    private func states(_ database: ScratchDatabase) async throws -> Set<String> {
        let run = try await database.postern(["migrate", "status", "--json"])
        let list = try #require(try run.json()["migrations"]?.array)
        return Set(list.compactMap { $0["state"]?.string })
    }
}
