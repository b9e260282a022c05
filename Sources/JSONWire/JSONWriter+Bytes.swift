/// The writer's two inner loops: decimal digits, and strings of which few have anything to escape.

extension JSONWriter {
    /// Writes a text, escaping what RFC 8259 §7 demands and nothing else.
    public mutating func string(_ text: String) {
        string(utf8: text.utf8Span.span)
    }

    /// Writes a text whose bytes are at hand, without making a `String` of them.
    ///
    /// - Parameter utf8: valid UTF-8, as PostgreSQL's text is; the caller vouches for it.
    public mutating func string(utf8: Span<UInt8>) {
        beginValue()
        guard Self.needsEscape(utf8) else {
            bytes.append(addingCapacity: utf8.count + 2) { output in
                output.append(.quote)
                for index in utf8.indices {
                    output.append(utf8[index])
                }
                output.append(.quote)
            }
            return
        }
        bytes.append(.quote)
        appendEscaped(utf8)
        bytes.append(.quote)
    }

    /// Appends bytes as they are.
    mutating func append(_ text: Span<UInt8>) {
        bytes.append(addingCapacity: text.count) { output in
            for index in text.indices {
                output.append(text[index])
            }
        }
    }

    /// Appends an integer in decimal.
    mutating func appendDecimal(_ value: Int64) {
        if value < 0 {
            bytes.append(.minus)
        }
        let magnitude = value.magnitude
        var unit: UInt64 = 1
        while magnitude / unit >= 10 {
            unit *= 10
        }
        var rest = magnitude
        while unit > 0 {
            bytes.append(.digit0 + UInt8(truncatingIfNeeded: rest / unit))
            rest %= unit
            unit /= 10
        }
    }

    /// Whether a byte has to be escaped; without an early exit, so that the compiler makes vectors
    /// of the loop.
    private static func needsEscape(_ text: Span<UInt8>) -> Bool {
        var found = false
        for index in text.indices {
            let byte = text[index]
            found = (byte < .space) || (byte == .quote) || (byte == .backslash) || found
        }
        return found
    }

    private mutating func appendEscaped(_ text: Span<UInt8>) {
        for index in text.indices {
            let byte = text[index]
            guard byte.needsEscape else {
                bytes.append(byte)
                continue
            }
            bytes.append(.backslash)
            switch byte {
            case .quote, .backslash: bytes.append(byte)
            case .lineFeed: bytes.append(UInt8(ascii: "n"))
            case .carriageReturn: bytes.append(UInt8(ascii: "r"))
            case .tab: bytes.append(UInt8(ascii: "t"))
            case 0x08: bytes.append(UInt8(ascii: "b"))
            case 0x0C: bytes.append(UInt8(ascii: "f"))
            default:
                bytes.append(contentsOf: "u00".utf8)
                bytes.append(Self.hexadecimalDigits[Int(byte >> 4)])
                bytes.append(Self.hexadecimalDigits[Int(byte & 0x0F)])
            }
        }
    }

    private static let hexadecimalDigits = Array("0123456789abcdef".utf8)
}
