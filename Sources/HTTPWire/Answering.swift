// How a response is framed follows from its request and from what the server intends.

/// What of a request, and of the server's intent, decides how its response is framed.
public struct Answering: Sendable, Hashable {
    /// Whether the request was HEAD, so that no body follows.
    public var isHead: Bool
    /// 1 for HTTP/1.1, 0 for HTTP/1.0.
    public var minorVersion: Int
    /// Whether the connection goes on after the response.
    public var keepsAlive: Bool

    /// Creates a framing from its parts.
    public init(isHead: Bool, minorVersion: Int, keepsAlive: Bool) {
        self.isHead = isHead
        self.minorVersion = minorVersion
        self.keepsAlive = keepsAlive
    }

    /// Creates the framing of the answer to a request.
    ///
    /// - Parameters:
    ///   - request: The request that is answered.
    ///   - keepsAlive: Whether the server would go on; the client has a say too.
    public init(_ request: borrowing Request, keepsAlive: Bool) {
        isHead = request.method == .head
        minorVersion = request.minorVersion
        self.keepsAlive = keepsAlive && request.keepsAlive
    }

    /// The answer to what was no request: a body, and the end of the connection.
    public static let refusal = Answering(isHead: false, minorVersion: 1, keepsAlive: false)
}
