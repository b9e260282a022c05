// Why a request was refused before anyone asked what it wanted.
// RFC 9112 §9.3.1: after one of these nobody knows where the next request starts, so all close.

/// A request that breaks the framing rules or a limit; the answer to each closes the connection.
public enum WireError: String, Error, Sendable, CaseIterable {
    case malformedRequestLine = "malformed request line"
    case malformedTarget = "malformed request target"
    case userInfoInTarget = "user information in the request target"
    case connectRefused = "CONNECT is not offered"
    case unsupportedVersion = "unsupported HTTP version"
    case requestLineTooLong = "request line too long"
    case malformedLineEnding = "line not ended by CR LF"
    case lineFolding = "folded field line"
    case malformedFieldName = "malformed field name"
    case malformedFieldValue = "malformed field value"
    case fieldTooLong = "field line too long"
    case headTooLong = "request head too long"
    case tooManyFields = "too many fields"
    case missingHost = "missing Host"
    case repeatedHost = "more than one Host"
    case malformedHost = "malformed Host"
    case malformedContentLength = "malformed Content-Length"
    case repeatedContentLength = "more than one Content-Length"
    case conflictingFraming = "fields that disagree about the end of the message"
    case malformedTransferEncoding = "Transfer-Encoding other than chunked"
    case unknownTransferCoding = "unknown transfer coding"
    case unexpectedTransferEncoding = "Transfer-Encoding in HTTP/1.0"
    case unknownExpectation = "unknown expectation"
    case contentTooLarge = "content too large"
    case malformedChunk = "malformed chunk"
    case chunkLineTooLong = "chunk line or extensions too long"
    case trailerTooLong = "trailer section too long"
    case tooManyTrailers = "too many trailers"
    /// The server holds as many octets of bodies as it will.
    case tooMuchHeld = "the server is receiving too much at once; try again shortly"
    case requestTimeout = "the request did not arrive in time"

    /// The status of the answer.
    public var status: Status {
        switch self {
        case .malformedRequestLine, .malformedTarget, .userInfoInTarget, .malformedLineEnding,
            .lineFolding, .malformedFieldName, .malformedFieldValue, .missingHost, .repeatedHost,
            .malformedHost, .malformedContentLength, .repeatedContentLength, .conflictingFraming,
            .malformedTransferEncoding, .unexpectedTransferEncoding, .malformedChunk,
            .chunkLineTooLong:
            .badRequest
        case .requestTimeout: .requestTimeout
        case .tooMuchHeld: .serviceUnavailable
        case .contentTooLarge: .contentTooLarge
        case .requestLineTooLong: .uriTooLong
        case .unknownExpectation: .expectationFailed
        case .fieldTooLong, .headTooLong, .tooManyFields, .trailerTooLong, .tooManyTrailers:
            .requestHeaderFieldsTooLarge
        case .connectRefused, .unknownTransferCoding: .notImplemented
        case .unsupportedVersion: .httpVersionNotSupported
        }
    }

    /// The reason as a clause in lower case; it repeats nothing that the client sent.
    public var reason: String { rawValue }
}
