/// Numbers with units: the sizes and durations that people write and read.

/// Decimal digits and the unit behind them.
struct Quantity {
    let count: Int
    let unit: Substring

    /// Reads `10s`; nil without digits, or with more than twelve.
    init?(_ text: String) {
        let digits = text.prefix { ("0"..."9").contains($0) }
        guard digits.utf8.count <= 12, let count = Int(digits) else { return nil }
        self.count = count
        unit = text[digits.endIndex...]
    }

    /// The number where there is no unit.
    var bare: Int? {
        unit.isEmpty ? count : nil
    }
}

/// Numbers of bytes, in powers of 1024.
enum ByteSize {
    private static let units: [(name: String, bytes: Int)] = [
        ("GiB", 1 << 30), ("MiB", 1 << 20), ("KiB", 1 << 10), ("B", 1),
    ]

    /// Reads `2MiB`, or bytes without a unit.
    static func read(_ text: String) -> Int? {
        guard let quantity = Quantity(text) else { return nil }
        if let bytes = quantity.bare {
            return bytes
        }
        guard let unit = units.first(where: { $0.name == quantity.unit }) else { return nil }
        let (bytes, overflowed) = quantity.count.multipliedReportingOverflow(by: unit.bytes)
        return overflowed ? nil : bytes
    }

    /// Writes a size in the largest unit that it is a whole number of.
    static func text(_ bytes: Int) -> String {
        for unit in units where bytes >= unit.bytes && bytes.isMultiple(of: unit.bytes) {
            return "\(bytes / unit.bytes)\(unit.name)"
        }
        return "\(bytes)B"
    }
}

/// Times between a millisecond and years.
enum TimeSpan {
    private static let units: [(name: String, span: Duration)] = [
        ("d", .seconds(86_400)), ("h", .seconds(3600)), ("m", .seconds(60)), ("s", .seconds(1)),
        ("ms", .milliseconds(1)),
    ]

    /// Reads `10s`; without a unit only `0`.
    static func read(_ text: String) -> Duration? {
        guard let quantity = Quantity(text) else { return nil }
        if let bare = quantity.bare {
            return bare == 0 ? .zero : nil
        }
        guard let unit = units.first(where: { $0.name == quantity.unit }) else { return nil }
        // At most twelve digits of days stay far below what a Duration holds.
        return unit.span * quantity.count
    }

    /// Writes a time in the largest unit that it is a whole number of.
    static func text(_ span: Duration) -> String {
        for unit in units {
            let count = Int(span / unit.span)
            if count > 0, unit.span * count == span {
                return "\(count)\(unit.name)"
            }
        }
        return "0"
    }
}

extension String {
    /// The text without spaces at its ends.
    var trimmed: String {
        let start = drop { $0.isWhitespace }
        return String(
            start[
                ..<(start.lastIndex { !$0.isWhitespace }.map(start.index(after:))
                    ?? start.startIndex)])
    }
}
