// HTTP/1.1 over a real socket, from the first byte to the end of the connection.

import Gateway
import GatewaySupport
import JSONWire
import Testing

@Suite(
    "Gateway on the wire",
    .enabled(if: TestDatabase.isGiven, "POSTERN_TEST_DATABASE_URL is not set"),
    .timeLimit(.minutes(20)))
struct WireTests {
    private func withGateway(
        _ body: (TestGateway, Subject) async throws -> Void
    ) async throws {
        try await TestDatabase.with { database in
            let subject = try await Subject(in: database)
            try await TestGateway.with(database) { try await body($0, subject) }
        }
    }

    /// What two parsers may read in two ways, by RFC 9112; what follows must not be executed.
    static let smuggled = [
        "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n",
        "Content-Length: 0\r\nContent-Length: 5\r\n\r\n", "Content-Length: 0, 5\r\n\r\n",
        "Content-Length: 5\r\nContent-Length: 5\r\n\r\nhello", "Content-Length: +5\r\n\r\nhello",
        "Content-Length: -5\r\n\r\n", "Content-Length: 0x5\r\n\r\n", "Content-Length: 5 5\r\n\r\n",
        "Content-Length:\r\n\r\n", "Content-Length : 5\r\n\r\nhello",
        " Content-Length: 5\r\n\r\nhello", "X: a\r\n Content-Length: 5\r\n\r\nhello",
        "Content-Length: 5\n\nhello", "Content-Length: 5\r\n\rhello", "X: a\rb\r\n\r\n",
        "X: a\0b\r\n\r\n", "X\u{0}: a\r\n\r\n", "X y: a\r\n\r\n", ": a\r\n\r\n", "X\r\n\r\n",
        "Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n",
        "Transfer-Encoding: identity\r\n\r\n", "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
        "Transfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n",
        "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
        "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n",
        "Transfer-Encoding:\r\n\r\n", "Transfer-Encoding: \u{B}chunked\r\n\r\n0\r\n\r\n",
        "Transfer-Encoding: chunked\r\n\r\n0x0\r\n\r\n",
        "Transfer-Encoding: chunked\r\n\r\n0 \r\n\r\n",
        "Transfer-Encoding: chunked\r\n\r\n0\n\n", "Transfer-Encoding: chunked\r\n\r\n-1\r\n\r\n",
        "Transfer-Encoding: chunked\r\n\r\n5\r\nhello0\r\n\r\n",
        "Transfer-Encoding: chunked\r\n\r\n;a\r\n\r\n",
        "Transfer-Encoding: chunked\r\n\r\n0;a\nb\r\n\r\n",
        "Host: b\r\n\r\n", "Host:\r\n\r\n",
    ]

    @Test("a request that can be read in two ways is refused, and nothing after it is executed")
    func smuggling() async throws {
        try await withGateway { gateway, subject in
            let next = String(
                decoding: HTTPRequest("GET", "/api/oauth/nothing", [("X-Request-Id", "smuggled")])
                    .bytes, as: UTF8.self)
            for fields in Self.smuggled {
                let client = try gateway.connect()
                try await client.send(
                    "POST /api/oauth/app HTTP/1.1\r\nHost: a\r\n" + fields + next)
                let response = try await client.response()
                #expect([400, 501].contains(response.status), "\(fields.debugDescription)")
                #expect(response.closes)
                #expect(try await client.rest() == "", "\(fields.debugDescription)")
                await client.close()
            }
            // One request more, so that everything before it is in the log.
            _ = try await gateway.send(subject.read.with("X-Request-Id", "last"))
            #expect(await gateway.log.line(requestID: "last") != nil)
            #expect(!gateway.log.text.contains("smuggled"))
        }
    }

    @Test("100 Continue comes before the body, and then the answer")
    func expectation() async throws {
        try await withGateway { gateway, subject in
            let request = subject.create("continued").with("Expect", "100-continue")
            let client = try gateway.connect()
            let bytes = request.bytes
            try await client.send(Array(bytes.dropLast(request.body.count)))
            let interim = try await client.response()
            #expect(interim.statusLine == "HTTP/1.1 100 Continue")
            #expect(interim.fields.isEmpty)
            try await client.send(request.body)
            #expect(try await client.response().status == 201)
            #expect(try await client.exchange(subject.list).status == 200)
            await client.close()
        }
    }

    @Test("an expectation that is none of ours is refused")
    func strangeExpectation() async throws {
        try await withGateway { gateway, subject in
            let response = try await gateway.send(subject.create("x").with("Expect", "magic"))
            #expect(response.status == 417)
        }
    }

    @Test("a chunked body with extensions and trailers is a body")
    func chunks() async throws {
        try await withGateway { gateway, subject in
            let body = subject.create("chunked").body
            let request = HTTPRequest(
                "POST", "/api/oauth/app",
                [("Content-Type", "application/json"), ("Transfer-Encoding", "chunked")]
            ).at(subject.tenant.host).by(subject.token)
            let client = try gateway.connect()
            try await client.send(request.bytes)
            for byte in body {
                try await client.send(Array("1;x=\"y\"\r\n".utf8) + [byte] + Array("\r\n".utf8))
            }
            try await client.send("0\r\nX-Trailer: a\r\nAuthorization: Bearer other\r\n\r\n")
            let response = try await client.response()
            #expect(response.status == 201)
            let id = try #require(response.json?["client_id"]?.string)
            let made = HTTPRequest("GET", "/api/oauth/app/id/\(id)").at(subject.tenant.host)
            #expect(try await client.exchange(made).json?["name"]?.string == "chunked")
            await client.close()
        }
    }

    @Test("a target in absolute form names the host; Host does not count then")
    func absoluteForm() async throws {
        try await withGateway { gateway, subject in
            let path = "/api/oauth/app/id/\(subject.app.id)"
            let right = HTTPRequest("GET", "http://\(subject.tenant.host)\(path)").at("nobody.test")
            let wrong = HTTPRequest("GET", "http://nobody.test\(path)").at(subject.tenant.host)
            let health = HTTPRequest("GET", "http://anything.test/healthz")
            for (request, status) in [(right, 200), (wrong, 404), (health, 200)] {
                let response = try await gateway.send(request)
                #expect(response.status == status, "\(request.target)")
            }
        }
    }

    @Test("HEAD is answered as GET without the body")
    func head() async throws {
        try await withGateway { gateway, _ in
            let client = try gateway.connect()
            for path in ["/healthz", "/readyz", "/metrics", "/openapi.json"] {
                let get = try await client.exchange(HTTPRequest("GET", path))
                let head = try await client.exchange(HTTPRequest("HEAD", path))
                #expect(head.statusLine == get.statusLine)
                #expect(head["Content-Type"] == get["Content-Type"])
                #expect(head.body == [])
                if path != "/metrics" { #expect(head["Content-Length"] == get["Content-Length"]) }
            }
            let post = try await client.exchange(HTTPRequest("POST", "/healthz"))
            #expect(post.status == 405)
            #expect(post["Allow"] == "GET, HEAD")
            await client.close()
        }
    }

    /// A version, the fields about the connection, and whether it goes on.
    static let persistence: [(String, String, Bool)] = [
        ("1.1", "", true), ("1.1", "Connection: keep-alive\r\n", true),
        ("1.1", "Connection: close\r\n", false), ("1.1", "Connection: Close, X\r\n", false),
        ("1.1", "Connection: x\r\nConnection: close\r\n", false),
        ("1.0", "", false), ("1.0", "Connection: close\r\n", false),
    ]

    @Test("the connection goes on or ends as its version and its fields say")
    func persistence() async throws {
        try await withGateway { gateway, _ in
            for (version, fields, goesOn) in Self.persistence {
                let client = try gateway.connect()
                let request = "GET /healthz HTTP/\(version)\r\nHost: a\r\n\(fields)\r\n"
                try await client.send(request)
                let response = try await client.response()
                #expect(response.status == 200)
                if goesOn {
                    #expect(!response.closes)
                    try await client.send(request)
                    #expect(try await client.response().status == 200)
                } else {
                    #expect(response.closes, "\(version) \(fields)")
                    #expect(try await client.rest() == "")
                }
                await client.close()
            }
        }
    }

    @Test("every answer is dated, framed and named")
    func everyAnswer() async throws {
        try await withGateway { gateway, subject in
            let date = /[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT/
            for request in [
                HTTPRequest("GET", "/healthz"), HTTPRequest("GET", "/nothing"), subject.read,
                subject.list, HTTPRequest("PUT", "/api/oauth/app"), subject.create("named"),
            ] {
                let response = try await gateway.send(request)
                #expect(response["Date"]?.wholeMatch(of: date) != nil)
                #expect(response["Content-Length"] == "\(response.body.count)")
                #expect(response["X-Request-Id"]?.isEmpty == false)
            }
        }
    }

    @Test("requests that came with one that ends the connection are not executed")
    func afterClose() async throws {
        try await withGateway { gateway, subject in
            let client = try gateway.connect()
            try await client.send(
                HTTPRequest("GET", "/healthz", [("Connection", "close")]).bytes
                    + subject.create("too late").bytes)
            #expect(try await client.response().status == 200)
            #expect(try await client.rest() == "")
            let list = try await gateway.send(subject.list)
            #expect(!list.text.contains("too late"))
            await client.close()
        }
    }

    @Test("a client that has sent its last byte still gets its answers")
    func halfClosed() async throws {
        try await withGateway { gateway, subject in
            let client = try gateway.connect()
            try await client.send(subject.read.bytes + subject.list.bytes)
            await client.finishSending()
            #expect(try await client.response().status == 200)
            #expect(try await client.response().status == 200)
            #expect(try await client.rest() == "")
            await client.close()
        }
    }
}
