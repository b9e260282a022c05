// The host and port that a request is for, strict enough that a proxy before us reads the same.

/// A host and a port, RFC 9110 §7.2.
///
/// User information, percent-encoding and commas are refused even where RFC 3986 has them.
public struct Authority: Sendable, Hashable {
    /// The host in lower case; an IPv6 address stands in its brackets.
    public let host: String
    /// The port; nil where none is named.
    public let port: UInt16?

    /// Parses `host [":" port]`; nil where it is anything else.
    public init?(_ text: String) {
        let octets = Array(text.utf8)
        self.init(octets: octets.span)
    }

    init?(octets: Span<UInt8>) {
        guard let hostLength = Self.hostLength(octets) else { return nil }
        host = String(repairing: octets.extracting(0..<hostLength)).lowercased()
        port = Self.port(octets, after: hostLength) ?? nil
    }

    static func isValid(_ octets: Span<UInt8>) -> Bool { hostLength(octets) != nil }

    /// Returns where the host ends; nil where host or port is malformed.
    private static func hostLength(_ octets: Span<UInt8>) -> Int? {
        guard !octets.isEmpty else { return nil }
        let isLiteral = octets[0] == Octet.leftBracket
        guard let end = isLiteral ? literalEnd(octets) : nameEnd(octets) else { return nil }
        return port(octets, after: end) == nil ? nil : end
    }

    private static func nameEnd(_ octets: Span<UInt8>) -> Int? {
        var end = 0
        while end < octets.count, OctetSet.host.contains(octets[end]) { end += 1 }
        return end == 0 ? nil : end
    }

    private static func literalEnd(_ octets: Span<UInt8>) -> Int? {
        var end = 1
        var colons = 0
        while end < octets.count, OctetSet.literal.contains(octets[end]) {
            if octets[end] == Octet.colon { colons += 1 }
            end += 1
        }
        guard colons >= 2, end < octets.count, octets[end] == Octet.rightBracket else { return nil }
        return end + 1
    }

    /// Returns nil for a malformed port, and a nil port where there is none.
    private static func port(_ octets: Span<UInt8>, after end: Int) -> UInt16?? {
        guard end < octets.count else { return .some(nil) }
        guard octets[end] == Octet.colon, octets.count - end <= 6 else { return nil }
        var number = 0
        for index in end + 1..<octets.count {
            guard octets[index].isDigit else { return nil }
            number = number * 10 + Int(octets[index] & 0x0f)
        }
        guard let port = UInt16(exactly: number) else { return nil }
        return .some(end + 1 == octets.count ? nil : port)
    }
}
