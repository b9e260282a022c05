// `postern dev` from its first start to its end, with a PostgreSQL of its own.

import Foundation
import JSONWire
import Postgres
import Testing

@Suite(
    .enabled(if: ScratchDatabase.isGiven, "PostgreSQL is needed, as for the other tests"),
    .timeLimit(.minutes(20)))
struct DevelopmentTests {
    @Test("everything that demo.json names works, and is there again after a restart")
    func restart() async throws {
        let folder = FileManager.default.temporaryDirectory
            .appending(path: "postern-dev-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        let first = try await DevelopmentRun(folder)
        let demo = try first.demo()
        #expect(demo["base_url"]?.string == first.baseURL)
        #expect(demo["tenants"]?["globex"]?["host"] == "globex.localhost")
        #expect(try first.modeOfDemo() == 0o600)
        let apps = try await first.get("/api/oauth/app?amount=10&offset=0", "acme", "admin_token")
        #expect(apps.status == 200)
        #expect(apps.json["apps"]?.array?.isEmpty == false)
        let own = "/api/oauth/connection?amount=10&offset=0"
        let connections = try await first.get(own, "globex", "user_token")
        #expect(connections.json["connections"]?.array?.count == 1)
        let forbidden = try await first.get(
            "/api/oauth/app?amount=10&offset=0", "acme", "user_token")
        #expect(forbidden.status == 403)
        let owner = try #require(demo["database_url"]?.string)
        #expect(try await Postern.run(["tenant", "list"], database: owner).status == 0)
        let keyFile = try #require(demo["secrets_key_file"]?.string)
        let rotated = try await Postern.run(
            ["key", "rotate", "--tenant", "globex", "--json"], database: owner,
            variables: ["POSTERN_SECRETS_KEY_FILE": keyFile])
        #expect(try rotated.json()["keys"]?.array?.count == 3)
        #expect(await first.end() == 0)
        await #expect(throws: PostgresError.self) { _ = try await Session.connect(owner) }

        let second = try await DevelopmentRun(folder)
        #expect(try second.demo()["database_url"]?.string == owner)
        let again = try await second.get("/api/oauth/app?amount=10&offset=0", "acme", "admin_token")
        #expect(again.json == apps.json)
        // However it ends, no server stays.
        #expect(await second.kill() == SIGKILL)
        let third = try await DevelopmentRun(folder, "--fresh")
        let fresh = try await third.get("/api/oauth/app?amount=10&offset=0", "acme", "admin_token")
        #expect(fresh.status == 200 && fresh.json != apps.json)
        #expect(await third.end() == 0)
    }
}
