/// The writer's inner loops: its room, decimal digits, and strings of which few have anything to
/// escape.

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
        makeRoom(utf8.count + 2)
        let start = count
        var target = room.mutableSpan
        target[start] = .quote
        guard !target.overwrite(from: start + 1, with: utf8) else { return escapedString(utf8) }
        target[start + 1 + utf8.count] = .quote
        count += utf8.count + 2
    }

    /// Writes the member at a place among keys, whose value is a text: `key` and `string` at once.
    ///
    /// The text must be valid UTF-8; the caller vouches for it.
    public mutating func member(_ index: Int, of keys: JSONKeys, utf8: Span<UInt8>) {
        let nameStart = keys.ends[index] + (needsComma ? 0 : 1)
        let name = keys.text.span.extracting(nameStart..<keys.ends[index + 1])
        makeRoom(name.count + utf8.count + 2)
        needsComma = true
        let start = count
        let quote = start + name.count
        var target = room.mutableSpan
        _ = target.overwrite(from: start, with: name)
        target[quote] = .quote
        let needsEscape = target.overwrite(from: quote + 1, with: utf8)
        target[quote + 1 + utf8.count] = .quote
        count = quote + utf8.count + 2
        guard needsEscape else { return }
        count = quote
        escapedString(utf8)
    }

    /// Appends bytes as they are.
    mutating func append(_ text: Span<UInt8>) {
        makeRoom(text.count)
        let start = count
        var target = room.mutableSpan
        _ = target.overwrite(from: start, with: text)
        count += text.count
    }

    /// Appends a byte.
    mutating func append(_ byte: UInt8) {
        makeRoom(1)
        room[count] = byte
        count += 1
    }

    /// Appends an integer in decimal.
    mutating func appendDecimal(_ value: Int64) {
        var digits = InlineArray<20, UInt8>(repeating: .minus)
        var start = digits.count
        var rest = value.magnitude
        // Two at a time: each division waits for the one before.
        while rest >= 10 {
            let (quotient, pair) = rest.quotientAndRemainder(dividingBy: 100)
            let (tens, ones) = UInt8(truncatingIfNeeded: pair).quotientAndRemainder(dividingBy: 10)
            digits[start &- 1] = .digit0 &+ ones
            digits[start &- 2] = .digit0 &+ tens
            start &-= 2
            rest = quotient
        }
        if rest > 0 || start == digits.count {
            start &-= 1
            digits[start] = .digit0 &+ UInt8(truncatingIfNeeded: rest)
        }
        // What lies before the digits is a minus sign.
        append(digits.span.extracting((value < 0 ? start &- 1 : start)...))
    }

    /// Makes room for so many more bytes; at least doubles it where it is too small.
    private mutating func makeRoom(_ more: Int) {
        guard room.count - count < more else { return }
        room.append(contentsOf: repeatElement(0, count: max(more, room.count)))
    }

    private mutating func escapedString(_ utf8: Span<UInt8>) {
        append(.quote)
        appendEscaped(utf8)
        append(.quote)
    }

    private mutating func appendEscaped(_ text: Span<UInt8>) {
        for index in text.indices {
            let byte = text[index]
            guard byte.needsEscape else {
                append(byte)
                continue
            }
            append(.backslash)
            switch byte {
            case .quote, .backslash: append(byte)
            case .lineFeed: append(UInt8(ascii: "n"))
            case .carriageReturn: append(UInt8(ascii: "r"))
            case .tab: append(UInt8(ascii: "t"))
            case 0x08: append(UInt8(ascii: "b"))
            case 0x0C: append(UInt8(ascii: "f"))
            default:
                append("u00".utf8Span.span)
                append(Self.hexadecimalDigits[Int(byte >> 4)])
                append(Self.hexadecimalDigits[Int(byte & 0x0F)])
            }
        }
    }

    private static let hexadecimalDigits = Array("0123456789abcdef".utf8)
}
