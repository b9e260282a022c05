// `postern token` on a real database.

import JSONWire
import Testing

@Suite(
    .enabled(if: ScratchDatabase.isGiven, "POSTERN_TEST_DATABASE_URL is not set"),
    .timeLimit(.minutes(20)))
struct TokenCommandTests {
    @Test("a token is issued in the promised form, and only its digest is kept")
    func issue() async throws {
        try await ScratchDatabase.withTenant { database in
            let run = try await database.postern([
                "token", "issue", "--tenant", "acme", "--scope", "app:read app:write", "--ttl",
                "2h", "--json",
            ])
            #expect(run.status == 0)
            #expect(run.messages == "")
            let json = try run.json()
            #expect(json.object?.names == ["token", "tenant", "expires_at"])
            #expect(json["tenant"] == "acme")
            #expect(json["token"]?.string?.hasPrefix("pn_at_") == true)
            let form = /[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{3}Z/
            #expect(json["expires_at"]?.string?.wholeMatch(of: form) != nil)
            let kept = try await database.count(
                """
                SELECT count(*) FROM postern.token WHERE scope = 'app:read app:write'
                AND kind = 'access' AND expires_at - issued_at BETWEEN '119m' AND '121m'
                """)
            #expect(kept == 1)
        }
    }

    @Test("words that grant nothing are kept, with a warning")
    func unknownWords() async throws {
        try await ScratchDatabase.withTenant { database in
            let run = try await database.postern([
                "token", "issue", "--tenant", "acme", "--scope", "profile app:read",
            ])
            #expect(run.status == 0)
            #expect(run.output.hasPrefix("pn_at_"))
            let warning = "profile is no permission of Postern's and grants nothing"
            #expect(run.messages == "postern: \(warning)\n")
            let kept = try await database.count(
                "SELECT count(*) FROM postern.token WHERE scope = 'profile app:read'")
            #expect(kept == 1)
        }
    }

    @Test("a token of a user speaks for that user's id")
    func subject() async throws {
        try await ScratchDatabase.withTenant { database in
            let user = try await database.postern([
                "user", "create", "--tenant", "acme", "--username", "alice",
            ])
            #expect(user.status == 0)
            let issued = try await database.postern([
                "token", "issue", "--tenant", "acme", "--scope", "all", "--user", "alice",
            ])
            #expect(issued.status == 0)
            let kept = try await database.count(
                """
                SELECT count(*) FROM postern.token AS t JOIN postern.end_user AS u
                ON t.subject = u.user_id WHERE u.username = 'alice'
                """)
            #expect(kept == 1)
        }
    }

    @Test("a token is revoked once, as an argument or through standard input")
    func revoke() async throws {
        try await ScratchDatabase.withTenant { database in
            let issue = ["token", "issue", "--tenant", "acme", "--scope", "all"]
            let first = try await database.postern(issue).output
            let token = String(first.dropLast())
            let revoked = try await database.postern(["token", "revoke", token, "--json"])
            #expect(revoked.status == 0)
            #expect(try revoked.json() == ["revoked": true])
            #expect(try await database.postern(["token", "revoke", token]).status == 1)
            let second = try await database.postern(issue).output
            let piped = try await database.postern(["token", "revoke", "-"], input: second)
            #expect(piped.status == 0)
            let live = try await database.count(
                "SELECT count(*) FROM postern.token WHERE revoked_at IS NULL")
            #expect(live == 0)
        }
    }
}
