// An Internet address as a number.

import Glibc

/// An IPv4 or IPv6 address, without port and zone.
public struct IPAddress: Hashable, Sendable, CustomStringConvertible {
    /// The two kinds of address.
    public enum Family: Hashable, Sendable {
        case v4
        case v6
    }

    /// Which kind of address it is.
    public let family: Family

    /// The address as a number: 32 bits of an IPv4 address, 128 of an IPv6 address.
    public let bits: UInt128

    /// The IPv4 address with these bits, the first octet the most significant.
    public init(v4 bits: UInt32) {
        family = .v4
        self.bits = UInt128(bits)
    }

    /// The IPv6 address with these bits; one that only wraps an IPv4 address becomes that.
    public init(v6 bits: UInt128) {
        let isMapped = bits >> 32 == 0xFFFF
        family = isMapped ? .v4 : .v6
        self.bits = isMapped ? bits & 0xFFFF_FFFF : bits
    }

    /// Reads the usual notation (RFC 4291 §2.2, dotted decimal), without brackets; nil otherwise.
    public init?(_ text: String) {
        var v4 = in_addr()
        var v6 = in6_addr()
        if text.utf8.contains(0) { return nil }
        if inet_pton(AF_INET, text, &v4) == 1 {
            self.init(v4)
        } else if inet_pton(AF_INET6, text, &v6) == 1 {
            self.init(v6)
        } else {
            return nil
        }
    }

    init(_ address: in_addr) {
        self.init(v4: UInt32(bigEndian: address.s_addr))
    }

    init(_ address: in6_addr) {
        // SAFETY: both are 16 plain bytes, here and in `v6`.
        let bytes = withUnsafeBytes(of: address) { $0.loadUnaligned(as: UInt128.self) }
        self.init(v6: UInt128(bigEndian: bytes))
    }

    /// The address as the kernel wants it; the low 32 bits for IPv4.
    var v4: in_addr { in_addr(s_addr: UInt32(truncatingIfNeeded: bits).bigEndian) }

    var v6: in6_addr {
        var address = in6_addr()
        withUnsafeMutableBytes(of: &address) {
            $0.storeBytes(of: bits.bigEndian, as: UInt128.self)
        }
        return address
    }

    /// The usual notation (RFC 5952), without brackets.
    public var description: String {
        var text = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
        switch family {
        case .v4:
            var address = v4
            inet_ntop(AF_INET, &address, &text, socklen_t(text.count))
        case .v6:
            var address = v6
            inet_ntop(AF_INET6, &address, &text, socklen_t(text.count))
        }
        return String(decoding: text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
}
