/// Unpadded base64url (RFC 4648 §5): how identifiers, secrets and cursors are written.
public enum Base64URL {
    private static let digits = Array(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)

    /// Whether the byte is one of the 64 characters.
    public static func isCharacter(_ byte: UInt8) -> Bool { value(of: byte) != nil }

    /// Writes bytes; three become four characters.
    public static func encode(_ bytes: [UInt8]) -> String {
        let text = [UInt8](capacity: (bytes.count * 4 + 2) / 3) { text in
            var index = 0
            while index + 3 <= bytes.count {
                let three =
                    Int(bytes[index]) << 16 | Int(bytes[index + 1]) << 8 | Int(bytes[index + 2])
                text.append(digits[three >> 18])
                text.append(digits[three >> 12 & 63])
                text.append(digits[three >> 6 & 63])
                text.append(digits[three & 63])
                index += 3
            }
            guard index < bytes.count else { return }
            let isLast = index + 1 == bytes.count
            let rest = Int(bytes[index]) << 16 | (isLast ? 0 : Int(bytes[index + 1]) << 8)
            text.append(digits[rest >> 18])
            text.append(digits[rest >> 12 & 63])
            if !isLast { text.append(digits[rest >> 6 & 63]) }
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// Reads characters back; nil where one is none of the 64 or bits are left over.
    public static func decode(_ text: String) -> [UInt8]? {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count * 3 / 4)
        var held: UInt32 = 0
        var heldBits = 0
        for character in text.utf8 {
            guard let value = value(of: character) else { return nil }
            held = held << 6 | UInt32(value)
            heldBits += 6
            if heldBits >= 8 {
                heldBits -= 8
                bytes.append(UInt8(truncatingIfNeeded: held >> UInt32(heldBits)))
            }
        }
        guard heldBits < 6, held & ((1 << UInt32(heldBits)) - 1) == 0 else { return nil }
        return bytes
    }

    private static func value(of byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): byte - UInt8(ascii: "A")
        case UInt8(ascii: "a")...UInt8(ascii: "z"): byte - UInt8(ascii: "a") + 26
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0") + 52
        case UInt8(ascii: "-"): 62
        case UInt8(ascii: "_"): 63
        default: nil
        }
    }
}
