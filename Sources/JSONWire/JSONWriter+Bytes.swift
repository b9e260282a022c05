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

    /// Writes the member at a place among keys, whose value is a text.
    ///
    /// The text must be valid UTF-8; the caller vouches for it.
    public mutating func member(_ index: Int, of keys: JSONKeys, utf8: Span<UInt8>) {
        let quote = beginMember(index, of: keys, room: utf8.count + 2)
        var target = room.mutableSpan
        target[quote] = .quote
        let needsEscape = target.overwrite(from: quote + 1, with: utf8)
        target[quote + 1 + utf8.count] = .quote
        count = quote + utf8.count + 2
        guard needsEscape else { return }
        count = quote
        escapedString(utf8)
    }

    /// Writes the member at a place among keys, whose value is an integer.
    public mutating func member(_ index: Int, of keys: JSONKeys, integer: Int64) {
        let start = beginMember(index, of: keys, room: Self.decimalMax)
        var target = room.mutableSpan
        count = target.overwrite(from: start, with: integer)
    }

    /// Writes the name at a place among keys; its value comes next.
    public mutating func key(_ index: Int, of keys: JSONKeys) {
        count = beginMember(index, of: keys, room: 0)
        needsComma = false
    }

    /// Writes a name, makes room for a value, and returns where that goes.
    @inline(__always)
    private mutating func beginMember(_ index: Int, of keys: JSONKeys, room more: Int) -> Int {
        makeRoom(MemoryLayout<SIMD64<UInt8>>.size + more)
        let start = count
        let place = 2 * index + (needsComma ? 1 : 0)
        needsComma = true
        var target = room.mutableSpan
        target.overwrite(from: start, with: keys.names[place].bytes)
        return start + keys.names[place].count
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
        makeRoom(Self.decimalMax)
        let start = count
        var target = room.mutableSpan
        count = target.overwrite(from: start, with: value)
    }

    /// The most bytes that writing an integer overwrites.
    private static var decimalMax: Int { 27 }

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
