// Clients that send half a request, too much, too slowly, or go away; others notice nothing.

import Gateway
import GatewaySupport
import JSONWire
import Testing

@Suite(
    "Gateway with clients that misbehave", .serialized,
    .enabled(if: TestDatabase.isGiven, "POSTERN_TEST_DATABASE_URL is not set"),
    .timeLimit(.minutes(20)))
struct ClientFaultTests {
    /// A gateway with short times and small limits, beside whose misbehaving clients others are
    /// served.
    private func withGateway(
        _ change: @escaping (inout Configuration) -> Void = { _ in },
        _ body: (TestGateway, Subject) async throws -> Void
    ) async throws {
        try await TestDatabase.with { database in
            let subject = try await Subject(in: database)
            try await TestGateway.with(
                database,
                { configuration in
                    configuration.timeouts.head = .milliseconds(300)
                    configuration.timeouts.body = .milliseconds(300)
                    configuration.timeouts.send = .milliseconds(300)
                    configuration.limits.bodyBytesMax = 4096
                    configuration.limits.requestLineBytesMax = 1024
                    configuration.limits.fieldBytesMax = 1024
                    configuration.limits.headBytesMax = 4096
                    configuration.limits.fieldCountMax = 20
                    change(&configuration)
                }
            ) { gateway in
                try await besideOthers(gateway, subject) { try await body(gateway, subject) }
            }
        }
    }

    private static let post = "POST /api/oauth/app HTTP/1.1\r\nHost: a\r\n"

    /// A request that is never whole, and where it stops.
    static let halves = [
        "G", "GET /healthz", "GET /healthz HTTP/1.1\r\n", "GET /healthz HTTP/1.1\r\nHost: a\r\n",
        post + "Content-Length: 5\r\n\r\n", post + "Content-Length: 5\r\n\r\n{}",
        post + "Transfer-Encoding: chunked\r\n\r\n",
        post + "Transfer-Encoding: chunked\r\n\r\n5\r\n{}",
        post + "Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n",
        post + "Content-Length: 5\r\nExpect: 100-continue\r\n\r\n",
    ]

    @Test("half a request and then silence: 408 when the time is up, and the end")
    func halfRequests() async throws {
        try await withGateway { gateway, _ in
            for half in Self.halves {
                let client = try gateway.connect()
                try await client.send(half)
                var response = try await client.response()
                if response.status == 100 { response = try await client.response() }
                #expect(response.status == 408, "\(half)")
                #expect(response.closes)
                #expect(try await client.rest() == "")
                await client.close()
            }
        }
    }

    @Test("byte by byte gains no time", arguments: ["X-Slow: ", "Content-Length: 4000\r\n\r\n"])
    func dripping(start: String) async throws {
        try await withGateway { gateway, _ in
            // Each byte waits this long for an answer before the next is sent.
            let client = try gateway.connect(patience: .milliseconds(10))
            try await client.send(Self.post + start)
            var response: HTTPResponse?
            for _ in 0..<3000 where response == nil {
                do {
                    try await client.send("x")
                    response = try await client.response()
                } catch HTTPClient.Failure.timedOut {
                    continue
                }
            }
            #expect(response?.status == 408)
            await client.close()
        }
    }

    /// Too much of something, and the status for it.
    static let excesses: [(String, Int)] = [
        ("GET /\(String(repeating: "a", count: 2000)) HTTP/1.1\r\nHost: a\r\n\r\n", 414),
        ("GET / HTTP/1.1\r\nHost: a\r\nX: \(String(repeating: "a", count: 2000))\r\n\r\n", 431),
        (
            "GET / HTTP/1.1\r\nHost: a\r\n"
                + String(repeating: "X: \(String(repeating: "a", count: 900))\r\n", count: 6)
                + "\r\n", 431
        ),
        (
            "GET / HTTP/1.1\r\nHost: a\r\n" + String(repeating: "X: a\r\n", count: 30) + "\r\n",
            431
        ),
        (post + "Content-Length: 4097\r\n\r\n", 413),
        (post + "Content-Length: 99999999999999999999\r\n\r\n", 413),
        (post + "Transfer-Encoding: chunked\r\n\r\n1001\r\n", 413),
        (
            post + "Transfer-Encoding: chunked\r\n\r\n"
                + String(repeating: "400\r\n\(String(repeating: "a", count: 1024))\r\n", count: 5),
            413
        ),
        (post + "Transfer-Encoding: chunked\r\n\r\nffffffffffffffffffff\r\n", 413),
        (post + "Content-Length: 4097\r\nExpect: 100-continue\r\n\r\n", 413),
    ]

    @Test("too much is refused before it is taken in, and the connection ends")
    func excess() async throws {
        try await withGateway { gateway, _ in
            for (text, status) in Self.excesses {
                let client = try gateway.connect()
                try await client.send(text)
                let response = try await client.response()
                #expect(response.status == status, "\(text.prefix(80))")
                #expect(response.closes)
                #expect(try await client.rest() == "")
                await client.close()
            }
        }
    }

    /// What is wrong behind a head that is whole, and the status for it.
    static let bodyFlaws: [(String, Int)] = [
        ("Content-Length: 4097\r\n\r\n", 413), ("Content-Length: 5\r\n\r\n{}", 408),
        ("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n", 400),
        ("Transfer-Encoding: chunked\r\n\r\nx\r\n", 400),
        ("Transfer-Encoding: chunked\r\n\r\n5\r\n{}", 408),
        (
            "Transfer-Encoding: chunked\r\n\r\n0\r\n"
                + String(repeating: "X: a\r\n", count: 30) + "\r\n", 431
        ),
    ]

    @Test("a body that cannot be taken is refused in the dialect's words")
    func bodyFlawShape() async throws {
        try await withGateway { gateway, _ in
            for (text, status) in Self.bodyFlaws {
                let client = try gateway.connect()
                try await client.send(Self.post + text)
                let response = try await client.response()
                #expect(response.status == status, "\(text.prefix(80))")
                #expect(response.json?["message"]?.string != nil, "\(response.essence)")
                #expect(response["Content-Type"] == "application/json; charset=utf-8")
                #expect(response.closes)
                await client.close()
            }
        }
    }

    private static let half =
        post + "Content-Length: 4096\r\n\r\n" + String(repeating: " ", count: 4000)

    @Test("clients whose half-sent bodies use the budget up keep nobody else from being served")
    func bodyBudget() async throws {
        try await withGateway({ configuration in
            configuration.loops = 1
            configuration.timeouts.body = .seconds(30)
            // Two of them fit, and not one byte of anybody else's.
            configuration.limits.bodiesTotalBytesMax = 2 * Self.half.utf8.count
        }) { gateway, subject in
            let holders = try (0..<2).map { _ in try gateway.connect() }
            for holder in holders { try await holder.send(Self.half) }
            let client = try gateway.connect()
            for _ in 0..<50 { #expect(try await client.exchange(subject.read).status == 200) }
            let late = try gateway.connect()
            try await late.send(Self.half)
            let response = try await late.response()
            #expect(response.status == 503)
            #expect(response.closes)
            for holder in holders { await holder.close() }
            let isServed = try await becomesTrue {
                try await gateway.send(subject.create("after")).status == 201
            }
            #expect(isServed)
            await client.close()
            await late.close()
        }
    }

    @Test("a body that has been answered is off the budget, though its client stays")
    func bodyBudgetOfIdleClients() async throws {
        try await withGateway({ configuration in
            configuration.loops = 1
            configuration.limits.bodiesTotalBytesMax = 2 * Self.half.utf8.count
        }) { gateway, subject in
            var long = subject.create("long")
            long.body += Array(repeating: UInt8(ascii: " "), count: 3900)
            let idle = try (0..<4).map { _ in try gateway.connect() }
            for client in idle { #expect(try await client.exchange(long).status == 201) }
            let request = subject.create("next").with("Expect", "100-continue")
            let client = try gateway.connect()
            try await client.send(Array(request.bytes.dropLast(request.body.count)))
            #expect(try await client.response().status == 100)
            try await client.send(request.body)
            #expect(try await client.response().status == 201)
            for client in idle + [client] { await client.close() }
        }
    }

    @Test("answers that nobody reads leave no room for long ones, and room for what was done")
    func answerBudget() async throws {
        try await withGateway({ configuration in
            configuration.loops = 1
            configuration.limits.answersTotalBytesMax = 65_536
            configuration.timeouts.send = .seconds(60)
        }) { gateway, subject in
            try await gateway.database.execute(
                """
                INSERT INTO postern.client (tenant_id, client_id, client_name, client_uri,
                    redirect_uris)
                SELECT tenant_id, 'c' || n, 'Client', repeat('x', 600), '{https://a.example/}'
                FROM postern.client, generate_series(1, 60) AS n LIMIT 60
                """)
            let page = HTTPRequest("GET", "/api/oauth/app?amount=1024&offset=0")
                .at(subject.tenant.host).by(subject.token)
            let client = try gateway.connect()
            #expect(try await client.exchange(page).status == 200)
            // More than the system keeps for a connection, unread.
            let holder = try gateway.connect()
            let text = String(decoding: page.bytes, as: UTF8.self)
            try await holder.send(String(repeating: text, count: 800))
            let isFull = try await becomesTrue { try await client.exchange(page).status == 503 }
            #expect(isFull)
            #expect(try await client.exchange(subject.read).status == 200)
            #expect(try await client.exchange(subject.create("told")).status == 201)
            await holder.close()
            let isServed = try await becomesTrue { try await client.exchange(page).status == 200 }
            #expect(isServed)
            await client.close()
        }
    }

    @Test("clients that go away before, or while, they are answered leave nothing behind")
    func goingAway() async throws {
        try await withGateway { gateway, subject in
            for round in 0..<60 {
                let client = try gateway.connect()
                switch round % 4 {
                case 0: break
                case 1: try await client.send("GET /hea")
                case 2: try await client.send(subject.list.bytes)
                default:
                    let request = HTTPRequest("GET", "/openapi.json").bytes
                    for _ in 0..<5 { try await client.send(request) }
                    _ = try await client.response()
                }
                if round % 8 < 4 { await client.reset() } else { await client.close() }
            }
            try await expectOnlyOthers(gateway)
        }
    }

    @Test("a client that never reads is let go, and what it asked for is not piled up")
    func neverReading() async throws {
        try await withGateway({ $0.limits.unsentBytesMax = 16_384 }) { gateway, _ in
            let request = HTTPRequest("GET", "/openapi.json").bytes
            let requests = Array(repeating: request, count: 10_000).joined()
            let client = try DuplexClient(to: gateway.address, receiveBuffer: 4096)
            client.stuff(Array(requests))
            try await expectOnlyOthers(gateway)
        }
    }

    /// The two well-behaved clients, and whoever asks for the metrics.
    private func expectOnlyOthers(_ gateway: TestGateway) async throws {
        let isAlone = try await becomesTrue {
            try await gateway.metrics().sum(of: "postern_connections") == 3
        }
        #expect(isAlone)
    }

    @Test("ten thousand requests in one write are answered in their order")
    func pipelining() async throws {
        try await withGateway({ $0.timeouts.send = .seconds(30) }) { gateway, subject in
            let paths = ["/healthz", "/nothing", "/api/oauth/app/ids?ids=\(subject.app.id)"]
            let names = (0..<10_000).map { "n-\($0)" }
            let requests = names.enumerated().map { index, name in
                HTTPRequest("GET", paths[index % 3], [("X-Request-Id", name)])
                    .at(subject.tenant.host).bytes
            }
            let last = HTTPRequest(
                "GET", "/nothing", [("X-Request-Id", "last"), ("Connection", "close")])
            let client = try DuplexClient(to: gateway.address)
            let received = try await client.converse(
                sending: Array(requests.joined()) + last.bytes)
            let text = String(decoding: received, as: UTF8.self)
            let ids = text.matches(of: /X-Request-Id: ([^\r]+)/.ignoresCase()).map { String($0.1) }
            #expect(ids == names + ["last"])
            let statuses = text.matches(of: /HTTP\/1\.1 ([0-9]{3})/).map { String($0.1) }
            let expected = names.indices.map { $0 % 3 == 1 ? "404" : "200" } + ["404"]
            #expect(statuses == expected)
        }
    }

    @Test("a thousand connections at once are all served")
    func crowd() async throws {
        try await withGateway({ $0.timeouts.idle = .seconds(60) }) { gateway, subject in
            let clients = try (0..<1000).map { _ in try gateway.connect() }
            for (index, client) in clients.enumerated() {
                try await client.send(
                    index % 2 == 0 ? HTTPRequest("GET", "/healthz").bytes : subject.read.bytes)
            }
            for client in clients { #expect(try await client.response().status == 200) }
            #expect(try await gateway.metrics().sum(of: "postern_connections") >= 1000)
            for client in clients { await client.close() }
            try await expectOnlyOthers(gateway)
        }
    }

    @Test("beyond the connection limit clients wait, and are served when there is room")
    func connectionLimit() async throws {
        try await TestDatabase.with { database in
            try await TestGateway.with(
                database, waits: false,
                { configuration in
                    configuration.loops = 1
                    configuration.limits.connectionsMax = 3
                }
            ) { gateway in
                let health = HTTPRequest("GET", "/healthz")
                let inside = try (0..<3).map { _ in try gateway.connect() }
                for client in inside { #expect(try await client.exchange(health).status == 200) }
                let outside = try (0..<5).map { _ in try gateway.connect() }
                for client in outside { try await client.send(health.bytes) }
                // Those inside are served as before, and the others not even accepted.
                for _ in 0..<100 { #expect(try await inside[0].exchange(health).status == 200) }
                let metrics = try await inside[0].exchange(HTTPRequest("GET", "/metrics"))
                let accepted = MetricSamples(metrics.text)
                    .sum(of: "postern_connections_accepted_total")
                #expect(accepted == 3)
                for client in inside { await client.close() }
                for client in outside {
                    #expect(try await client.response().status == 200)
                    await client.close()
                }
            }
        }
    }
}
