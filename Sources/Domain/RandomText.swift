/// The format of an identifier or secret that the gateway makes.
public enum RandomText: Sendable, Hashable {
    /// As many random bytes, as unpadded base64url (RFC 4648 §5).
    case base64URL(bytes: Int)
    /// A random UUID in lower case (RFC 9562 §5.4).
    case uuid

    /// Makes a new text of this format.
    public func make(using random: inout some RandomNumberGenerator) -> String {
        switch self {
        case .base64URL(let count):
            return Base64URL.encode(Self.bytes(count, using: &random))
        case .uuid:
            var bytes = Self.bytes(16, using: &random)
            bytes[6] = bytes[6] & 0x0F | 0x40
            bytes[8] = bytes[8] & 0x3F | 0x80
            return Self.grouped(bytes)
        }
    }

    private static func bytes(
        _ count: Int, using random: inout some RandomNumberGenerator
    ) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(count + 7)
        while bytes.count < count {
            let word = random.next()
            for shift in stride(from: UInt64(0), to: 64, by: 8) {
                bytes.append(UInt8(truncatingIfNeeded: word >> shift))
            }
        }
        return Array(bytes.prefix(count))
    }

    /// Hexadecimal digits in groups of 8, 4, 4, 4 and 12 (RFC 9562 §4).
    private static func grouped(_ bytes: [UInt8]) -> String {
        let digits = Array("0123456789abcdef".utf8)
        var text: [UInt8] = []
        for (place, byte) in bytes.enumerated() {
            if [4, 6, 8, 10].contains(place) { text.append(UInt8(ascii: "-")) }
            text.append(digits[Int(byte >> 4)])
            text.append(digits[Int(byte & 0x0F)])
        }
        return String(decoding: text, as: UTF8.self)
    }
}
