// Finds lines in octets that arrive in any pieces, looking at each octet once.

/// Remembers where a line starts and how far its end was searched for.
struct LineScanner: Sendable {
    /// Where the next line starts.
    private(set) var start = 0
    private var scanned = 0

    /// Finds the next line.
    ///
    /// - Parameters:
    ///   - octets: All octets since the scanner began, more of them from call to call.
    ///   - bytesMax: The longest line, its ending counted.
    ///   - error: What a longer line is.
    /// - Returns: Where the line lies, without its CR LF; nil while it is incomplete.
    /// - Throws: `error`, or `.malformedLineEnding` for an LF without its CR.
    mutating func next(
        in octets: Span<UInt8>, bytesMax: Int, else error: WireError
    ) throws(WireError) -> Range<Int>? {
        guard let lineFeed = octets.firstIndex(of: Octet.lineFeed, from: scanned) else {
            scanned = octets.count
            guard octets.count - start <= bytesMax else { throw error }
            return nil
        }
        // The same limit as above, so that the pieces in which a line came decide nothing.
        guard lineFeed + 1 - start <= bytesMax else { throw error }
        // RFC 9112 §2.2 lets a recipient take a bare LF; two parsers in a row must not differ.
        guard lineFeed > start, octets[lineFeed - 1] == Octet.carriageReturn else {
            throw .malformedLineEnding
        }
        let line = start..<lineFeed - 1
        start = lineFeed + 1
        scanned = start
        return line
    }

    /// Passes over octets that are no line: the next line starts at `offset`.
    mutating func skip(to offset: Int) {
        start = offset
        scanned = offset
    }

    /// Tells the scanner that the octets before `start` were dropped, and how many they were.
    mutating func rebase() -> Int {
        let dropped = start
        scanned -= start
        start = 0
        return dropped
    }
}
