// The chunked transfer coding, RFC 9112 §7.1, read strictly.

/// Decodes a chunked body from octets that come in pieces.
struct ChunkedBody: Sendable {
    /// What comes next.
    private enum Stage {
        /// A chunk's size and extensions. Can become: data, trailers.
        case size
        /// So many octets of a chunk. Can become: dataEnd.
        case data(remaining: Int)
        /// The CR LF after a chunk. Can become: size.
        case dataEnd
        /// Field lines until the empty line; they are checked and dropped. Can become: complete.
        case trailers
        /// The body has ended; `content` is all of it.
        case complete
    }

    private var stage = Stage.size
    private var lines = LineScanner()
    private var extensionBytes = 0
    private var trailerBytes = 0
    private var trailerCount = 0
    /// The body as far as it came.
    private(set) var content: [UInt8] = []

    /// Whether the body has ended.
    var isComplete: Bool {
        switch stage {
        case .size, .data, .dataEnd, .trailers: false
        case .complete: true
        }
    }

    /// Decodes what is there: the octets of `buffer` from `start`, where earlier calls left off.
    ///
    /// - Returns: The number of octets consumed, which the caller drops.
    mutating func advance(
        _ buffer: [UInt8], from start: Int, _ limits: Limits
    ) throws(WireError) -> Int {
        let octets = buffer.span.extracting(droppingFirst: start)
        while try step(octets, limits) {}
        return lines.rebase()
    }

    /// Takes one step; returns false where it needs more octets or none at all.
    private mutating func step(_ octets: Span<UInt8>, _ limits: Limits) throws(WireError) -> Bool {
        switch stage {
        case .size: try size(octets, limits)
        case .data(let remaining): data(octets, remaining)
        case .dataEnd: try dataEnd(octets)
        case .trailers: try trailers(octets, limits)
        case .complete: false
        }
    }

    private mutating func size(_ octets: Span<UInt8>, _ limits: Limits) throws(WireError) -> Bool {
        guard
            let range = try lines.next(
                in: octets, bytesMax: limits.chunkLineBytesMax, else: .chunkLineTooLong)
        else { return false }
        let line = try ChunkLine(octets, in: range)
        extensionBytes += line.extensionBytes
        guard extensionBytes <= limits.chunkExtensionBytesMax else { throw .chunkLineTooLong }
        guard line.size <= limits.bodyBytesMax - content.count else { throw .contentTooLarge }
        stage = line.size == 0 ? .trailers : .data(remaining: line.size)
        return true
    }

    private mutating func data(_ octets: Span<UInt8>, _ remaining: Int) -> Bool {
        let start = lines.start
        let end = start + min(remaining, octets.count - start)
        content.append(addingCapacity: end - start) { output in
            for index in start..<end { output.append(octets[index]) }
        }
        lines.skip(to: end)
        let rest = remaining - (end - start)
        stage = rest == 0 ? .dataEnd : .data(remaining: rest)
        return rest == 0
    }

    private mutating func dataEnd(_ octets: Span<UInt8>) throws(WireError) -> Bool {
        let available = octets.count - lines.start
        if available > 0, octets[lines.start] != Octet.carriageReturn { throw .malformedChunk }
        guard available > 1 else { return false }
        guard octets[lines.start + 1] == Octet.lineFeed else { throw .malformedChunk }
        lines.skip(to: lines.start + 2)
        stage = .size
        return true
    }

    private mutating func trailers(
        _ octets: Span<UInt8>, _ limits: Limits
    ) throws(WireError) -> Bool {
        let start = lines.start
        let rest = limits.trailerBytesMax - trailerBytes
        guard let line = try lines.next(in: octets, bytesMax: rest, else: .trailerTooLong) else {
            return false
        }
        if line.isEmpty {
            stage = .complete
            return false
        }
        trailerBytes += lines.start - start
        trailerCount += 1
        guard trailerCount <= limits.trailerCountMax else { throw .tooManyTrailers }
        // RFC 9112 §7.1.2: never merged into the fields, so nothing smuggled here counts.
        let field = try FieldLine(octets, in: line)
        let name = octets.extracting(field.name)
        // RFC 9110 §6.5.1: whoever merges these would end the message elsewhere.
        guard !name.equalsIgnoringCase(FieldName.contentLength.folded),
            !name.equalsIgnoringCase(FieldName.transferEncoding.folded)
        else { throw .conflictingFraming }
        return true
    }
}
