import Gateway
import GatewaySupport
import JSONWire
import Reactor
import Testing

/// The gateway's own paths.
@Suite(.enabled(if: TestDatabase.isGiven), .sharesGateway)
struct OperationsTests {
    @Test(
        "what each path answers",
        arguments: [
            ("/healthz", "text/plain; charset=utf-8", "ok\n"),
            ("/readyz", "text/plain; charset=utf-8", "ready\n"),
            ("/metrics", "text/plain; version=0.0.4; charset=utf-8", nil),
            ("/openapi.json", "application/json", nil),
        ])
    func answers(_ path: String, _ type: String, _ body: String?) async throws {
        let answer = try await TestGateway.shared.answer(HTTPRequest("GET", path))
        #expect(answer.status == 200)
        #expect(answer["Content-Type"] == type)
        #expect(answer["Content-Length"] == "\(answer.body.count)")
        #expect(answer["X-Request-Id"] != nil)
        if let body { #expect(answer.text == body) }
    }

    @Test(
        "HEAD has the same head and no body", arguments: ["/healthz", "/readyz", "/openapi.json"])
    func head(_ path: String) async throws {
        let get = try await TestGateway.shared.answer(HTTPRequest("GET", path))
        let head = try await TestGateway.shared.answer(HTTPRequest("HEAD", path))
        #expect(head.status == 200)
        #expect(head["Content-Length"] == get["Content-Length"])
        #expect(head.body == [])
    }

    @Test(
        "other methods are refused, and the ones that would do are named",
        arguments: ["/healthz", "/readyz", "/metrics", "/openapi.json"],
        ["POST", "PUT", "DELETE", "OPTIONS", "BREW"])
    func otherMethods(_ path: String, _ method: String) async throws {
        let answer = try await TestGateway.shared.answer(HTTPRequest(method, path))
        #expect(answer.status == 405)
        #expect(answer["Allow"] == "GET, HEAD")
        #expect(answer["Content-Type"] == "application/problem+json")
    }

    @Test(
        "a path that is nobody's is answered as a problem",
        arguments: ["/", "/healthz/", "/metrics/x", "/Healthz", "/api", "/favicon.ico", "/%zz"])
    func unknownPath(_ path: String) async throws {
        let answer = try await TestGateway.shared.answer(HTTPRequest("GET", path))
        #expect(answer.status == (path == "/%zz" ? 400 : 404))
        #expect(answer["Content-Type"] == "application/problem+json")
        #expect(answer.json?["status"]?.integer == Int64(answer.status))
    }

    @Test(
        "what is no path is told why",
        arguments: [
            ("OPTIONS", "*", "the server as a whole"), ("GET", "/%zz", "percent-encoded UTF-8"),
            ("GET", "/%ff", "percent-encoded UTF-8"), ("GET", "/%00", "U+0000"),
            ("GET", String(repeating: "/a", count: 65), "more than 64 segments"),
        ])
    func noPath(_ method: String, _ target: String, _ reason: String) async throws {
        let answer = try await TestGateway.shared.answer(HTTPRequest(method, target))
        #expect(answer.status == 400)
        #expect(answer.json?["detail"]?.string?.contains(reason) == true, "\(answer.essence)")
    }

    @Test(
        "what is no path is a dialect's as far as it can be read",
        arguments: [
            "/api/oauth/%zz", "/%61pi/oauth/app/id/%ff", "/t/x/api/oau%74h/%00",
            "/t/%74/api/oauth/app/%",
        ])
    func noPathOfDialect(_ target: String) async throws {
        let answer = try await TestGateway.shared.send(HTTPRequest("GET", target))
        #expect(answer.status == 400)
        #expect(answer.json?["message"]?.string != nil, "\(answer.essence)")
    }

    @Test("the document is the one that the command prints")
    func document() async throws {
        let answer = try await TestGateway.shared.answer(HTTPRequest("GET", "/openapi.json"))
        #expect(answer.json == Gateway.openAPIDocument(of: nil))
    }

    @Test("a query does not make the paths others")
    func query() async throws {
        let answer = try await TestGateway.shared.answer(HTTPRequest("GET", "/healthz?probe=1"))
        #expect(answer.status == 200)
    }
}

/// Readiness depends on the database, and health does not.
@Suite(.enabled(if: TestDatabase.isGiven))
struct ReadinessTests {
    @Test("a database without a migration is not ready, and says which one")
    func missingMigration() async throws {
        try await TestDatabase.with { database in
            let last = try await database.texts(
                "DELETE FROM postern.migration WHERE version = 3 RETURNING name")
            try await TestGateway.with(database) { gateway in
                let answer = try await gateway.answer(HTTPRequest("GET", "/readyz"))
                #expect(answer.status == 503)
                #expect(answer["Retry-After"] == "1")
                #expect(answer.text.contains("0003_\(last[0])"))
                #expect(try await gateway.answer(HTTPRequest("GET", "/healthz")).status == 200)
            }
        }
    }

    @Test("a database with an edited migration is not ready")
    func editedMigration() async throws {
        try await TestDatabase.with { database in
            try await database.execute(
                "UPDATE postern.migration SET checksum = 'x' WHERE version = 1")
            try await TestGateway.with(database) { gateway in
                let answer = try await gateway.answer(HTTPRequest("GET", "/readyz"))
                #expect(answer.status == 503)
                #expect(answer.text.contains("0001_"))
            }
        }
    }

    @Test("a database that is ahead of the program is ready")
    func newerDatabase() async throws {
        try await TestDatabase.with { database in
            try await database.execute(
                "INSERT INTO postern.migration (version, name, checksum) VALUES (9999, 'x', 'x')")
            try await TestGateway.with(database) { gateway in
                let answer = try await gateway.answer(HTTPRequest("GET", "/readyz"))
                #expect(answer.status == 200)
            }
        }
    }

    @Test("where an admin listener is configured, it alone has health and metrics")
    func adminListener() async throws {
        try await TestDatabase.with { database in
            let path = "/tmp/postern-admin-\(UInt32.random(in: .min ... .max))"
            let change = { (configuration: inout Configuration) in
                configuration.admin.listen = [.unix(path: path)]
            }
            try await TestGateway.with(database, waits: false, change) { gateway in
                for path in ["/healthz", "/readyz", "/metrics"] {
                    #expect(try await gateway.answer(HTTPRequest("GET", path)).status == 404)
                }
                #expect(try await gateway.answer(HTTPRequest("GET", "/openapi.json")).status == 200)
                let client = try HTTPClient.connect(to: .unix(path: path))
                for path in ["/healthz", "/metrics"] {
                    #expect(try await client.exchange(HTTPRequest("GET", path)).status == 200)
                }
                for path in ["/openapi.json", "/api/oauth/app/ids?ids=x"] {
                    #expect(try await client.exchange(HTTPRequest("GET", path)).status == 404)
                }
                await client.close()
            }
        }
    }
}
