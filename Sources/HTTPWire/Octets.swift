// The character classes of HTTP and URI grammar, as constants that cost one shift to ask.
// Octets are compared as octets everywhere in this module: a locale has no say in a protocol.

/// A set of ASCII octets; everything from 0x80 up is outside.
struct OctetSet: Sendable {
    /// Bit n is octet n.
    let low: UInt64
    /// Bit n is octet 64 + n.
    let high: UInt64

    func contains(_ octet: UInt8) -> Bool {
        let bits = octet & 0x40 == 0 ? low : high
        return octet < 0x80 && bits &>> UInt64(octet & 0x3f) & 1 == 1
    }

    /// Says whether no octet is outside.
    func containsAll(of octets: Span<UInt8>) -> Bool {
        for index in octets.indices where !contains(octets[index]) { return false }
        return true
    }

    /// RFC 9110 §5.6.2 tchar: "!#$%&'*+-.^_`|~", digits and letters.
    static let token = OctetSet(low: 0x03ff_6cfa_0000_0000, high: 0x57ff_ffff_c7ff_fffe)
    /// RFC 3986 §2.3 unreserved: "-._~", digits and letters.
    static let unreserved = OctetSet(low: 0x03ff_6000_0000_0000, high: 0x47ff_fffe_87ff_fffe)
    /// What a path may hold: RFC 3986 §3.3 pchar, "%" and "/".
    static let path = OctetSet(low: 0x2fff_fff2_0000_0000, high: 0x47ff_fffe_87ff_ffff)
    /// What a query may hold: RFC 3986 §3.4, and the square brackets that form-like names bring.
    static let query = OctetSet(low: 0xafff_fff2_0000_0000, high: 0x47ff_fffe_afff_ffff)
    /// RFC 3986 §3.2.2 reg-name without "%" and ",": no two parsers may read two hosts.
    static let host = OctetSet(low: 0x2bff_6fd2_0000_0000, high: 0x47ff_fffe_87ff_fffe)
    /// Inside the brackets of an IPv6 literal: hexadecimal digits, ":" and ".".
    static let literal = OctetSet(low: 0x07ff_4000_0000_0000, high: 0x0000_007e_0000_007e)
    /// RFC 9110 §8.8.3 etagc, as far as it is ASCII: visible octets without the quote.
    static let entityTag = OctetSet(low: 0xffff_fffa_0000_0000, high: 0x7fff_ffff_ffff_ffff)
}

/// Single octets by the name that the grammars use.
enum Octet {
    static let horizontalTab: UInt8 = 0x09
    static let lineFeed: UInt8 = 0x0a
    static let carriageReturn: UInt8 = 0x0d
    static let space: UInt8 = 0x20
    static let quote: UInt8 = 0x22
    static let percent: UInt8 = 0x25
    static let ampersand: UInt8 = 0x26
    static let asterisk: UInt8 = 0x2a
    static let plus: UInt8 = 0x2b
    static let comma: UInt8 = 0x2c
    static let hyphen: UInt8 = 0x2d
    static let dot: UInt8 = 0x2e
    static let slash: UInt8 = 0x2f
    static let zero: UInt8 = 0x30
    static let colon: UInt8 = 0x3a
    static let semicolon: UInt8 = 0x3b
    static let equals: UInt8 = 0x3d
    static let question: UInt8 = 0x3f
    static let leftBracket: UInt8 = 0x5b
    static let backslash: UInt8 = 0x5c
    static let rightBracket: UInt8 = 0x5d
}

extension UInt8 {
    /// The octet with A–Z made a–z; all others stay, "^" and "~" included.
    var lowercased: UInt8 { self &- 0x41 < 26 ? self | 0x20 : self }

    var isDigit: Bool { self &- 0x30 < 10 }

    /// The value of a hexadecimal digit.
    var hexadecimalValue: UInt8? {
        if self &- 0x30 < 10 { return self &- 0x30 }
        let letter = (self | 0x20) &- 0x61
        return letter < 6 ? letter &+ 10 : nil
    }

    /// Whether a field value may hold the octet: RFC 9110 §5.5, no control but the tab.
    var isFieldContent: Bool { self >= 0x20 ? self != 0x7f : self == Octet.horizontalTab }

    var isWhitespace: Bool { self == Octet.space || self == Octet.horizontalTab }
}
