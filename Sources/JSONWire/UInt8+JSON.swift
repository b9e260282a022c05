/// The bytes that have a meaning in JSON text (RFC 8259 §2), by name.

extension UInt8 {
    static let space = UInt8(ascii: " ")
    static let tab = UInt8(ascii: "\t")
    static let lineFeed = UInt8(ascii: "\n")
    static let carriageReturn = UInt8(ascii: "\r")
    static let quote = UInt8(ascii: "\"")
    static let backslash = UInt8(ascii: "\\")
    static let comma = UInt8(ascii: ",")
    static let colon = UInt8(ascii: ":")
    static let objectStart = UInt8(ascii: "{")
    static let objectEnd = UInt8(ascii: "}")
    static let arrayStart = UInt8(ascii: "[")
    static let arrayEnd = UInt8(ascii: "]")
    static let digit0 = UInt8(ascii: "0")
    static let digit9 = UInt8(ascii: "9")
    static let minus = UInt8(ascii: "-")
    static let plus = UInt8(ascii: "+")
    static let point = UInt8(ascii: ".")
    static let letterE = UInt8(ascii: "e")
    static let letterU = UInt8(ascii: "u")

    /// Whether the byte must not stand unescaped between the quotes of a string (RFC 8259 §7).
    var needsEscape: Bool {
        self < .space || self == .quote || self == .backslash
    }

    /// The value of a hexadecimal digit, or nil.
    var hexadecimalValue: UInt32? {
        switch self {
        case .digit0 ... .digit9: UInt32(self - .digit0)
        case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt32(self - UInt8(ascii: "a")) + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt32(self - UInt8(ascii: "A")) + 10
        default: nil
        }
    }
}
