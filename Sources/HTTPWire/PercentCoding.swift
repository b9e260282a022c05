// Percent-encoding, RFC 3986 §2.1, both ways and strictly: what is malformed has no meaning.

/// Percent-encoding of text.
public enum PercentCoding {
    /// Returns the octets with each "%" and two digits decoded once; nil where the digits lack.
    public static func decode(_ octets: Span<UInt8>) -> [UInt8]? {
        var output: [UInt8] = []
        output.reserveCapacity(octets.count)
        return decode(octets, plusIsSpace: false, into: &output) ? output : nil
    }

    /// Returns the text with each "%" and two digits decoded once.
    ///
    /// - Returns: Nil where the digits lack or what results is not UTF-8 or holds U+0000.
    public static func decode(_ text: String) -> String? {
        let octets = Array(text.utf8)
        return decodeText(octets.span, plusIsSpace: false)
    }

    /// Returns the text of one name or value of a form (`+` is a space), decoded once.
    ///
    /// - Returns: Nil where the digits lack or what results is not UTF-8 or holds U+0000.
    public static func decodeForm(_ text: String) -> String? {
        let octets = Array(text.utf8)
        return decodeText(octets.span, plusIsSpace: true)
    }

    /// Returns the text with everything but RFC 3986's unreserved characters encoded.
    ///
    /// The result is one path segment, or one name or value of a query.
    public static func encode(_ text: String) -> String {
        if OctetSet.unreserved.containsAll(of: text.utf8Span.span) { return text }
        var output: [UInt8] = []
        for octet in text.utf8 {
            if OctetSet.unreserved.contains(octet) {
                output.append(octet)
            } else {
                output.append(Octet.percent)
                output.append(digits[Int(octet >> 4)])
                output.append(digits[Int(octet & 0x0f)])
            }
        }
        return String(decoding: output, as: UTF8.self)
    }

    static func decodeText(_ octets: Span<UInt8>, plusIsSpace: Bool) -> String? {
        if isPlain(octets, plusIsSpace: plusIsSpace) {
            guard octets.firstIndex(of: 0, from: 0) == nil else { return nil }
            return String(validating: octets)
        }
        var output: [UInt8] = []
        output.reserveCapacity(octets.count)
        guard decode(octets, plusIsSpace: plusIsSpace, into: &output), !output.contains(0) else {
            return nil
        }
        return String(validating: output.span)
    }

    /// Says whether decoding would change nothing.
    static func isPlain(_ octets: Span<UInt8>, plusIsSpace: Bool) -> Bool {
        octets.firstIndex(of: Octet.percent, from: 0) == nil
            && !(plusIsSpace && octets.firstIndex(of: Octet.plus, from: 0) != nil)
    }

    /// Appends the decoded octets; returns false where an encoding is malformed.
    static func decode(
        _ octets: Span<UInt8>, plusIsSpace: Bool, into output: inout [UInt8]
    ) -> Bool {
        var index = 0
        while index < octets.count {
            let octet = octets[index]
            if octet == Octet.percent {
                guard octets.count - index > 2,
                    let high = octets[index + 1].hexadecimalValue,
                    let low = octets[index + 2].hexadecimalValue
                else { return false }
                output.append(high << 4 | low)
                index += 3
            } else {
                output.append(plusIsSpace && octet == Octet.plus ? Octet.space : octet)
                index += 1
            }
        }
        return true
    }

    private static let digits = Array("0123456789ABCDEF".utf8)
}
