// The status codes of RFC 9110 §15 and their phrases.

/// A final response's status code, 200 to 599.
///
/// Interim responses are no `Status`: the only one that is ever sent is
/// `ResponseEncoder.continueResponse`.
public struct Status: Sendable, Hashable, CustomStringConvertible {
    /// The three-digit code.
    public let code: UInt16

    /// Creates a status, or nil outside 200 to 599.
    public init?(_ code: Int) {
        guard (200...599).contains(code) else { return nil }
        self.code = UInt16(code)
    }

    fileprivate init(known code: UInt16) { self.code = code }

    /// The phrase beside the code; that of the code's class where the code itself has none here.
    public var reasonPhrase: String {
        Self.phrases[Int(code)] ?? Self.phrases[Int(code) / 100 * 100] ?? ""
    }

    /// Code and phrase, as in the status line.
    public var description: String { "\(code) \(reasonPhrase)" }

    /// The status line, ready to send.
    var line: [UInt8] { Self.lines[Int(code) - 200] }

    private static let lines = (UInt16(200)...599).map { code in
        Array("HTTP/1.1 \(Status(known: code))\r\n".utf8)
    }

    private static let phrases: [Int: String] = [
        200: "OK", 201: "Created", 202: "Accepted", 203: "Non-Authoritative Information",
        204: "No Content", 205: "Reset Content", 206: "Partial Content",
        300: "Multiple Choices", 301: "Moved Permanently", 302: "Found", 303: "See Other",
        304: "Not Modified", 307: "Temporary Redirect", 308: "Permanent Redirect",
        400: "Bad Request", 401: "Unauthorized", 402: "Payment Required", 403: "Forbidden",
        404: "Not Found", 405: "Method Not Allowed", 406: "Not Acceptable",
        408: "Request Timeout", 409: "Conflict", 410: "Gone", 411: "Length Required",
        412: "Precondition Failed", 413: "Content Too Large", 414: "URI Too Long",
        415: "Unsupported Media Type", 416: "Range Not Satisfiable", 417: "Expectation Failed",
        421: "Misdirected Request", 422: "Unprocessable Content", 423: "Locked",
        424: "Failed Dependency", 426: "Upgrade Required", 428: "Precondition Required",
        429: "Too Many Requests", 431: "Request Header Fields Too Large",
        500: "Internal Server Error", 501: "Not Implemented", 502: "Bad Gateway",
        503: "Service Unavailable", 504: "Gateway Timeout", 505: "HTTP Version Not Supported",
    ]
}

extension Status {
    /// RFC 9110 §15.3.1: 200.
    public static let ok = Status(known: 200)
    /// RFC 9110 §15.3.2: 201.
    public static let created = Status(known: 201)
    /// RFC 9110 §15.3.3: 202.
    public static let accepted = Status(known: 202)
    /// RFC 9110 §15.3.5: 204.
    public static let noContent = Status(known: 204)
    /// RFC 9110 §15.4.2: 301.
    public static let movedPermanently = Status(known: 301)
    /// RFC 9110 §15.4.3: 302.
    public static let found = Status(known: 302)
    /// RFC 9110 §15.4.4: 303.
    public static let seeOther = Status(known: 303)
    /// RFC 9110 §15.4.5: 304.
    public static let notModified = Status(known: 304)
    /// RFC 9110 §15.4.8: 307.
    public static let temporaryRedirect = Status(known: 307)
    /// RFC 9110 §15.4.9: 308.
    public static let permanentRedirect = Status(known: 308)
    /// RFC 9110 §15.5.1: 400.
    public static let badRequest = Status(known: 400)
    /// RFC 9110 §15.5.2: 401.
    public static let unauthorized = Status(known: 401)
    /// RFC 9110 §15.5.4: 403.
    public static let forbidden = Status(known: 403)
    /// RFC 9110 §15.5.5: 404.
    public static let notFound = Status(known: 404)
    /// RFC 9110 §15.5.6: 405.
    public static let methodNotAllowed = Status(known: 405)
    /// RFC 9110 §15.5.7: 406.
    public static let notAcceptable = Status(known: 406)
    /// RFC 9110 §15.5.9: 408.
    public static let requestTimeout = Status(known: 408)
    /// RFC 9110 §15.5.10: 409.
    public static let conflict = Status(known: 409)
    /// RFC 9110 §15.5.11: 410.
    public static let gone = Status(known: 410)
    /// RFC 9110 §15.5.12: 411.
    public static let lengthRequired = Status(known: 411)
    /// RFC 9110 §15.5.13: 412.
    public static let preconditionFailed = Status(known: 412)
    /// RFC 9110 §15.5.14: 413.
    public static let contentTooLarge = Status(known: 413)
    /// RFC 9110 §15.5.15: 414.
    public static let uriTooLong = Status(known: 414)
    /// RFC 9110 §15.5.16: 415.
    public static let unsupportedMediaType = Status(known: 415)
    /// RFC 9110 §15.5.18: 417.
    public static let expectationFailed = Status(known: 417)
    /// RFC 9110 §15.5.20: 421.
    public static let misdirectedRequest = Status(known: 421)
    /// RFC 9110 §15.5.21: 422.
    public static let unprocessableContent = Status(known: 422)
    /// RFC 6585 §3: 428.
    public static let preconditionRequired = Status(known: 428)
    /// RFC 6585 §4: 429.
    public static let tooManyRequests = Status(known: 429)
    /// RFC 6585 §5: 431.
    public static let requestHeaderFieldsTooLarge = Status(known: 431)
    /// RFC 9110 §15.6.1: 500.
    public static let internalServerError = Status(known: 500)
    /// RFC 9110 §15.6.2: 501.
    public static let notImplemented = Status(known: 501)
    /// RFC 9110 §15.6.3: 502.
    public static let badGateway = Status(known: 502)
    /// RFC 9110 §15.6.4: 503.
    public static let serviceUnavailable = Status(known: 503)
    /// RFC 9110 §15.6.5: 504.
    public static let gatewayTimeout = Status(known: 504)
    /// RFC 9110 §15.6.6: 505.
    public static let httpVersionNotSupported = Status(known: 505)
}
