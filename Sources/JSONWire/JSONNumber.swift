/// A JSON number as text: nothing is rounded between reading and writing.

/// A number in the form of RFC 8259 §6, with exactly the characters it was written in.
///
/// `1.0`, `1e400` and `1180591620717411303424` survive a round trip. Equality compares the text:
/// `1` and `1.0` differ.
public struct JSONNumber: Sendable, Hashable {
    /// The number as it stands in the JSON text: ASCII, never empty.
    public let text: String

    /// A number from its JSON text.
    ///
    /// - Returns: nil where the text is not a number by RFC 8259 §6, such as `+1`, `01`, `1.`, `.5`
    ///   or `NaN`.
    public init?(_ text: String) {
        let bytes = Array(text.utf8)
        guard case .number(let end) = NumberGrammar.scan(bytes.span, from: 0), end == bytes.count
        else { return nil }
        self.text = text
    }

    /// An integer.
    public init(_ value: Int64) {
        text = String(value)
    }

    /// The shortest text that reads back as the same value.
    ///
    /// - Returns: nil for an infinity or a value that is no number.
    public init?(_ value: Double) {
        guard value.isFinite else { return nil }
        text = value.description
    }

    /// A text that the reader has already held against the grammar.
    init(scanned text: String) {
        self.text = text
    }

    /// The most bytes of a text that `integer` looks at.
    private static let integerBytesMax = 1024

    /// The value where it is a whole number that fits 64 bits, however it is written, in 1,024
    /// bytes at most.
    ///
    /// `1`, `1.0` and `10e-1` are 1; `1.5` and `1e19` are nil. Nothing is rounded.
    public var integer: Int64? {
        guard text.utf8.count <= Self.integerBytesMax else { return nil }
        if let plain = Int64(text) {
            return plain
        }
        let decimal = Decimal(text)
        guard let digits = decimal.wholeDigits else { return nil }
        return Int64((decimal.isNegative ? "-" : "") + digits)
    }

    /// The power of ten after the letter `e`, without its sign; 0 without one, `Int.max` where it
    /// does not fit.
    var exponentMagnitude: Int {
        guard let mark = text.utf8.lastIndex(where: { $0 | 0x20 == .letterE }) else { return 0 }
        let digits = text.utf8[mark...].drop { !(UInt8.digit0...UInt8.digit9).contains($0) }
        return Int(Substring(digits)) ?? .max
    }

    /// The finite value nearest to the text, or nil where the text is beyond the range of `Double`.
    public var double: Double? {
        guard let value = Double(text), value.isFinite else { return nil }
        return value
    }
}

/// A number's text taken apart: the significant digits and the power of ten they stand for.
private struct Decimal {
    let isNegative: Bool
    /// Significant digits without leading or trailing zeros; empty means zero.
    private let digits: Substring
    /// What to multiply the digits with, as a power of ten; nil where it does not fit an `Int`.
    private let exponent: Int?

    init(_ text: String) {
        isNegative = text.hasPrefix("-")
        var exponent: Int? = 0
        var mantissa = text.drop { $0 == "-" }
        if let mark = mantissa.firstIndex(where: { $0 == "e" || $0 == "E" }) {
            exponent = Int(mantissa[mantissa.index(after: mark)...])
            mantissa = mantissa[..<mark]
        }
        var all = String(mantissa)
        if let point = all.firstIndex(of: ".") {
            let fraction = all.distance(from: point, to: all.endIndex) - 1
            all.remove(at: point)
            exponent = exponent.flatMap { Self.sum($0, -fraction) }
        }
        var kept = all.drop { $0 == "0" }
        var stripped = 0
        while kept.last == "0" {
            kept.removeLast()
            stripped += 1
        }
        digits = kept
        self.exponent = exponent.flatMap { Self.sum($0, stripped) }
    }

    /// The digits of the whole number, or nil where there is a fraction or more than 19 digits.
    var wholeDigits: String? {
        guard !digits.isEmpty else { return "0" }
        // Int64.max has 19 digits; the bound keeps a huge exponent from becoming a huge text.
        guard let exponent, (0...18).contains(exponent), digits.count + exponent <= 19 else {
            return nil
        }
        return digits + String(repeating: "0", count: exponent)
    }

    private static func sum(_ one: Int, _ other: Int) -> Int? {
        let (sum, overflowed) = one.addingReportingOverflow(other)
        return overflowed ? nil : sum
    }
}
