// Responses → octets of a connection. Framing is decided here and nowhere else.

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
        let capacity = headBytes(of: response) + date.count + (sendsBody ? response.body.count : 0)
        output.append(addingCapacity: capacity) { span in
            append(response.status.line, to: &span)
            append(datePrefix, to: &span)
            append(date, to: &span)
            if hasContent {
                append(contentLengthPrefix, to: &span)
                append(decimal: response.body.count, to: &span)
            }
            append(noSniffing, to: &span)
            append(response.fields, to: &span)
            if !answering.keepsAlive {
                append(connectionClose, to: &span)
            } else if answering.minorVersion == 0 {
                // RFC 9112 §9.3: HTTP/1.0 closes unless it is told otherwise.
                append(connectionKeepAlive, to: &span)
            }
            append(lineEnd, to: &span)
            if sendsBody { append(response.body, to: &span) }
        }
    }

    /// Returns how many octets a head takes at most, without its date.
    private static func headBytes(of response: borrowing Response) -> Int {
        // Our own fields and the empty line: less than 80 octets with the longest length.
        var bytes = response.status.line.count + noSniffing.count + 80
        for index in response.fields.indices { bytes += response.fields[index].lineBytes }
        return bytes
    }

    private static func append(_ fields: [ResponseField], to span: inout OutputSpan<UInt8>) {
        for index in fields.indices where !fields[index].name.isFraming {
            append(fields[index].name.spelling, to: &span)
            append(nameEnd, to: &span)
            append(fields[index].value.octets, to: &span)
            append(lineEnd, to: &span)
        }
    }

    private static func append(_ octets: [UInt8], to span: inout OutputSpan<UInt8>) {
        for index in octets.indices { span.append(octets[index]) }
    }

    private static func append(decimal number: Int, to span: inout OutputSpan<UInt8>) {
        var divisor = 1
        while number / divisor >= 10 { divisor *= 10 }
        while divisor > 0 {
            span.append(Octet.zero + UInt8(number / divisor % 10))
            divisor /= 10
        }
    }

    private static let datePrefix = Array("Date: ".utf8)
    private static let contentLengthPrefix = Array("\r\nContent-Length: ".utf8)
    /// What a body is, its Content-Type says: no browser is to guess otherwise (WHATWG Fetch).
    private static let noSniffing = Array("\r\nX-Content-Type-Options: nosniff\r\n".utf8)
    private static let connectionClose = Array("Connection: close\r\n".utf8)
    private static let connectionKeepAlive = Array("Connection: keep-alive\r\n".utf8)
    private static let nameEnd = Array(": ".utf8)
    private static let lineEnd = Array("\r\n".utf8)
}
