// Request methods: those the gateway may route by name, and any other token.

/// A request's method, RFC 9110 §9; case matters.
///
/// CONNECT never gets here: the decoder refuses it.
public enum Method: Sendable, Hashable, CustomStringConvertible {
    case get
    case head
    case post
    case put
    case patch
    case delete
    case options
    case trace
    /// Any other token; whether it is 405 or 501 is the router's to say.
    case other(String)

    /// The method as it stands in the request line.
    public var description: String {
        switch self {
        case .get: "GET"
        case .head: "HEAD"
        case .post: "POST"
        case .put: "PUT"
        case .patch: "PATCH"
        case .delete: "DELETE"
        case .options: "OPTIONS"
        case .trace: "TRACE"
        case .other(let token): token
        }
    }

    /// Creates a method from a token; nil where the text is no token or is CONNECT.
    public init?(_ text: String) {
        let octets = Array(text.utf8)
        guard !octets.isEmpty, octets.allSatisfy(OctetSet.token.contains) else { return nil }
        self.init(token: octets.span)
    }

    /// Creates a method from octets that are known to be a token; nil for CONNECT.
    init?(token: Span<UInt8>) {
        // Up to eight letters read as one number: the first to last octet, most significant first.
        var word: UInt64 = 0
        if token.count <= 8 {
            for index in token.indices { word = word << 8 | UInt64(token[index]) }
        }
        switch word {
        case 0x47_4554: self = .get
        case 0x4845_4144: self = .head
        case 0x504f_5354: self = .post
        case 0x50_5554: self = .put
        case 0x50_4154_4348: self = .patch
        case 0x4445_4c45_5445: self = .delete
        case 0x4f_5054_494f_4e53: self = .options
        case 0x54_5241_4345: self = .trace
        case 0x43_4f4e_4e45_4354: return nil
        default: self = .other(String(repairing: token))
        }
    }
}
