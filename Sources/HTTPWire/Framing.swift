// What the fields of a head say about where the message ends and what follows it.
// Whatever two parsers could read in two ways is refused here: RFC 9112 §6.3, §11.2.

/// Gathers the fields that frame a message, one after another.
struct Framing: Sendable {
    /// How the body is delimited.
    enum Body: Sendable, Equatable {
        case none
        case fixed(length: Int)
        case chunked
    }

    private var contentLength: UInt64?
    private var isChunked = false
    private var hasHost = false
    private var closes = false
    private var keepsAliveByName = false
    private(set) var expectsContinue = false

    /// Takes note of a field; most are of no concern here.
    mutating func received(
        _ line: FieldLine, of octets: Span<UInt8>, minorVersion: Int
    ) throws(WireError) {
        let name = octets.extracting(line.name)
        let value = octets.extracting(line.value)
        switch name.count {
        case 4 where name.equalsIgnoringCase(FieldName.host.folded):
            try hostReceived(value)
        case 6 where name.equalsIgnoringCase(FieldName.expect.folded):
            try expectReceived(value, minorVersion: minorVersion)
        case 10 where name.equalsIgnoringCase(FieldName.connection.folded):
            connectionReceived(octets, in: line.value)
        case 14 where name.equalsIgnoringCase(FieldName.contentLength.folded):
            try contentLengthReceived(value)
        case 17 where name.equalsIgnoringCase(FieldName.transferEncoding.folded):
            try transferEncodingReceived(octets, line, minorVersion: minorVersion)
        default: break
        }
    }

    /// Returns how the body is delimited, once all fields are known.
    func body(minorVersion: Int, bodyBytesMax: Int) throws(WireError) -> Body {
        // RFC 9112 §3.2: HTTP/1.1 requires Host.
        guard hasHost || minorVersion == 0 else { throw .missingHost }
        // RFC 9112 §6.1: both framings present is an attack, not a mistake.
        guard contentLength == nil || !isChunked else { throw .conflictingFraming }
        if isChunked { return .chunked }
        guard let contentLength, contentLength > 0 else { return .none }
        guard let length = Int(exactly: contentLength), length <= bodyBytesMax else {
            throw .contentTooLarge
        }
        return .fixed(length: length)
    }

    /// Whether the client wants the connection kept: RFC 9112 §9.3.
    func keepsAlive(minorVersion: Int) -> Bool {
        !closes && (minorVersion == 1 || keepsAliveByName)
    }

    private mutating func hostReceived(_ value: Span<UInt8>) throws(WireError) {
        guard !hasHost else { throw .repeatedHost }
        guard Authority.isValid(value) else { throw .malformedHost }
        hasHost = true
    }

    private mutating func expectReceived(
        _ value: Span<UInt8>, minorVersion: Int
    ) throws(WireError) {
        // RFC 9110 §10.1.1: an expectation in HTTP/1.0 is ignored.
        guard minorVersion == 1 else { return }
        guard value.equalsIgnoringCase(Self.continueExpectation) else {
            throw .unknownExpectation
        }
        expectsContinue = true
    }

    private mutating func connectionReceived(_ octets: Span<UInt8>, in value: Range<Int>) {
        var start = value.lowerBound
        while start < value.upperBound {
            var end = start
            while end < value.upperBound, octets[end] != Octet.comma { end += 1 }
            let option = octets.extracting(octets.trimmed(start..<end))
            if option.equalsIgnoringCase(Self.close) { closes = true }
            if option.equalsIgnoringCase(Self.keepAlive) { keepsAliveByName = true }
            start = end + 1
        }
    }

    private mutating func contentLengthReceived(_ value: Span<UInt8>) throws(WireError) {
        // Equal repeats may be merged by RFC 9110 §8.6; a list or a repeat is refused all the same.
        guard contentLength == nil else { throw .repeatedContentLength }
        // No sign, no hexadecimal, no leading zero.
        guard !value.isEmpty, value.count == 1 || value[0] != Octet.zero else {
            throw .malformedContentLength
        }
        var length: UInt64 = 0
        for index in value.indices {
            guard value[index].isDigit else { throw .malformedContentLength }
            let (product, overflows) = length.multipliedReportingOverflow(by: 10)
            let (sum, carries) = product.addingReportingOverflow(UInt64(value[index] & 0x0f))
            // Beyond 64 bits it is too large, however large it is.
            length = overflows || carries ? .max : sum
        }
        contentLength = length
    }

    private mutating func transferEncodingReceived(
        _ octets: Span<UInt8>, _ line: FieldLine, minorVersion: Int
    ) throws(WireError) {
        // RFC 9112 §6.1: HTTP/1.0 has no transfer codings, so its framing is faulty.
        guard minorVersion == 1 else { throw .unexpectedTransferEncoding }
        guard !isChunked, line.isPlain else { throw .malformedTransferEncoding }
        let value = octets.extracting(line.value)
        guard value.equalsIgnoringCase(Self.chunked) else { throw Self.refusal(of: value) }
        isChunked = true
    }

    /// RFC 9112 §6.1: 501 where the length would be known but a coding is not; else 400.
    private static func refusal(of codings: Span<UInt8>) -> WireError {
        let suffix = codings.count - chunked.count
        guard suffix > 1, codings[0] != Octet.comma else { return .malformedTransferEncoding }
        guard codings.extracting(suffix..<codings.count).equalsIgnoringCase(chunked) else {
            return .malformedTransferEncoding
        }
        let others = codings.extracting(codings.trimmed(0..<suffix))
        guard others[others.count - 1] == Octet.comma else { return .malformedTransferEncoding }
        for index in others.indices {
            // A second "chunked" leaves the end of the message open again.
            let rest = others.extracting(index..<others.count)
            if rest.count > chunked.count,
                rest.extracting(0..<chunked.count).equalsIgnoringCase(chunked)
            {
                return .malformedTransferEncoding
            }
        }
        return .unknownTransferCoding
    }

    private static let close = Array("close".utf8)
    private static let keepAlive = Array("keep-alive".utf8)
    private static let chunked = Array("chunked".utf8)
    private static let continueExpectation = Array("100-continue".utf8)
}
