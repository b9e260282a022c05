import Crypto

/// The SHA-256 of a token's text: what is stored and looked up in place of the token.
public struct TokenHash: Sendable, Hashable {
    private let words: (UInt64, UInt64, UInt64, UInt64)

    /// Digests a token's text.
    public init(of text: String) {
        var bytes = SHA256.hash(data: Array(text.utf8)).makeIterator()
        func word() -> UInt64 {
            var word: UInt64 = 0
            for _ in 0..<8 { word = word << 8 | UInt64(bytes.next() ?? 0) }
            return word
        }
        words = (word(), word(), word(), word())
    }

    /// The 32 bytes, as the database keeps them.
    public var bytes: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(32)
        for word in [words.0, words.1, words.2, words.3] {
            for shift in stride(from: 56, through: 0, by: -8) {
                bytes.append(UInt8(truncatingIfNeeded: word >> UInt64(shift)))
            }
        }
        return bytes
    }

    /// The first eight bytes, by which a revocation names the token.
    public var prefix: UInt64 { words.0 }

    /// Whether all 32 bytes are the same.
    public static func == (left: TokenHash, right: TokenHash) -> Bool {
        left.words == right.words
    }

    /// A digest is already evenly spread: its first bytes are enough.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(words.0)
    }
}
