/// The grammar of a JSON number (RFC 8259 §6), in one place for the reader and for `JSONNumber`.

/// Decides where a number ends, or why it is none.
enum NumberGrammar {
    /// What stands at an offset.
    enum Outcome: Equatable {
        /// A number that ends before this offset.
        case number(end: Int)
        /// No number, for this reason, noticed at this offset.
        case refused(JSONError.Reason, at: Int)
    }

    /// Reads the longest number at an offset; what follows it is not looked at, but for further
    /// digits.
    static func scan(_ bytes: Span<UInt8>, from start: Int) -> Outcome {
        var offset = start
        if byte(bytes, offset) == .minus {
            offset += 1
        }
        let whole = offset
        offset = skipDigits(bytes, from: offset)
        guard offset > whole else { return missingDigit(bytes, at: offset) }
        guard bytes[whole] != .digit0 || offset == whole + 1 else {
            return .refused(.leadingZero, at: whole)
        }
        if byte(bytes, offset) == .point {
            let fraction = offset + 1
            offset = skipDigits(bytes, from: fraction)
            guard offset > fraction else { return missingDigit(bytes, at: offset) }
        }
        if let mark = byte(bytes, offset), mark | 0x20 == .letterE {
            offset += 1
            if let sign = byte(bytes, offset), sign == .plus || sign == .minus {
                offset += 1
            }
            let exponent = offset
            offset = skipDigits(bytes, from: exponent)
            guard offset > exponent else { return missingDigit(bytes, at: offset) }
        }
        return .number(end: offset)
    }

    private static func missingDigit(_ bytes: Span<UInt8>, at offset: Int) -> Outcome {
        .refused(offset < bytes.count ? .malformedNumber : .unexpectedEnd, at: offset)
    }

    private static func skipDigits(_ bytes: Span<UInt8>, from start: Int) -> Int {
        var offset = start
        while let digit = byte(bytes, offset), (UInt8.digit0...UInt8.digit9).contains(digit) {
            offset += 1
        }
        return offset
    }

    private static func byte(_ bytes: Span<UInt8>, _ offset: Int) -> UInt8? {
        offset < bytes.count ? bytes[offset] : nil
    }
}
