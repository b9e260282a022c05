/// One customer of the gateway: every row belongs to exactly one.
public struct Tenant: Sendable, Hashable {
    /// The number that every row of the tenant carries; never used again after its deletion.
    public let number: Int64
    /// The name in host names, paths and commands: see `Slug`.
    public let slug: Slug

    /// Makes the value; whether such a tenant exists is the database's to say.
    public init(number: Int64, slug: Slug) {
        self.number = number
        self.slug = slug
    }
}

/// A tenant's short name: 1–63 of `a-z`, `0-9` and inner `-`, so that it can be a host label
/// (RFC 1123 §2.1) and a path segment as it stands.
public struct Slug: Sendable, Hashable, CustomStringConvertible {
    /// The name as written.
    public let text: String

    /// Takes a name that keeps the rule; nil for any other.
    public init?(_ text: some StringProtocol) {
        let bytes = Array(text.utf8)
        guard (1...63).contains(bytes.count) else { return nil }
        for byte in bytes {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
                UInt8(ascii: "-"):
                continue
            default: return nil
            }
        }
        guard bytes.first != UInt8(ascii: "-"), bytes.last != UInt8(ascii: "-") else { return nil }
        self.text = String(text)
    }

    /// The name as written.
    public var description: String { text }
}
