// One complete request as a value.

/// A request with its whole body.
public struct Request: Sendable {
    /// What the client wants done.
    public var method: Method { head.method }
    /// What it wants that done to.
    public var target: Target { head.target }
    /// 1 for HTTP/1.1, 0 for HTTP/1.0.
    public var minorVersion: Int { head.minorVersion }
    /// The head's fields; trailers are never among them.
    public var fields: Fields { head.fields }
    /// The body without its transfer coding; empty where there is none.
    public internal(set) var body: [UInt8] = []
    /// Whether the client wants the connection kept after the response, RFC 9112 §9.3.
    public var keepsAlive: Bool { head.keepsAlive }

    private let head: Head

    /// What never changes once parsed; shared, because a request is handed on many times.
    private final class Head: Sendable {
        let method: Method
        let target: Target
        let minorVersion: Int
        let fields: Fields
        let keepsAlive: Bool

        init(_ head: [UInt8], _ parser: borrowing HeadParser) {
            method = parser.requestLine.method
            target = Target(head: head, parts: parser.requestLine.target)
            minorVersion = parser.requestLine.minorVersion
            fields = Fields(head: head, entries: parser.entries)
            keepsAlive = parser.framing.keepsAlive(minorVersion: minorVersion)
        }
    }

    /// The host the request is for: the absolute target's, else Host's; nil in HTTP/1.0 without.
    public var authority: Authority? {
        if let authority = target.authority { return authority }
        // RFC 9112 §3.2.2: Host is not asked where the target names an authority.
        return fields.withValue(of: .host) { octets in Authority(octets: octets) } ?? nil
    }

    init(head: [UInt8], _ parser: borrowing HeadParser) {
        self.head = Head(head, parser)
    }
}

extension Request {
    /// Creates a request as if it had come over the wire, for what asks the gateway from inside.
    ///
    /// - Parameters:
    ///   - method: Any but CONNECT.
    ///   - target: The request target as it would be sent.
    ///   - host: The value of Host.
    ///   - fields: More fields; those that frame the message are left out.
    ///   - body: The body; Content-Length is set from it.
    /// - Throws: What the decoder would answer to these octets.
    public init(
        _ method: Method, _ target: String, host: String = "localhost",
        fields: [ResponseField] = [], body: [UInt8] = []
    ) throws(WireError) {
        var octets = Array("\(method) \(target) HTTP/1.1\r\nHost: \(host)\r\n".utf8)
        for field in fields where !field.name.isFraming {
            octets.append(contentsOf: "\(field.name): ".utf8)
            octets.append(contentsOf: field.value.octets + Array("\r\n".utf8))
        }
        octets.append(contentsOf: "Content-Length: \(body.count)\r\n\r\n".utf8)
        octets.append(contentsOf: body)
        var decoder = RequestDecoder(limits: Limits(bodyBytesMax: .max))
        decoder.append(octets.span)
        guard case .request(let request) = try decoder.next(), decoder.isEmpty else {
            throw .malformedRequestLine
        }
        self = request
    }
}
