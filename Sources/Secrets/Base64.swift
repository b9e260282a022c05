/// Base64 without padding (RFC 4648 §4), as texts of hashes and previews are written.
package enum Base64 {
    private static let digits = Array(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    /// Writes bytes; what is missing of the last character's bits is zero.
    package static func encode(_ bytes: [UInt8]) -> String {
        var text: [UInt8] = []
        var held = 0
        var heldBits = 0
        for byte in bytes {
            held = (held << 8 | Int(byte)) & 0xFFFF
            heldBits += 8
            while heldBits >= 6 {
                heldBits -= 6
                text.append(digits[held >> heldBits & 63])
            }
        }
        if heldBits > 0 { text.append(digits[held << (6 - heldBits) & 63]) }
        return String(decoding: text, as: UTF8.self)
    }

    /// Reads characters back; nil where one is none of the 64 or does not belong there.
    static func decode(_ text: Substring) -> [UInt8]? {
        var bytes: [UInt8] = []
        var held = 0
        var heldBits = 0
        for character in text.utf8 {
            guard let value = digits.firstIndex(of: character) else { return nil }
            held = (held << 6 | value) & 0xFFFF
            heldBits += 6
            guard heldBits >= 8 else { continue }
            heldBits -= 8
            bytes.append(UInt8(truncatingIfNeeded: held >> heldBits))
        }
        guard heldBits < 6, held & ((1 << heldBits) - 1) == 0 else { return nil }
        return bytes
    }
}
