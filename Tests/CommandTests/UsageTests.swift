// What the program does without a database: usage, help, routes, configuration.

import JSONWire
import Testing

@Suite(.timeLimit(.minutes(20)))
struct UsageTests {
    @Test(
        "wrong usage is status 2, with the reason on standard error",
        arguments: [
            [], ["nonsense"], ["tenant"], ["token", "issue"], ["tenant", "list"],
            ["tenant", "create", "Bad_Slug", "--database", "x"],
            ["tenant", "create", "acme", "--host", "with space", "--database", "x"],
            ["tenant", "create", "acme", "--host", "acme.example:8443", "--database", "x"],
            ["token", "issue", "--tenant", "acme", "--scope", "all", "--ttl", "91d"],
            ["token", "issue", "--tenant", "acme", "--scope", "all", "--ttl", "0s"],
            ["token", "issue", "--tenant", "acme", "--scope", "all", "--ttl", "5"],
            ["token", "issue", "--tenant", "acme", "--scope", "all", "--ttl", "99999999999d"],
            ["token", "issue", "--tenant", "acme", "--scope", "a\"b"],
            ["token", "issue", "--tenant", "acme", "--scope", ""],
            ["token", "issue", "--tenant", "acme", "--scope", "  "],
            ["token", "revoke"], ["token", "revoke", "x", "--nonsense"],
            ["user", "create", "--tenant", "Acme", "--username", "u"], ["user", "create"],
            ["migrate", "up", "--database", ""], ["migrate", "status", "--nonsense"],
            ["tenant", "delete", "Bad_Slug"], ["tenant", "list", "extra"],
            ["serve", "--loops", "many"], ["serve", "--loops", "5000"], ["serve", "extra"],
            ["serve", "--listen", "nowhere"], ["dev", "--loops", "many"],
            ["openapi", "--dialect", "nonsense"],
            ["user", "create", "--tenant", "acme", "--username", ""],
            ["dev", "--port", "65536"], ["routes", "--nonsense"], ["key"],
            ["key", "rotate", "--database", "x"], ["key", "list", "--tenant", "acme"],
            ["key", "rotate", "--tenant", "acme", "--database", "x"],
            ["key", "revoke", "--tenant", "acme", "--database", "x", "kid"],
            ["key", "revoke", "--tenant", "acme", "--database", "x"],
        ])
    func wrongUsage(_ arguments: [String]) async throws {
        let run = try await Postern.run(arguments)
        #expect(run.status == 2)
        #expect(run.output == "")
        #expect(!run.messages.isEmpty)
    }

    @Test("libgd is not among the libraries that every start loads")
    func libraries() async throws {
        // So asked, the loader lists what it would load, and starts nothing.
        let run = try await Postern.run([], variables: ["LD_TRACE_LOADED_OBJECTS": "1"])
        #expect(run.output.contains("libpq.so"))
        #expect(!run.output.contains("libgd.so"))
    }

    @Test("too long a life is refused with the limit")
    func lifetime() async throws {
        let run = try await Postern.run([
            "token", "issue", "--tenant", "acme", "--scope", "all", "--ttl", "2161h",
        ])
        #expect(run.messages.contains("at most 90d (token.lifetime_max)"))
    }

    @Test("a token that would permit nothing is refused with a sentence", arguments: ["", " "])
    func emptyScope(_ scope: String) async throws {
        let run = try await Postern.run(["token", "issue", "--tenant", "acme", "--scope", scope])
        #expect(run.messages.contains("name a scope, or all"))
    }

    @Test("an address where nobody can listen is named")
    func takenAddress() async throws {
        let place = "unix:/nonexistent/postern.sock"
        let run = try await Postern.run(
            ["serve", "--listen", place], database: "postgresql://127.0.0.1:1/postern")
        #expect(run.status == 1)
        #expect(run.messages.contains("cannot listen on \(place): bind: No such file"))
    }

    @Test("help and the version are answers", arguments: [["--help"], ["--version"], ["help"]])
    func help(_ arguments: [String]) async throws {
        let run = try await Postern.run(arguments)
        #expect(run.status == 0)
        #expect(!run.output.isEmpty)
        #expect(run.messages == "")
    }

    @Test("a database that is away is one line and status 1")
    func databaseAway() async throws {
        let run = try await Postern.run(
            ["tenant", "list"], database: "postgresql://postgres:secret@127.0.0.1:1/postern")
        #expect(run.status == 1)
        #expect(run.output == "")
        #expect(run.messages.split(separator: "\n").count == 1)
        #expect(run.messages.hasPrefix("postern: The database is not available"))
        #expect(!run.messages.contains("secret"))
    }

    @Test("routes are one JSON object, each with its statements where they are asked for")
    func routes() async throws {
        let run = try await Postern.run(["routes", "--json", "--sql"])
        #expect(run.status == 0)
        let routes = try #require(try run.json()["routes"]?.array)
        let names: Set = ["method", "path", "scope", "dialect", "operation", "name", "statements"]
        #expect(!routes.isEmpty)
        for route in routes {
            #expect(Set(route.object?.names ?? []) == names)
            #expect(route["statements"]?.array != nil)
        }
        #expect(routes.contains { $0["name"] == "oauth2.token" && $0["operation"] == "token" })
        let create = routes.first { $0["name"] == "governor.app.create" }
        #expect(create?["method"] == "POST")
        #expect(create?["path"] == "/api/oauth/app")
        #expect(create?["scope"] == "app:write")
        #expect(create?["statements"]?.array?.isEmpty == false)
        let lines = try await Postern.run(["routes"]).output.split(separator: "\n")
        #expect(lines.count == routes.count)
    }

    @Test("the OpenAPI document is one JSON object")
    func openAPI() async throws {
        let run = try await Postern.run(["openapi", "--dialect", "governor"])
        #expect(run.status == 0)
        #expect(try run.json()["openapi"]?.string?.hasPrefix("3.1") == true)
        #expect(try await Postern.run(["openapi", "--dialect", "nonsense"]).status == 2)
    }
}
