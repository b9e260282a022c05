// A request as a test writes it down.

/// What a client sends: rendered as it stands, so that a test can also send what is wrong.
package struct HTTPRequest: Sendable {
    package var method: String
    package var target: String
    package var fields: [(name: String, value: String)]
    package var body: [UInt8]

    /// A request; `Host` and `Content-Length` are added unless `fields` frames it.
    package init(
        _ method: String, _ target: String, _ fields: [(String, String)] = [], body: String = ""
    ) {
        self.method = method
        self.target = target
        self.fields = fields.map { (name: $0.0, value: $0.1) }
        self.body = Array(body.utf8)
    }

    /// A request with a JSON body.
    package static func json(
        _ method: String, _ target: String, _ body: String, _ fields: [(String, String)] = []
    ) -> HTTPRequest {
        let type = ("Content-Type", "application/json")
        return HTTPRequest(method, target, fields + [type], body: body)
    }

    /// The same request with the token of a caller.
    package func by(_ token: String) -> HTTPRequest {
        with("Authorization", "Bearer \(token)")
    }

    /// The same request with one more field.
    package func with(_ name: String, _ value: String) -> HTTPRequest {
        var request = self
        request.fields.append((name, value))
        return request
    }

    /// The same request to another host; without one, `Host` is `gateway.test`.
    package func at(_ host: String) -> HTTPRequest { with("Host", host) }

    /// The first value of a field.
    package subscript(name: String) -> String? {
        fields.first { $0.name.lowercased() == name.lowercased() }?.value
    }

    /// The octets on the wire.
    package var bytes: [UInt8] {
        var lines = ["\(method) \(target) HTTP/1.1"]
        if self["Host"] == nil { lines.append("Host: gateway.test") }
        lines += fields.map { "\($0.name): \($0.value)" }
        if !body.isEmpty, self["Content-Length"] == nil, self["Transfer-Encoding"] == nil {
            lines.append("Content-Length: \(body.count)")
        }
        return Array((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8) + body
    }
}
