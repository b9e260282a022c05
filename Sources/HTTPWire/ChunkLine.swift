// The grammar of the line before a chunk: a hexadecimal size and extensions nobody asked for.

/// A chunk's size, RFC 9112 §7.1, with its extensions checked and dropped.
///
/// White space is refused wherever the grammar calls it bad: lenient and strict parsers differ
/// there about where the chunk starts.
struct ChunkLine: Sendable {
    /// The chunk's length in octets; 0 is the last chunk, `Int.max` stands for more than any.
    let size: Int
    /// The length of the extensions in octets.
    let extensionBytes: Int

    /// The most digits of a size that is not too large anyway, leading zeros counted.
    static let digitsMax = 8

    /// Parses the line in `range`, which is without its line ending.
    init(_ octets: Span<UInt8>, in range: Range<Int>) throws(WireError) {
        var size = 0
        var index = range.lowerBound
        while index < range.upperBound, let digit = octets[index].hexadecimalValue {
            size = size > Int.max >> 4 ? .max : size << 4 | Int(digit)
            index += 1
        }
        let digits = index - range.lowerBound
        guard digits > 0, digits <= Self.digitsMax || size > Int(UInt32.max) else {
            throw .malformedChunk
        }
        self.size = size
        extensionBytes = range.upperBound - index
        while index < range.upperBound {
            index = try Self.extensionEnd(octets, in: index..<range.upperBound)
        }
    }

    /// Returns the end of one extension: ";" name, and perhaps "=" token or quoted string.
    private static func extensionEnd(
        _ octets: Span<UInt8>, in range: Range<Int>
    ) throws(WireError) -> Int {
        guard octets[range.lowerBound] == Octet.semicolon else { throw .malformedChunk }
        let nameEnd = try tokenEnd(octets, in: range.lowerBound + 1..<range.upperBound)
        guard nameEnd < range.upperBound, octets[nameEnd] == Octet.equals else { return nameEnd }
        let value = nameEnd + 1..<range.upperBound
        guard !value.isEmpty, octets[value.lowerBound] == Octet.quote else {
            return try tokenEnd(octets, in: value)
        }
        return try quotedStringEnd(octets, in: value)
    }

    private static func tokenEnd(
        _ octets: Span<UInt8>, in range: Range<Int>
    ) throws(WireError) -> Int {
        var end = range.lowerBound
        while end < range.upperBound, OctetSet.token.contains(octets[end]) { end += 1 }
        guard end > range.lowerBound else { throw .malformedChunk }
        return end
    }

    private static func quotedStringEnd(
        _ octets: Span<UInt8>, in range: Range<Int>
    ) throws(WireError) -> Int {
        var index = range.lowerBound + 1
        while index < range.upperBound, octets[index] != Octet.quote {
            if octets[index] == Octet.backslash { index += 1 }
            guard index < range.upperBound, octets[index].isFieldContent else {
                throw .malformedChunk
            }
            index += 1
        }
        guard index < range.upperBound else { throw .malformedChunk }
        return index + 1
    }
}
