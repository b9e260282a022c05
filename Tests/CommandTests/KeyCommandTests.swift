// `postern key` on a real database.

import Foundation
import JSONWire
import Testing

@Suite(
    .enabled(if: ScratchDatabase.isGiven, "POSTERN_TEST_DATABASE_URL is not set"),
    .timeLimit(.minutes(20)))
struct KeyCommandTests {
    /// As `openssl rand -base64 32` prints one.
    private static let secretsKey = "q83vEjRWeJCrze8SNFZ4kAEjRWeJq83vASNFZ4mrze8="
    private static let variables = ["POSTERN_SECRETS_KEY": secretsKey]

    /// What a command answered: the keys' names by their states.
    private struct Keys: Equatable {
        var current: String?
        var next: String?
        var retired: [String] = []

        init(_ run: Postern) throws {
            try #require(run.status == 0, "\(run.messages)")
            let json = try run.json()
            #expect(json["tenant"] == "acme")
            for key in try #require(json["keys"]?.array) {
                let id = try #require(key["kid"]?.string)
                #expect(key["created_at"]?.string != nil)
                switch key["state"] {
                case "current": current = id
                case "next": next = id
                default: retired.append(id)
                }
                #expect((key["state"] == "retired") == (key["goes_at"]?.string != nil))
            }
        }
    }

    private static func key(
        _ database: ScratchDatabase, _ words: String...
    ) async throws -> Postern {
        let arguments = ["key", words[0], "--tenant", "acme", "--json"] + words.dropFirst()
        return try await database.postern(arguments, variables: variables)
    }

    @Test("keys are made, rotated, listed and revoked")
    func life() async throws {
        try await ScratchDatabase.withTenant { database in
            let none = try Keys(await Self.key(database, "list"))
            #expect(none.current == nil && none.next == nil)
            let made = try await Self.key(database, "rotate")
            #expect(made.messages == "")
            let first = try Keys(made)
            #expect(first.current != nil && first.next != nil && first.retired == [])
            #expect(try await Keys(Self.key(database, "list")) == first)

            let rotated = try await Self.key(database, "rotate")
            #expect(rotated.messages.contains("less than an hour before it signs"))
            let second = try Keys(rotated)
            #expect(second.current == first.next)
            #expect(second.retired == [try #require(first.current)])

            let current = try #require(second.current)
            let revoked = try await Self.key(database, "revoke", current)
            #expect(try revoked.json()["revoked"]?.string == current)
            let third = try Keys(revoked)
            #expect(third.current == second.next)
            #expect(third.retired == second.retired)

            let fourth = try Keys(await Self.key(database, "revoke", try #require(third.next)))
            #expect(fourth.current == third.current)
            #expect(fourth.next != nil && fourth.next != third.next)
            let fifth = try Keys(await Self.key(database, "revoke", second.retired[0]))
            #expect(fifth.current == fourth.current && fifth.next == fourth.next)
            #expect(fifth.retired == [])
            let text = try await database.postern(["key", "list", "--tenant", "acme"]).output
            #expect(text.contains("\(try #require(fifth.current))  current  made 20"))
        }
    }

    @Test("private halves are sealed, and gone once their keys have retired")
    func sealed() async throws {
        try await ScratchDatabase.withTenant { database in
            for _ in 0..<2 { _ = try Keys(await Self.key(database, "rotate")) }
            let rows = try await database.count(
                """
                SELECT count(*) FROM postern.signing_key
                WHERE (sealed IS NULL) = (state = 'retired') AND jwk->>'kid' = kid
                    AND NOT jwk::jsonb ?| '{d,p,q,dp,dq,qi,oth}'
                    AND (sealed IS NULL OR octet_length(sealed) > 1000)
                """)
            #expect(rows == 3)
        }
    }

    @Test("a tenant that is made with the key at hand has signing keys")
    func createdWithKeys() async throws {
        try await ScratchDatabase.withTenant { database in
            let file = FileManager.default.temporaryDirectory
                .appending(path: "postern-config-\(UUID().uuidString).yaml")
            defer { try? FileManager.default.removeItem(at: file) }
            try Data("secrets:\n  key: \(Self.secretsKey)\n".utf8).write(to: file)
            let arguments = ["tenant", "create", "globex"]
            #expect(
                try await database.postern(arguments + ["--config", file.path]).status == 0)
            let count = "SELECT count(*) FROM postern.signing_key"
            #expect(try await database.count(count) == 2)
            let other = try await database.postern(
                ["tenant", "create", "initech"], variables: Self.variables)
            #expect(other.status == 0)
            #expect(try await database.count(count) == 4)
        }
    }

    @Test("a key that is no key is refused before anything is made")
    func wrongKey() async throws {
        try await ScratchDatabase.withTenant { database in
            for arguments in [["tenant", "create", "two"], ["key", "rotate", "--tenant", "acme"]] {
                let run = try await database.postern(
                    arguments, variables: ["POSTERN_SECRETS_KEY": "secret"])
                #expect(run.status == 1)
                #expect(run.messages.contains("POSTERN_SECRETS_KEY"))
                #expect(!run.messages.contains("\"secret\""))
            }
            #expect(try await database.count("SELECT count(*) FROM postern.tenant") == 1)
        }
    }

    @Test("a next key that gateways could not open does not come to sign, and can be revoked")
    func otherKey() async throws {
        try await ScratchDatabase.withTenant { database in
            let first = try Keys(await Self.key(database, "rotate"))
            let other = ["POSTERN_SECRETS_KEY": "EjRWeJCrze/vzauQeFY0EgEjRWeJq83v/+3LqYdlQyE="]
            let next = try #require(first.next)
            for words in [["rotate"], ["revoke", try #require(first.current)]] {
                let run = try await database.postern(
                    ["key", words[0], "--tenant", "acme"] + words.dropFirst(), variables: other)
                #expect(run.status == 1)
                #expect(run.messages.contains("the next key, \(next), was sealed under another"))
            }
            #expect(try await Keys(Self.key(database, "list")) == first)
            for words in [["revoke", next], ["rotate"]] {
                let run = try await database.postern(
                    ["key", words[0], "--tenant", "acme"] + words.dropFirst(), variables: other)
                #expect(run.status == 0, "\(run.messages)")
            }
            let last = try Keys(await Self.key(database, "list"))
            #expect(last.retired == [try #require(first.current)])
        }
    }

    @Test("what is missing is one clear line")
    func refusals() async throws {
        try await ScratchDatabase.withTenant { database in
            let key = try await database.postern(["key", "rotate", "--tenant", "acme"])
            #expect(key.status == 2)
            #expect(key.messages.contains("Signing keys are sealed under secrets.key"))
            let kid = try await Self.key(database, "revoke", "nobody")
            #expect(kid.status == 1)
            #expect(kid.messages == "postern: acme has no signing key nobody\n")
            let tenant = try await database.postern(
                ["key", "list", "--tenant", "nobody"], variables: Self.variables)
            #expect(tenant.status == 1)
            #expect(tenant.messages == "postern: there is no tenant nobody\n")
        }
    }

    @Test("commands at the same time leave one key that signs and one that is next")
    func together() async throws {
        try await ScratchDatabase.withTenant { database in
            for _ in 0..<2 {
                let statuses = try await withThrowingTaskGroup(of: Int32.self) { group in
                    for _ in 0..<3 {
                        group.addTask { try await Self.key(database, "rotate").status }
                    }
                    return try await group.reduce(into: []) { $0.append($1) }
                }
                #expect(statuses.contains(0))
                let keys = try Keys(await Self.key(database, "list"))
                #expect(keys.current != nil && keys.next != nil)
            }
        }
    }
}
