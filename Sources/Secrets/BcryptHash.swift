/// A slow hash that was made elsewhere: bcrypt, in the modular-crypt text `$2b$10$` and 53
/// characters of its own base64, of which 22 are the salt.
struct BcryptHash: Sendable, Hashable {
    /// Why a text is no such hash.
    enum Flaw: Error {
        /// It is not 60 characters long, names another version, or has a foreign character.
        case malformed
        /// Its cost is not among `costs`.
        case cost
    }

    /// log2 of the number of rounds: below it bcrypt is not defined, above it one comparison would
    /// keep a core busy for more than a second.
    static let costs = 4...14

    private static let byteCount = 60
    private static let versions = ["$2a$", "$2b$", "$2y$"].map { Array($0.utf8) }
    /// Where the salt ends and the hash begins.
    private static let settingBytes = 29
    /// bcrypt looks at no more of a text.
    private static let textBytesMax = 72

    /// The text as it came.
    let bytes: [UInt8]

    init(_ bytes: [UInt8]) throws(Flaw) {
        let dollar = UInt8(ascii: "$")
        guard bytes.count == Self.byteCount,
            Self.versions.contains(Array(bytes[..<4])), bytes[6] == dollar,
            let tens = Self.digit(bytes[4]), let ones = Self.digit(bytes[5]),
            bytes[7...].allSatisfy(Self.isCharacter)
        else { throw .malformed }
        guard Self.costs.contains(tens * 10 + ones) else { throw .cost }
        self.bytes = bytes
    }

    /// Whether the hash is this text's: slow, and not for a loop.
    ///
    /// As wherever the hash may come from, 72 bytes of the text count. A NUL would end it early, so
    /// that many texts would do where one should; none with it matches.
    func matches(_ presented: String) throws(HashingFailure) -> Bool {
        let text = Array(presented.utf8.prefix(Self.textBytesMax))
        guard !text.contains(0) else { return false }
        let computed = try SlowHash.bcrypt(text, setting: Array(bytes[..<Self.settingBytes]))
        // Not the salt: of its last character four bits are nobody's, and come back as zero.
        return constantTimeEqual(
            computed.dropFirst(Self.settingBytes), bytes.dropFirst(Self.settingBytes))
    }

    private static func digit(_ byte: UInt8) -> Int? {
        let zero = UInt8(ascii: "0")
        return (zero...UInt8(ascii: "9")).contains(byte) ? Int(byte - zero) : nil
    }

    private static func isCharacter(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "."), UInt8(ascii: "/"), UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: false
        }
    }
}
