import GatewaySupport
import JSONWire
import Testing

/// A value at or beyond a limit, and the status that it gets.
struct Limit: Sendable, CustomTestStringConvertible {
    let name: String
    let value: String
    let status: Int
    /// A value that is long is described by this.
    var note = ""

    var testDescription: String { "\(name) \(note.isEmpty ? value : note): \(status)" }

    /// As many bytes of a URI, or of plain text where there is no `start`.
    static func bytes(_ name: String, _ count: Int, _ status: Int, start: String = "") -> Limit {
        let rest = String(repeating: "x", count: count - start.utf8.count)
        return Limit(name: name, value: start + rest, status: status, note: "of \(count) bytes")
    }
}

/// Every limit of the contract at its last good value and at the first bad one.
@Suite(.enabled(if: TestDatabase.isGiven), .sharesGateway)
struct LimitTests {
    static let members: [Limit] = [
        .bytes("name", 1, 201), .bytes("name", 127, 201), .bytes("name", 128, 400),
        Limit(
            name: "name", value: String(repeating: "é", count: 63), status: 201,
            note: "of 63 characters in 126 bytes"),
        Limit(
            name: "name", value: String(repeating: "é", count: 64), status: 400,
            note: "of 64 characters in 128 bytes"),
        Limit(name: "name", value: "", status: 400), Limit(name: "name", value: " ", status: 201),
        Limit(name: "name", value: "\u{1}\u{7f}😀\"\\</script>", status: 201),
        Limit(name: "url", value: "", status: 201),
        .bytes("url", 512, 201, start: "https://a.example/"),
        .bytes("url", 513, 400, start: "https://a.example/"),
        Limit(name: "url", value: "https://a.example/#top", status: 201),
        Limit(name: "url", value: "//a.example/", status: 400),
        Limit(name: "url", value: "https://a.example/ b", status: 400),
        Limit(name: "redirect_uri", value: "", status: 400),
        .bytes("redirect_uri", 512, 201, start: "https://a.example/"),
        .bytes("redirect_uri", 513, 400, start: "https://a.example/"),
        Limit(name: "redirect_uri", value: "com.example.app:/cb", status: 201),
        Limit(name: "redirect_uri", value: "https://a.example/#", status: 201),
        Limit(name: "redirect_uri", value: "https://a.example/#x", status: 400),
        Limit(name: "redirect_uri", value: "a.example/cb", status: 400),
        Limit(name: "redirect_uri", value: "https:///cb", status: 400),
        Limit(name: "redirect_uri", value: "https://user@a.example/cb", status: 400),
    ]

    @Test("a member of a new app", arguments: members)
    func create(_ limit: Limit) async throws {
        let tenant = try await TestGateway.shared.database.tenant()
        let token = try await tenant.token()
        let request = HTTPRequest.json("POST", "/api/oauth/app", Self.body(limit))
        let answer = try await TestGateway.shared.answer(request.at(tenant.host).by(token))
        #expect(answer.status == limit.status)
        guard limit.status == 201 else {
            #expect(answer.json?["message"]?.string?.hasPrefix(limit.name) == true)
            return
        }
        let id = try #require(answer.json?["client_id"]?.string)
        let stored = try await TestGateway.shared.answer(
            HTTPRequest("GET", "/api/oauth/app/id/\(id)").at(tenant.host))
        #expect(stored.json?[limit.name]?.string == limit.value)
    }

    @Test("a member of a changed app", arguments: members)
    func replace(_ limit: Limit) async throws {
        let tenant = try await TestGateway.shared.database.tenant()
        let token = try await tenant.token()
        let app = try await tenant.app()
        let request = HTTPRequest.json("PUT", "/api/oauth/app/id/\(app.id)", Self.body(limit))
        let answer = try await TestGateway.shared.answer(request.at(tenant.host).by(token))
        #expect(answer.status == (limit.status == 201 ? 204 : limit.status))
    }

    static let parameters: [Limit] = [
        ("amount", "1", 200), ("amount", "1024", 200), ("amount", "0", 400),
        ("amount", "1025", 400), ("amount", "-1", 400), ("amount", "abc", 400),
        ("amount", "", 400), ("amount", "1.0", 400), ("amount", "1e1", 400),
        ("amount", "99999999999999999999", 400), ("amount", "-99999999999999999999", 400),
        ("offset", "0", 200), ("offset", "2147483648", 200),
        ("offset", "9223372036854775807", 200), ("offset", "9223372036854775808", 400),
        ("offset", "-1", 400),
        ("offset", "abc", 400), ("offset", "", 400), ("offset", "99999999999999999999", 400),
    ].map { Limit(name: $0.0, value: $0.1, status: $0.2) }

    @Test(
        "a parameter of a list", arguments: ["/api/oauth/app", "/api/oauth/connection"],
        parameters)
    func list(_ path: String, _ limit: Limit) async throws {
        let tenant = try await TestGateway.shared.database.tenant()
        let token = try await tenant.token(user: tenant.user())
        let others = ["amount": "1", "offset": "0"].filter { $0.key != limit.name }
        let query = (others.map { "\($0.key)=\($0.value)" } + ["\(limit.name)=\(limit.value)"])
        let request = HTTPRequest("GET", "\(path)?\(query.joined(separator: "&"))")
        let answer = try await TestGateway.shared.answer(request.at(tenant.host).by(token))
        #expect(answer.status == limit.status)
        guard limit.status == 400 else { return }
        #expect(answer.json?["message"]?.string?.hasPrefix(limit.name) == true)
    }

    @Test("as many ids as a list takes, each of their bytes in three")
    func ids() async throws {
        let tenant = try await TestGateway.shared.database.tenant()
        let ids = String(repeating: "%C3%A9", count: 2047)
        for (last, status) in [("x", 200), ("xx", 400)] {
            let request = HTTPRequest("GET", "/api/oauth/app/ids?ids=\(ids)\(last)")
            let answer = try await TestGateway.shared.answer(request.at(tenant.host))
            #expect(answer.status == status)
        }
    }

    @Test(
        "a creator to filter by",
        arguments: [Limit.bytes("creatorid", 31, 200), .bytes("creatorid", 32, 400)])
    func creator(_ limit: Limit) async throws {
        let tenant = try await TestGateway.shared.database.tenant()
        let token = try await tenant.token()
        let target = "/api/oauth/app?creatorid=\(limit.value)&amount=1&offset=0"
        let answer = try await TestGateway.shared.answer(
            HTTPRequest("GET", target).at(tenant.host).by(token))
        #expect(answer.status == limit.status)
    }

    @Test(
        "a body is as long as it may be, or one byte longer",
        arguments: [(2_097_152, 201), (2_097_153, 413)], [false, true])
    func body(_ size: (bytes: Int, status: Int), isChunked: Bool) async throws {
        let tenant = try await TestGateway.shared.database.tenant()
        let token = try await tenant.token()
        let start = #"{"name":"Blog","redirect_uri":"https://b.example/cb"}"#
        let text = start + String(repeating: " ", count: size.bytes - start.utf8.count)
        let chunk = "\(String(size.bytes, radix: 16))\r\n\(text)\r\n0\r\n\r\n"
        var request = HTTPRequest.json("POST", "/api/oauth/app", isChunked ? chunk : text)
        if isChunked { request = request.with("Transfer-Encoding", "chunked") }
        let client = try TestGateway.shared.connect()
        // What is refused is not read to its end, so the rest may find nobody.
        try? await client.send(request.at(tenant.host).by(token).bytes)
        let answer = try await client.response(to: "POST")
        #expect(answer.status == size.status)
        #expect(answer.closes == (size.status == 413))
        Contract.check(answer, to: request)
    }

    /// An app that is well but for the limit.
    private static func body(_ limit: Limit) -> String {
        var members: [(String, String)] = [
            ("name", "Blog"), ("url", ""), ("redirect_uri", "https://b.example/cb"),
        ]
        members.removeAll { $0.0 == limit.name }
        var object = JSONObject()
        for (name, value) in members + [(limit.name, limit.value)] {
            object.append(name, .string(value))
        }
        return String(decoding: JSON.object(object).encoded, as: UTF8.self)
    }
}
