/// Which peers are meant by an operator's `10.0.0.0/8`: the notation of trusted proxies, and
/// nothing more.

/// A range of Internet addresses (RFC 4632, RFC 4291 §2.3), or the peers of a Unix socket.
///
/// An IPv4 address and its IPv4-mapped IPv6 address (`::ffff:192.0.2.1`) are the same address here,
/// because a socket that takes both families shows the former as the latter.
public struct AddressRange: Sendable, Hashable, CustomStringConvertible {
    /// The range as it was written.
    public let description: String
    private let members: Members

    private enum Members: Sendable, Hashable {
        case unix
        case internet(first: UInt128, prefixLength: Int)
    }

    /// Reads `192.0.2.1`, `192.0.2.0/24`, `2001:db8::1`, `2001:db8::/32` or `unix`.
    ///
    /// - Returns: nil for anything else, and for a range whose address has a bit beyond its prefix.
    public init?(_ text: String) {
        description = text
        guard text != "unix" else {
            members = .unix
            return
        }
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count <= 2, let address = InternetAddress(parts[0]) else { return nil }
        var length = 128
        if parts.count == 2 {
            guard let written = Self.decimal(parts[1], max: address.isIPv4 ? 32 : 128) else {
                return nil
            }
            length = address.isIPv4 ? 96 + written : written
        }
        guard address.bits == Self.prefix(of: address.bits, length) else { return nil }
        members = .internet(first: address.bits, prefixLength: length)
    }

    /// Whether a peer is in the range.
    ///
    /// - Parameter peer: an address without port, or `unix`; anything else is in no range.
    /// - Returns: true where the range has the peer among its members.
    public func contains(_ peer: String) -> Bool {
        switch members {
        case .unix:
            return peer == "unix"
        case .internet(let first, let length):
            guard let address = InternetAddress(peer[...]) else { return false }
            return Self.prefix(of: address.bits, length) == first
        }
    }

    private static func prefix(of bits: UInt128, _ length: Int) -> UInt128 {
        // A shift by the whole width yields 0 in Swift, which is what an empty prefix means.
        bits & ~(UInt128.max >> UInt128(length))
    }

    /// A decimal number without sign and superfluous zeros.
    fileprivate static func decimal(_ text: Substring, max: Int) -> Int? {
        guard (1...3).contains(text.utf8.count), text.utf8.allSatisfy({ 0x30...0x39 ~= $0 }),
            text == "0" || !text.hasPrefix("0"), let value = Int(text), value <= max
        else { return nil }
        return value
    }
}

/// An address in 128 bits, where IPv4 takes the last 32 behind `::ffff:`.
private struct InternetAddress {
    let bits: UInt128
    let isIPv4: Bool

    init?(_ text: Substring) {
        if let bits = Self.fourParts(text) {
            self.bits = 0xFFFF_0000_0000 | UInt128(bits)
            isIPv4 = true
        } else if let bits = Self.eightGroups(text) {
            self.bits = bits
            isIPv4 = false
        } else {
            return nil
        }
    }

    private static func fourParts(_ text: Substring) -> UInt32? {
        let parts = text.split(separator: ".", maxSplits: 4, omittingEmptySubsequences: false)
        guard parts.count == 4 else { return nil }
        var bits: UInt32 = 0
        for part in parts {
            guard let byte = AddressRange.decimal(part, max: 255) else { return nil }
            bits = bits << 8 | UInt32(byte)
        }
        return bits
    }

    /// Reads the three forms of RFC 4291 §2.2.
    private static func eightGroups(_ text: Substring) -> UInt128? {
        // The longest form has 45 characters; a bound spares splitting what is no address anyway.
        guard text.utf8.count <= 45 else { return nil }
        guard let gap = text.firstRange(of: "::") else {
            guard let groups = groups(text), groups.count == 8 else { return nil }
            return joined(groups)
        }
        guard let head = groups(text[..<gap.lowerBound], endsText: false),
            let tail = groups(text[gap.upperBound...]),
            head.count + tail.count < 8
        else { return nil }
        return joined(head + Array(repeating: 0, count: 8 - head.count - tail.count) + tail)
    }

    private static func joined(_ groups: [UInt16]) -> UInt128 {
        groups.reduce(0) { $0 << 16 | UInt128($1) }
    }

    private static func groups(_ text: Substring, endsText: Bool = true) -> [UInt16]? {
        guard !text.isEmpty else { return [] }
        var groups: [UInt16] = []
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        for (index, part) in parts.enumerated() {
            if endsText, index == parts.count - 1, let bits = fourParts(part) {
                groups.append(UInt16(truncatingIfNeeded: bits >> 16))
                groups.append(UInt16(truncatingIfNeeded: bits))
            } else {
                guard (1...4).contains(part.utf8.count), part.utf8.allSatisfy(isHexadecimal),
                    let group = UInt16(part, radix: 16)
                else { return nil }
                groups.append(group)
            }
        }
        return groups
    }

    private static func isHexadecimal(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x61...0x66).contains(byte | 0x20)
    }
}
