/// JSON text to values: a recursive descent whose depth, and everything else, is bounded by
/// `JSONLimits`.

/// Reads one JSON text (RFC 8259), strictly: what the grammar does not allow is refused, nothing is
/// mended.
public struct JSONReader {
    let limits: JSONLimits
    /// The byte to read next.
    var offset = 0
    /// How many containers may still be opened inside the present one.
    var depthLeft: Int
    private var valuesLeft: Int

    /// Reads a text that holds exactly one value, with white space around it at most.
    ///
    /// - Parameters:
    ///   - bytes: the text in UTF-8.
    ///   - limits: what the text is held against.
    /// - Returns: the value; its numbers keep their digits and its objects their order.
    /// - Throws: `JSONError` with the reason, the byte and the path of the first fault.
    public static func read(
        _ bytes: Span<UInt8>, limits: JSONLimits = JSONLimits()
    ) throws(JSONError) -> JSON {
        guard bytes.count <= limits.bytesMax else {
            throw JSONError(.tooLong(limit: limits.bytesMax), at: limits.bytesMax)
        }
        var reader = JSONReader(limits: limits)
        return try reader.readText(bytes)
    }

    /// Reads a text that holds exactly one value, with white space around it at most.
    ///
    /// - Parameters:
    ///   - bytes: the text in UTF-8.
    ///   - limits: what the text is held against.
    /// - Returns: the value; its numbers keep their digits and its objects their order.
    /// - Throws: `JSONError` with the reason, the byte and the path of the first fault.
    public static func read(
        _ bytes: [UInt8], limits: JSONLimits = JSONLimits()
    ) throws(JSONError) -> JSON {
        try read(bytes.span, limits: limits)
    }

    private init(limits: JSONLimits) {
        self.limits = limits
        valuesLeft = limits.valuesMax
        depthLeft = min(limits.depthMax, JSONLimits.depthCeiling)
    }

    private mutating func readText(_ bytes: Span<UInt8>) throws(JSONError) -> JSON {
        if bytes.count >= 3, bytes[0] == 0xEF, bytes[1] == 0xBB, bytes[2] == 0xBF {
            throw JSONError(.byteOrderMark, at: 0)
        }
        guard nextToken(bytes) != nil else { throw JSONError(.empty, at: offset) }
        let value = try readValue(bytes)
        guard nextToken(bytes) == nil else { throw JSONError(.trailingBytes, at: offset) }
        return value
    }

    /// The next byte that is not white space, left to be read; nil at the end of the text.
    mutating func nextToken(_ bytes: Span<UInt8>) -> UInt8? {
        while offset < bytes.count {
            switch bytes[offset] {
            case .space, .lineFeed, .carriageReturn, .tab: offset += 1
            case let token: return token
            }
        }
        return nil
    }

    mutating func readValue(_ bytes: Span<UInt8>) throws(JSONError) -> JSON {
        guard let token = nextToken(bytes) else { throw JSONError(.unexpectedEnd, at: offset) }
        guard valuesLeft > 0 else {
            throw JSONError(.tooManyValues(limit: limits.valuesMax), at: offset)
        }
        valuesLeft -= 1
        switch token {
        case .quote:
            return .string(try readString(bytes))
        case .objectStart:
            return .object(try readObject(bytes))
        case .arrayStart:
            return .array(try readArray(bytes))
        case .minus, .digit0 ... .digit9:
            return .number(try readNumber(bytes))
        case UInt8(ascii: "t"):
            return try readLiteral("true", as: .boolean(true), bytes)
        case UInt8(ascii: "f"):
            return try readLiteral("false", as: .boolean(false), bytes)
        case UInt8(ascii: "n"):
            return try readLiteral("null", as: .null, bytes)
        default:
            throw JSONError(.expectedValue, at: offset)
        }
    }
}
