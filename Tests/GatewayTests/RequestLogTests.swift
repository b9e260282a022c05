import GatewaySupport
import JSONWire
import Testing

/// One line per request, for programs to read, and the name by which it is found.
@Suite(.enabled(if: TestDatabase.isGiven), .sharesGateway)
struct RequestLogTests {
    @Test("a line says who asked for what, and what came of it")
    func line() async throws {
        let gateway = try TestGateway.shared
        let tenant = try await gateway.database.tenant()
        let user = try await tenant.user()
        let app = try await tenant.app()
        let token = try await tenant.token(user: user, client: app.id)
        let request = HTTPRequest("GET", "/api/oauth/app?amount=1&offset=0&x=private")
            .at(tenant.host).by(token).with("X-Request-Id", "log-\(app.id)")
            .with("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01")
        let answer = try await gateway.answer(request)
        let line = try #require(await gateway.log.line(requestID: "log-\(app.id)"))
        #expect(
            line["time"]?.string?.wholeMatch(of: /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/) != nil)
        #expect(line["level"] == "info")
        #expect(line["tenant"] == .string(tenant.slug))
        #expect(line["client"] == .string(app.id))
        #expect(line["subject"] == .string(user.id))
        #expect(line["dialect"] == "governor")
        #expect(line["route"] == "governor.app.list")
        #expect(line["method"] == "GET")
        #expect(line["status"] == 200)
        #expect(line["bytes"] == .integer(Int64(answer.body.count)))
        #expect(line["ms"]?.double != nil)
        #expect(line["peer"] == "127.0.0.1")
        #expect(
            line["traceparent"] == "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01")
    }

    @Test("every line is one JSON object, whatever a client sends")
    func lines() async throws {
        let gateway = try TestGateway.shared
        let names = (0..<6).map { "line-\($0)-\(UInt32.random(in: .min ... .max))" }
        let hostile = [
            "/%22%0a%7b", "/api/oauth/app/id/%0a%22%5c", "/t/%22/api/oauth/app",
            "/api/oauth/%f0%9f%98%80", "/api/oauth/app?amount=%22%0a", "/%e2%80%a8",
        ]
        for (name, target) in zip(names, hostile) {
            let request = HTTPRequest("GET", target).with("X-Request-Id", name)
                .with("traceparent", "a\"b\\c").with("Authorization", "Bearer \"x\\")
            _ = try await gateway.answer(request)
        }
        for name in names { #expect(await gateway.log.line(requestID: name) != nil) }
        for line in gateway.log.lines {
            let json = try? JSONReader.read(Array(line.utf8))
            #expect(json?.object != nil, "\(line)")
        }
    }

    @Test("no line holds a token, a secret, or the value of a query parameter")
    func secrets() async throws {
        let gateway = try TestGateway.shared
        let tenant = try await gateway.database.tenant()
        let token = try await tenant.token()
        let body = #"{"name":"unseen name","redirect_uri":"https://unseen.example/cb"}"#
        let create = HTTPRequest.json("POST", "/api/oauth/app?secret=unseen-query", body)
            .at(tenant.host).by(token).with("Idempotency-Key", "unseen-key")
        let made = try await gateway.answer(create.with("X-Request-Id", "made-\(tenant.slug)"))
        let key = try #require(made.json?["key"]?.string)
        let refused = HTTPRequest("GET", "/api/oauth/app?amount=unseen-amount&offset=0")
            .at(tenant.host)
        _ = try await gateway.answer(refused.by(token).with("X-Request-Id", "bad-\(tenant.slug)"))
        let garbage = refused.by("pn_at_unseen-token")
        _ = try await gateway.answer(garbage.with("X-Request-Id", "not-\(tenant.slug)"))
        let cookie = refused.with("Cookie", "access_token=unseen-cookie; session=unseen-session")
        _ = try await gateway.answer(cookie.with("X-Request-Id", "jar-\(tenant.slug)"))
        let broken = HTTPRequest.json("POST", "/api/oauth/app", #"{"unseen-member":NaN}"#)
            .at(tenant.host).by(token)
        let answer = try await gateway.answer(
            broken.with("X-Request-Id", "json-\(tenant.slug)"))
        #expect(answer.text.contains("unseen-member"))
        for name in ["made", "bad", "not", "jar", "json"] {
            #expect(await gateway.log.line(requestID: "\(name)-\(tenant.slug)") != nil)
        }
        let text = gateway.log.text
        for secret in [token, key, "unseen", String(token.dropFirst(6).prefix(40))] {
            #expect(!text.contains(secret), "\(secret)")
        }
    }

    @Test("what goes wrong is of another level, and says why")
    func levels() async throws {
        let gateway = try TestGateway.shared
        let tenant = try await gateway.database.tenant()
        let request = HTTPRequest("GET", "/api/oauth/app").at(tenant.host)
            .with("X-Request-Id", "level-\(tenant.slug)")
        #expect(try await gateway.answer(request).status == 401)
        let line = try #require(await gateway.log.line(requestID: "level-\(tenant.slug)"))
        #expect(line["level"] == "notice")
        #expect(line["error"]?.string?.isEmpty == false)
    }

    @Test(
        "what breaks HTTP or a limit is named and logged, too",
        arguments: [
            ("GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400, nil),
            ("GET /\(String(repeating: "a", count: 17_000)) HTTP/1.1\r\n\r\n", 414, nil),
            ("POST / HTTP/1.1\r\nHost: a\r\nExpect: magic\r\n\r\n", 417, nil),
            ("GET / HTTP/1.1\r\nX: \(String(repeating: "a", count: 9000))\r\n\r\n", 431, nil),
            ("GET / HTTP/2.0\r\nHost: a\r\n\r\n", 505, nil),
            (
                "POST / HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer unseen\r\n"
                    + "Transfer-Encoding: chunked\r\n\r\nx\r\n", 400, "POST"
            ),
            ("PUT /x HTTP/1.1\r\nHost: a\r\nContent-Length: 9999999\r\n\r\n", 413, "PUT"),
        ] as [(String, Int, String?)])
    func refused(_ request: String, _ status: Int, _ method: String?) async throws {
        let gateway = try TestGateway.shared
        let client = try gateway.connect()
        try await client.send(request)
        let answer = try await client.response()
        #expect(answer.status == status)
        let name = try #require(answer["X-Request-Id"])
        let line = try #require(await gateway.log.line(requestID: name))
        #expect(line["level"] == "notice")
        #expect(line["method"] == method.map(JSON.string))
        #expect(line["status"] == .integer(Int64(status)))
        #expect(line["error"]?.string?.isEmpty == false)
        #expect(line["peer"] == "127.0.0.1")
        #expect(!gateway.log.text.contains("unseen"))
        await client.close()
    }

    @Test("a refused body's request keeps the name that its client gave it")
    func refusedName() async throws {
        let gateway = try TestGateway.shared
        let client = try gateway.connect()
        try await client.send(
            "POST / HTTP/1.1\r\nHost: a\r\nX-Request-Id: mine\r\nContent-Length: 9999999\r\n\r\n")
        #expect(try await client.response()["X-Request-Id"] == "mine")
        await client.close()
    }

    @Test(
        "a sane name is the client's own to give",
        arguments: ["a", "3f2a-11", "A.b:c=d_e", String(repeating: "x", count: 128)])
    func ownName(_ name: String) async throws {
        let request = HTTPRequest("GET", "/healthz").with("X-Request-Id", name)
        #expect(try await TestGateway.shared.answer(request)["X-Request-Id"] == name)
    }

    @Test(
        "any other gets a name of ours",
        arguments: ["", "a b", "é", "a\"b", "<script>", String(repeating: "x", count: 129)])
    func madeName(_ name: String) async throws {
        let gateway = try TestGateway.shared
        let request = HTTPRequest("GET", "/healthz").with("X-Request-Id", name)
        let made = try #require(try await gateway.answer(request)["X-Request-Id"])
        #expect(made != name)
        #expect(made.wholeMatch(of: /[0-9a-f]{17,24}/) != nil)
        #expect(try await gateway.answer(request)["X-Request-Id"] != made)
    }

    @Test("the times of the steps are told to whom asks")
    func serverTiming() async throws {
        let gateway = try TestGateway.shared
        let tenant = try await gateway.database.tenant()
        let list = HTTPRequest("GET", "/api/oauth/app?amount=1&offset=0")
            .at(tenant.host).by(try await tenant.token())
        #expect(try await gateway.answer(list)["Server-Timing"] == nil)
        let asked = try await gateway.answer(list.with("Prefer", "server-timing"))
        let steps = asked["Server-Timing"]?.split(separator: ", ").map { $0.prefix { $0 != ";" } }
        #expect(steps == ["tenant", "auth", "plan", "db", "encode"])
    }
}
