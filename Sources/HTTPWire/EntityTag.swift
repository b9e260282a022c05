// Validators: what ETag says of a representation.

/// An entity tag, RFC 9110 §8.8.3.
public struct EntityTag: Sendable, Hashable, CustomStringConvertible {
    /// Whether equal tags only promise equivalent content.
    public let isWeak: Bool
    /// What stands between the quotes.
    public let opaque: String

    /// Creates a tag; nil where the text holds a quote, a space or a control.
    public init?(opaque: String, isWeak: Bool = false) {
        guard opaque.utf8.allSatisfy(Self.isOpaque) else { return nil }
        self.opaque = opaque
        self.isWeak = isWeak
    }

    /// Parses `"…"` or `W/"…"`; nil where it is anything else.
    public init?(_ text: String) {
        let octets = Array(text.utf8)
        var index = 0
        guard let tag = Self.next(octets, &index), index == octets.count else { return nil }
        self = tag
    }

    /// The tag as ETag carries it.
    public var description: String { (isWeak ? "W/\"" : "\"") + opaque + "\"" }

    /// Says whether both tags are strong and the same: what If-Match asks.
    public func matchesStrongly(_ other: EntityTag) -> Bool {
        !isWeak && !other.isWeak && opaque == other.opaque
    }

    /// Says whether the tags are the same, weak or not: what If-None-Match asks.
    public func matchesWeakly(_ other: EntityTag) -> Bool { opaque == other.opaque }

    /// Reads a tag at `index` and moves past it.
    static func next(_ octets: [UInt8], _ index: inout Int) -> EntityTag? {
        // "W/" in exactly this case.
        let isWeak = octets[index...].starts(with: [0x57, Octet.slash])
        let start = isWeak ? index + 3 : index + 1
        guard start <= octets.count, octets[start - 1] == Octet.quote else { return nil }
        var end = start
        while end < octets.count, isOpaque(octets[end]) { end += 1 }
        guard end < octets.count, octets[end] == Octet.quote,
            let opaque = String(validating: octets[start..<end], as: UTF8.self)
        else { return nil }
        index = end + 1
        return EntityTag(opaque: opaque, isWeak: isWeak)
    }

    private static func isOpaque(_ octet: UInt8) -> Bool {
        octet >= 0x80 || OctetSet.entityTag.contains(octet)
    }
}
