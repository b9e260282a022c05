import Crypto

/// A client's secret as it is kept: a hash, and how it was made.
///
/// `scheme` and `bytes` are the two columns of the database. It prints as `[secret]`.
public struct KeptSecret: Sendable, Hashable, CustomStringConvertible,
    CustomDebugStringConvertible
{
    /// How a hash was made; the raw value is what the database holds.
    public enum Scheme: String, Sendable, Hashable, CaseIterable {
        /// SHA-256: for texts that the gateway made of at least 128 random bits.
        case sha256
        /// scrypt: for texts that a client chose.
        case scrypt
        /// bcrypt: for hashes that were made elsewhere; none is made here.
        case bcrypt
    }

    private enum Form: Sendable, Hashable {
        case sha256([UInt8])
        case scrypt(ScryptHash)
        case bcrypt(BcryptHash)
    }

    private static let digestBytes = 32

    private let form: Form

    /// Reads the two columns back; nil for bytes that the scheme did not make.
    ///
    /// These are 32 bytes of SHA-256, 88 of scrypt's text, or 60 of bcrypt's.
    public init?(scheme: Scheme, bytes: [UInt8]) {
        switch scheme {
        case .sha256:
            guard bytes.count == Self.digestBytes else { return nil }
            form = .sha256(bytes)
        case .scrypt:
            guard let hash = ScryptHash(text: String(decoding: bytes, as: UTF8.self)) else {
                return nil
            }
            form = .scrypt(hash)
        case .bcrypt:
            guard let hash = try? BcryptHash(bytes) else { return nil }
            form = .bcrypt(hash)
        }
    }

    /// Hashes a text that the gateway made of at least 128 random bits: nobody guesses those, so
    /// the fast hash will do.
    public init(random text: String) {
        form = .sha256(Self.digest(of: text))
    }

    /// Hashes a text that a client chose: slow, and not for a loop.
    init(chosen text: String) throws(HashingFailure) {
        form = .scrypt(try ScryptHash(of: text, cost: .clientSecret))
    }

    init(_ hash: BcryptHash) {
        form = .bcrypt(hash)
    }

    /// How the hash was made.
    public var scheme: Scheme {
        switch form {
        case .sha256: .sha256
        case .scrypt: .scrypt
        case .bcrypt: .bcrypt
        }
    }

    /// The hash: 32 bytes of SHA-256, or the ASCII of a text that names its parameters and salt.
    public var bytes: [UInt8] {
        switch form {
        case .sha256(let digest): digest
        case .scrypt(let hash): Array(hash.text.utf8)
        case .bcrypt(let hash): hash.bytes
        }
    }

    /// Whether `matches` takes long enough to hold a loop up: it is then called off the loop.
    public var isSlow: Bool {
        switch form {
        case .sha256: false
        case .scrypt, .bcrypt: true
        }
    }

    /// Whether the secret is this text, in time that does not tell how nearly it is.
    ///
    /// No secret is empty, not even where a hash from elsewhere is that of nothing.
    public func matches(_ presented: String) throws(HashingFailure) -> Bool {
        guard !presented.isEmpty else { return false }
        return switch form {
        case .sha256(let digest): constantTimeEqual(Self.digest(of: presented), digest)
        case .scrypt(let hash): try hash.matches(presented)
        case .bcrypt(let hash): try hash.matches(presented)
        }
    }

    /// Never the hash.
    public var description: String { "[secret]" }
    /// Never the hash.
    public var debugDescription: String { "[secret]" }

    private static func digest(of text: String) -> [UInt8] {
        Array(SHA256.hash(data: Array(text.utf8)))
    }
}
