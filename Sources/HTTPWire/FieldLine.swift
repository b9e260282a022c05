// The grammar of one field line, in heads and trailers alike.

/// Where a field line's name and value lie, RFC 9112 §5.
struct FieldLine: Sendable {
    let name: Range<Int>
    /// The value without white space at its ends.
    let value: Range<Int>
    /// Whether at most one space, and no tab, surrounds the value.
    ///
    /// Transfer-Encoding must be plain: white space is where lenient parsers stop seeing it.
    let isPlain: Bool

    /// Parses the line in `range`, which is without its line ending.
    init(_ octets: Span<UInt8>, in range: Range<Int>) throws(WireError) {
        var colon = range.lowerBound
        while colon < range.upperBound, OctetSet.token.contains(octets[colon]) { colon += 1 }
        guard colon > range.lowerBound, colon < range.upperBound, octets[colon] == Octet.colon
        else {
            // RFC 9112 §5.2: a line that starts with white space continues the one before.
            let folds = range.lowerBound < range.upperBound && octets[range.lowerBound].isWhitespace
            throw folds ? .lineFolding : .malformedFieldName
        }
        guard octets.extracting(colon + 1..<range.upperBound).isFieldContent else {
            throw .malformedFieldValue
        }
        name = range.lowerBound..<colon
        value = octets.trimmed(colon + 1..<range.upperBound)
        let lead = value.lowerBound - colon - 1
        isPlain =
            value.upperBound == range.upperBound
            && (lead == 0 || lead == 1 && octets[colon + 1] == Octet.space)
    }
}
