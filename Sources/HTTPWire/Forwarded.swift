// What proxies say of a request in Forwarded. Each adds an element, the nearest to us the last.

/// What the nearest proxy says of the request that it passed on, RFC 7239.
public struct Forwarded: Sendable, Hashable {
    /// The host that it was asked for, as it stands there.
    public let host: String?
    /// The scheme by which it was asked, as it stands there.
    public let scheme: String?

    /// Parses the values of all lines of the field, in order; of none, nothing is said.
    ///
    /// - Returns: Nil where any element is malformed, whether or not it is the last.
    public init?(_ values: [String]) {
        var last = Parameters()
        for value in values {
            for element in Self.elements(of: Array(value.utf8)) {
                // An element is a list of parameters but for the first semicolon.
                let octets = [Octet.semicolon] + element
                guard let parameters = Parameters(octets.span, from: 0) else { return nil }
                if !parameters.all.isEmpty { last = parameters }
            }
        }
        host = last["host"]
        scheme = last["proto"]
    }

    /// Splits a list at its commas, but for those in quotes.
    private static func elements(of octets: [UInt8]) -> [ArraySlice<UInt8>] {
        var isQuoted = false
        var isEscaped = false
        return octets.split { octet in
            if isEscaped {
                isEscaped = false
            } else if octet == Octet.quote {
                isQuoted.toggle()
            } else if octet == Octet.backslash {
                isEscaped = isQuoted
            }
            return octet == Octet.comma && !isQuoted
        }
    }
}
