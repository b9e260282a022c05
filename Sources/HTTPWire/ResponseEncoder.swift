// Responses → octets of a connection. Framing is decided here and nowhere else.

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

/// Appends responses to a connection's output.
public enum ResponseEncoder {
    /// The interim response that a client waits for, RFC 9110 §15.2.1.
    public static let continueResponse = Array("HTTP/1.1 100 Continue\r\n\r\n".utf8)

    /// Appends a response.
    ///
    /// - Parameters:
    ///   - response: What to send.
    ///   - answering: How the request and the connection frame it.
    ///   - date: The value of Date, an IMF-fixdate of 29 octets (`HTTPDate.format`).
    ///   - output: Gets the octets.
    public static func encode(
        _ response: borrowing Response, _ answering: Answering, date: [UInt8],
        into output: inout [UInt8]
    ) {
        let hasContent = response.status != .noContent && response.status != .notModified
        let sendsBody = hasContent && !answering.isHead
        reserve(response, bodyBytes: sendsBody ? response.body.count : 0, in: &output)
        appendStatusLine(response.status, to: &output)
        output.append(contentsOf: datePrefix)
        output.append(contentsOf: date)
        output.append(contentsOf: lineEnd)
        if hasContent { appendContentLength(response.body.count, to: &output) }
        for field in response.fields where !field.name.isFraming { field.append(to: &output) }
        if !answering.keepsAlive {
            output.append(contentsOf: connectionClose)
        } else if answering.minorVersion == 0 {
            // RFC 9112 §9.3: HTTP/1.0 closes unless it is told otherwise.
            output.append(contentsOf: connectionKeepAlive)
        }
        output.append(contentsOf: lineEnd)
        if sendsBody { output.append(contentsOf: response.body) }
    }

    /// Makes room once; at least doubles, so that a pipeline of responses stays linear.
    private static func reserve(
        _ response: borrowing Response, bodyBytes: Int, in output: inout [UInt8]
    ) {
        var needed = output.count + bodyBytes + 160
        for field in response.fields {
            needed += field.name.spelling.count + field.value.octets.count + 4
        }
        guard needed > output.capacity else { return }
        output.reserveCapacity(max(needed, output.capacity * 2))
    }

    private static func appendStatusLine(_ status: Status, to output: inout [UInt8]) {
        if status == .ok {
            output.append(contentsOf: okLine)
            return
        }
        output.append(contentsOf: "HTTP/1.1 \(status.code) \(status.reasonPhrase)\r\n".utf8)
    }

    private static func appendContentLength(_ length: Int, to output: inout [UInt8]) {
        output.append(contentsOf: contentLengthPrefix)
        var divisor = 1
        while length / divisor >= 10 { divisor *= 10 }
        while divisor > 0 {
            output.append(Octet.zero + UInt8(length / divisor % 10))
            divisor /= 10
        }
        output.append(contentsOf: lineEnd)
    }

    private static let okLine = Array("HTTP/1.1 200 OK\r\n".utf8)
    private static let datePrefix = Array("Date: ".utf8)
    private static let contentLengthPrefix = Array("Content-Length: ".utf8)
    private static let connectionClose = Array("Connection: close\r\n".utf8)
    private static let connectionKeepAlive = Array("Connection: keep-alive\r\n".utf8)
    private static let lineEnd = Array("\r\n".utf8)
}
