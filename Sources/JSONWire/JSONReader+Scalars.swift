/// Strings, numbers and the three literals: the productions that contain no other value.

extension JSONReader {
    /// Reads a string whose opening quote is the next byte.
    ///
    /// - Parameter bytes: the whole text.
    /// - Returns: the text without its escapes.
    /// - Throws: `JSONError` with the byte and no path.
    mutating func readString(_ bytes: Span<UInt8>) throws(JSONError) -> String {
        let start = offset + 1
        let (end, hasEscapes) = try endOfString(bytes, from: start)
        let text: String
        do {
            text = String(copying: try UTF8Span(validating: bytes.extracting(start..<end)))
        } catch {
            throw JSONError(.invalidUTF8, at: start + error.byteOffsets.lowerBound)
        }
        offset = end + 1
        return hasEscapes ? try Self.unescape(bytes, start..<end) : text
    }

    private func endOfString(
        _ bytes: Span<UInt8>, from start: Int
    ) throws(JSONError) -> (end: Int, hasEscapes: Bool) {
        var hasEscapes = false
        var offset = start
        while offset < bytes.count {
            let byte = bytes[offset]
            guard byte != .quote else { return (offset, hasEscapes) }
            guard byte >= .space else { throw JSONError(.controlCharacter, at: offset) }
            if byte == .backslash {
                hasEscapes = true
                // The byte after it belongs to the escape, even where it is a quote.
                offset += 1
            }
            offset += 1
        }
        throw JSONError(.unexpectedEnd, at: bytes.count)
    }

    /// Replaces the escapes of RFC 8259 §7 in bytes that are known to be UTF-8.
    private static func unescape(
        _ bytes: Span<UInt8>, _ range: Range<Int>
    ) throws(JSONError) -> String {
        var text: [UInt8] = []
        text.reserveCapacity(range.count)
        var offset = range.lowerBound
        while offset < range.upperBound {
            guard bytes[offset] == .backslash else {
                text.append(bytes[offset])
                offset += 1
                continue
            }
            // A backslash is never the last byte: the closing quote would belong to it.
            let letter = bytes[offset + 1]
            if letter == .letterU {
                let scalar = try escapedScalar(bytes, range, &offset)
                text.append(contentsOf: scalar.utf8)
            } else {
                guard let byte = byte(escapedAs: letter) else {
                    throw JSONError(.invalidEscape, at: offset)
                }
                text.append(byte)
                offset += 2
            }
        }
        return String(decoding: text, as: UTF8.self)
    }

    private static func byte(escapedAs letter: UInt8) -> UInt8? {
        switch letter {
        case .quote, .backslash, UInt8(ascii: "/"): letter
        case UInt8(ascii: "b"): 0x08
        case UInt8(ascii: "f"): 0x0C
        case UInt8(ascii: "n"): .lineFeed
        case UInt8(ascii: "r"): .carriageReturn
        case UInt8(ascii: "t"): .tab
        default: nil
        }
    }

    /// Reads `\uXXXX`, or the two of a surrogate pair, and passes it.
    private static func escapedScalar(
        _ bytes: Span<UInt8>, _ range: Range<Int>, _ offset: inout Int
    ) throws(JSONError) -> Unicode.Scalar {
        let start = offset
        let unit = try codeUnit(bytes, range, &offset)
        guard unit != 0 else { throw JSONError(.nul, at: start) }
        if let scalar = Unicode.Scalar(unit) {
            return scalar
        }
        guard unit < 0xDC00, offset + 1 < range.upperBound,
            bytes[offset] == .backslash, bytes[offset + 1] == .letterU
        else { throw JSONError(.loneSurrogate, at: start) }
        let low = try codeUnit(bytes, range, &offset)
        guard (0xDC00...0xDFFF).contains(low),
            let scalar = Unicode.Scalar(0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00))
        else { throw JSONError(.loneSurrogate, at: start) }
        return scalar
    }

    private static func codeUnit(
        _ bytes: Span<UInt8>, _ range: Range<Int>, _ offset: inout Int
    ) throws(JSONError) -> UInt32 {
        let digits = offset + 2
        guard digits + 4 <= range.upperBound else { throw JSONError(.invalidEscape, at: offset) }
        var unit: UInt32 = 0
        for position in digits..<digits + 4 {
            guard let digit = bytes[position].hexadecimalValue else {
                throw JSONError(.invalidEscape, at: offset)
            }
            unit = unit << 4 | digit
        }
        offset = digits + 4
        return unit
    }

    /// Reads a number whose first character is the next byte.
    mutating func readNumber(_ bytes: Span<UInt8>) throws(JSONError) -> JSONNumber {
        let start = offset
        switch NumberGrammar.scan(bytes, from: start) {
        case .refused(let reason, let at):
            throw JSONError(reason, at: at)
        case .number(let end):
            offset = end
        }
        do {
            let text = try UTF8Span(validating: bytes.extracting(start..<offset))
            return JSONNumber(scanned: String(copying: text))
        } catch {
            preconditionFailure("a number of other characters than ASCII")
        }
    }

    /// Reads `true`, `false` or `null`, whose first letter is the next byte.
    mutating func readLiteral(
        _ word: String, as value: JSON, _ bytes: Span<UInt8>
    ) throws(JSONError) -> JSON {
        for letter in word.utf8 {
            guard offset < bytes.count else { throw JSONError(.unexpectedEnd, at: offset) }
            guard bytes[offset] == letter else { throw JSONError(.expectedValue, at: offset) }
            offset += 1
        }
        return value
    }
}
