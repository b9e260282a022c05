// The migrator against a real server, with migrations of its own.

import Postgres
import Testing

@testable import Store

@Suite(
    .enabled(if: ScratchDatabase.isGiven, "POSTERN_TEST_DATABASE_URL is not set"),
    .timeLimit(.minutes(20)))
struct MigratorTests {
    static let first = Migration(version: 1, name: "first", text: "CREATE TABLE a (id int)")
    static let second = Migration(version: 2, name: "second", text: "CREATE TABLE b (id int)")
    static let third = Migration(version: 3, name: "third", text: "CREATE TABLE c (id int)")

    @Test("a file that fails leaves nothing behind, and those before it stay")
    func failure() async throws {
        try await ScratchDatabase.empty { database in
            let broken = Migration(
                version: 2, name: "broken", text: "CREATE TABLE b (id int); SELECT nonsense")
            let session = try await Session.connect(database.url)
            let error = await #expect(throws: Migrator.Failure.self) {
                try await Migrator(session, known: [Self.first, broken]).up()
            }
            guard case .refused(broken, _) = error else {
                Issue.record("\(String(describing: error))")
                return
            }
            let states = try await Migrator(session, known: [Self.first, broken]).status()
            #expect(states.map(\.state) == [.applied, .pending])
            #expect(
                try await Migrator(session, known: [Self.first, Self.second]).up() == [Self.second])
            await session.close()
        }
    }

    @Test("an edited file stops everything")
    func edited() async throws {
        try await ScratchDatabase.empty { database in
            let session = try await Session.connect(database.url)
            _ = try await Migrator(session, known: [Self.first]).up()
            let edited = Migration(version: 1, name: "first", text: "SELECT 1")
            let migrator = Migrator(session, known: [edited, Self.second])
            let error = await #expect(throws: Migrator.Failure.self) { try await migrator.up() }
            guard case .edited(edited) = error else {
                Issue.record("\(String(describing: error))")
                return
            }
            #expect(try await migrator.status().map(\.state) == [.edited, .pending])
            await session.close()
        }
    }

    @Test("a file below what is applied is refused; what the program does not know stays")
    func order() async throws {
        try await ScratchDatabase.empty { database in
            let session = try await Session.connect(database.url)
            _ = try await Migrator(session, known: [Self.first, Self.third]).up()
            let error = await #expect(throws: Migrator.Failure.self) {
                try await Migrator(session, known: [Self.first, Self.second, Self.third]).up()
            }
            guard case .outOfOrder(Self.second, newest: 3) = error else {
                Issue.record("\(String(describing: error))")
                return
            }
            let older = Migrator(session, known: [Self.first])
            #expect(try await older.up() == [])
            #expect(try await older.status().map(\.state) == [.applied, .unknown])
            await session.close()
        }
    }

    @Test("several that start at once apply each file once")
    func atOnce() async throws {
        try await ScratchDatabase.empty { database in
            let applied = try await withThrowingTaskGroup(of: [Migration].self) { group in
                for _ in 0..<4 {
                    group.addTask {
                        let session = try await Session.connect(database.url)
                        let known = [Self.first, Self.second, Self.third]
                        let applied = try await Migrator(session, known: known).up()
                        await session.close()
                        return applied
                    }
                }
                return try await group.reduce(into: []) { $0 += $1 }
            }
            #expect(applied == [Self.first, Self.second, Self.third])
        }
    }
}
