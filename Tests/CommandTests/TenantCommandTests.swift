// `postern tenant` and `postern user` on a real database.

import JSONWire
import Testing

@Suite(
    .enabled(if: ScratchDatabase.isGiven, "POSTERN_TEST_DATABASE_URL is not set"),
    .timeLimit(.minutes(20)))
struct TenantCommandTests {
    @Test("a tenant is made, listed and deleted")
    func life() async throws {
        try await ScratchDatabase.withTenant { database in
            let made = try await database.postern([
                "tenant", "create", "globex", "--name", "Globex", "--host", "GLOBEX.example",
                "--host", "globex.localhost.", "--json",
            ])
            #expect(made.status == 0)
            #expect(try made.json()["tenant"] == "globex")
            #expect(try made.json()["name"] == "Globex")
            #expect(try made.json()["hosts"] == ["globex.example", "globex.localhost"])
            let listed = try await database.postern(["tenant", "list", "--json"]).json()
            #expect(listed["tenants"]?.array?.map { $0["tenant"] } == ["acme", "globex"])
            #expect(listed["tenants"]?[1] == (try made.json()))
            let deleted = try await database.postern(["tenant", "delete", "globex", "--json"])
            #expect(deleted.status == 0)
            #expect(try deleted.json() == ["tenant": "globex", "deleted": true])
            let text = try await database.postern(["tenant", "list"]).output
            #expect(text == "acme  acme\n")
        }
    }

    @Test("settings are off until they are changed, each by itself")
    func settings() async throws {
        try await ScratchDatabase.withTenant { database in
            let off = try await database.postern(["tenant", "list", "--json"]).json()
            #expect(
                off["tenants"]?[0]?["settings"] == [
                    "registration": false, "plain_proof_keys": false,
                    "require_pushed_requests": false,
                ])
            for (option, value) in [
                ("--registration", "on"), ("--plain-proof-keys", "on"), ("--registration", "off"),
                ("--require-pushed-requests", "on"),
            ] {
                let run = try await database.postern(["tenant", "set", "acme", option, value])
                #expect(run.status == 0)
                #expect(run.output == "acme\n")
            }
            let listed = try await database.postern(["tenant", "list", "--json"]).json()
            #expect(
                listed["tenants"]?[0]?["settings"] == [
                    "registration": false, "plain_proof_keys": true,
                    "require_pushed_requests": true,
                ])
            let nothing = try await database.postern(["tenant", "set", "acme"])
            #expect(nothing.status == 2)
            let unclear = try await database.postern(
                ["tenant", "set", "acme", "--registration", "yes"])
            #expect(unclear.status == 2)
        }
    }

    struct Refusal: Sendable {
        let arguments: [String]
        let message: String
    }

    @Test(
        "what the database refuses is one clear line",
        arguments: [
            Refusal(
                arguments: ["tenant", "create", "acme"],
                message: "postern: there is a tenant acme already\n"),
            Refusal(
                arguments: ["tenant", "create", "two", "--host", "b", "--host", "b"],
                message: "postern: one of the hosts is a tenant's already: b, b\n"),
            Refusal(
                arguments: ["tenant", "set", "nobody", "--registration", "on"],
                message: "postern: there is no tenant nobody\n"),
            Refusal(
                arguments: ["tenant", "delete", "nobody"],
                message: "postern: there is no tenant nobody\n"),
            Refusal(
                arguments: ["user", "create", "--tenant", "nobody", "--username", "a"],
                message: "postern: there is no tenant nobody\n"),
            Refusal(
                arguments: ["token", "issue", "--tenant", "acme", "--scope", "all", "--user", "a"],
                message: "postern: there is no user a in acme\n"),
            Refusal(
                arguments: [
                    "token", "issue", "--tenant", "acme", "--scope", "all", "--client", "a",
                ],
                message: "postern: there is no client a in acme\n"),
            Refusal(
                arguments: ["token", "revoke", "a"],
                message: "postern: that is not one of Postern's tokens\n"),
        ])
    func refusals(_ refusal: Refusal) async throws {
        try await ScratchDatabase.withTenant { database in
            let run = try await database.postern(refusal.arguments)
            #expect(run.status == 1)
            #expect(run.output == "")
            #expect(run.messages == refusal.message)
            #expect(try await database.count("SELECT count(*) FROM postern.tenant") == 1)
        }
    }

    @Test("a user is made once, and a password is kept as a slow hash")
    func users() async throws {
        try await ScratchDatabase.withTenant { database in
            let arguments = [
                "user", "create", "--tenant", "acme", "--username", "alice", "--email",
                "alice@acme.example", "--given-name", "Alice", "--role", "editor", "--role",
                "owner", "--password-stdin", "--json",
            ]
            let made = try await database.postern(arguments, input: "correct horse\n")
            #expect(made.status == 0)
            let json = try made.json()
            #expect(json["user_id"]?.string?.utf8.count == 22)
            #expect(json["roles"] == ["editor", "owner"])
            let hashed = try await database.count(
                """
                SELECT count(*) FROM postern.end_user WHERE username = 'alice' AND password_hash
                ~ '^\\$scrypt\\$ln=16,r=8,p=1\\$[A-Za-z0-9+/]{22}\\$[A-Za-z0-9+/]{43}$'
                """)
            #expect(hashed == 1)
            let again = try await database.postern(arguments, input: "other\n")
            #expect(again.status == 1)
            #expect(again.messages == "postern: there is a user alice in acme already\n")
        }
    }
}
