// A request's head, line by line, as its octets arrive.

/// Parses a head from octets that come in pieces; each is looked at a bounded number of times.
struct HeadParser: Sendable {
    /// Where the parser stands between two lines.
    private enum Stage {
        /// Before the request line. Can become: afterEmptyLine, fields.
        case start
        /// After the one empty line that RFC 9112 §2.2 lets pass. Can become: fields.
        case afterEmptyLine
        /// After the request line, until the empty line ends the head.
        case fields
    }

    private var stage = Stage.start
    private var lines = LineScanner()
    private(set) var requestLine = RequestLine()
    private(set) var entries: [Fields.Entry] = []
    private(set) var framing = Framing()

    /// The head's length, once it is complete.
    var length: Int { lines.start }

    /// Says whether no octet of a request line is among the first `count` octets.
    func isIdle(after count: Int) -> Bool {
        switch stage {
        case .start, .afterEmptyLine: count == lines.start
        case .fields: false
        }
    }

    /// Parses what is complete in `buffer`, where the head starts at `start`.
    ///
    /// - Returns: Whether the head is complete.
    mutating func advance(
        _ buffer: [UInt8], from start: Int, _ limits: Limits
    ) throws(WireError) -> Bool {
        let octets = buffer.span.extracting(droppingFirst: start)
        while true {
            switch stage {
            case .start, .afterEmptyLine:
                guard let line = try nextRequestLine(octets, limits) else { return false }
                guard !line.isEmpty else {
                    stage = .afterEmptyLine
                    continue
                }
                requestLine = try RequestLine(octets, in: line)
                // One allocation for the fields of nearly every request.
                entries.reserveCapacity(16)
                stage = .fields
            case .fields:
                guard let line = try nextFieldLine(octets, limits) else { return false }
                if line.isEmpty { return true }
                try fieldReceived(octets, line, limits)
            }
        }
    }

    private mutating func nextRequestLine(
        _ octets: Span<UInt8>, _ limits: Limits
    ) throws(WireError) -> Range<Int>? {
        guard octets.count > lines.start else { return nil }
        let first = octets[lines.start]
        // Garbage, a TLS handshake say, is refused at once instead of being waited for.
        let mayBeEmptyLine = first == Octet.carriageReturn && isBeforeEmptyLine
        guard OctetSet.token.contains(first) || mayBeEmptyLine else {
            throw first == Octet.lineFeed ? .malformedLineEnding : .malformedRequestLine
        }
        guard mayBeEmptyLine else {
            return try lines.next(
                in: octets, bytesMax: limits.requestLineBytesMax, else: .requestLineTooLong)
        }
        guard octets.count > 1 else { return nil }
        guard octets[1] == Octet.lineFeed else { throw .malformedLineEnding }
        return try lines.next(in: octets, bytesMax: 2, else: .malformedRequestLine)
    }

    private var isBeforeEmptyLine: Bool {
        switch stage {
        case .start: true
        case .afterEmptyLine, .fields: false
        }
    }

    private mutating func nextFieldLine(
        _ octets: Span<UInt8>, _ limits: Limits
    ) throws(WireError) -> Range<Int>? {
        let rest = max(0, limits.headBytesMax - lines.start)
        return limits.fieldBytesMax <= rest
            ? try lines.next(in: octets, bytesMax: limits.fieldBytesMax, else: .fieldTooLong)
            : try lines.next(in: octets, bytesMax: rest, else: .headTooLong)
    }

    private mutating func fieldReceived(
        _ octets: Span<UInt8>, _ line: Range<Int>, _ limits: Limits
    ) throws(WireError) {
        guard entries.count < limits.fieldCountMax else { throw .tooManyFields }
        let field = try FieldLine(octets, in: line)
        try framing.received(field, of: octets, minorVersion: requestLine.minorVersion)
        entries.append(
            Fields.Entry(name: OctetRange(field.name), value: OctetRange(field.value)))
    }
}
