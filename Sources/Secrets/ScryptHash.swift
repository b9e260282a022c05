/// A slow hash of a text: scrypt (RFC 7914), written as `$scrypt$ln=LOG2N,r=8,p=1$SALT$HASH` with
/// salt and hash in base64 without padding.
public struct ScryptHash: Sendable, Hashable, CustomStringConvertible,
    CustomDebugStringConvertible
{
    /// What computing a hash takes: the more, the longer each guess takes, too.
    public enum Cost: Sendable, Hashable, CaseIterable {
        /// 32 MiB: a client's secret, which is looked at again and again.
        case clientSecret
        /// 64 MiB: a person's password.
        case password

        var blocksLog2: Int {
            switch self {
            case .clientSecret: 15
            case .password: 16
            }
        }
    }

    private static let blockSize = 8
    private static let saltBytes = 16
    private static let hashBytes = 32

    /// log2 of the number of blocks that are read back: 128 MiB at most.
    private static let blocksLog2 = 10...17

    /// Everything between the number of blocks and the salt.
    private static let fixedParameters = ",r=\(blockSize),p=1"

    private let blocksLog2: Int
    private let salt: [UInt8]
    private let hash: [UInt8]

    /// Hashes a text under a fresh salt: slow, and not for a loop.
    public init(of text: String, cost: Cost) throws(HashingFailure) {
        var random = SystemRandomNumberGenerator()
        let salt = (0..<Self.saltBytes).map { _ in
            UInt8.random(in: .min ... .max, using: &random)
        }
        blocksLog2 = cost.blocksLog2
        self.salt = salt
        hash = try Self.hash(of: text, salt: salt, blocksLog2: cost.blocksLog2)
    }

    /// A password's hash that no password has: what is compared where there is no user, so that
    /// it takes as long.
    public static let ofNobody = ScryptHash(
        blocksLog2: Cost.password.blocksLog2, salt: [UInt8](repeating: 0, count: saltBytes),
        hash: [UInt8](repeating: 0, count: hashBytes))

    private init(blocksLog2: Int, salt: [UInt8], hash: [UInt8]) {
        self.blocksLog2 = blocksLog2
        self.salt = salt
        self.hash = hash
    }

    /// Reads what `text` wrote; nil for anything else.
    public init?(text: String) {
        let parts = text.split(separator: "$", omittingEmptySubsequences: false)
        guard parts.count == 5, parts[0].isEmpty, parts[1] == "scrypt",
            parts[2].hasPrefix("ln="), parts[2].hasSuffix(Self.fixedParameters),
            let blocksLog2 = Int(parts[2].dropFirst(3).dropLast(Self.fixedParameters.count)),
            Self.blocksLog2.contains(blocksLog2),
            let salt = Base64.decode(parts[3]), salt.count == Self.saltBytes,
            let hash = Base64.decode(parts[4]), hash.count == Self.hashBytes
        else { return nil }
        self.blocksLog2 = blocksLog2
        self.salt = salt
        self.hash = hash
        // Numbers have more than one spelling, and these texts one.
        guard self.text.utf8.elementsEqual(text.utf8) else { return nil }
    }

    /// The text to keep: ASCII, 88 characters.
    public var text: String {
        "$scrypt$ln=\(blocksLog2)\(Self.fixedParameters)$\(Base64.encode(salt))"
            + "$\(Base64.encode(hash))"
    }

    /// Whether the hash is this text's: slow, and not for a loop.
    public func matches(_ presented: String) throws(HashingFailure) -> Bool {
        constantTimeEqual(
            try Self.hash(of: presented, salt: salt, blocksLog2: blocksLog2), hash)
    }

    /// Never the hash.
    public var description: String { "[secret]" }
    /// Never the hash.
    public var debugDescription: String { "[secret]" }

    private static func hash(
        of text: String, salt: [UInt8], blocksLog2: Int
    ) throws(HashingFailure) -> [UInt8] {
        try SlowHash.scrypt(
            Array(text.utf8), salt: salt, blocksLog2: blocksLog2, blockSize: blockSize,
            byteCount: hashBytes)
    }
}
