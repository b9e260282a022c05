// The grammar of the request line: single spaces, known versions, three forms of target.

/// A parsed request line, RFC 9112 §3.
struct RequestLine: Sendable {
    var method: Method = .get
    var target = Target.Parts()
    /// 0 or 1: only HTTP/1.0 and HTTP/1.1 are spoken.
    var minorVersion = 1

    init() {}

    /// Parses the line in `range`, which is without its line ending.
    init(_ octets: Span<UInt8>, in range: Range<Int>) throws(WireError) {
        var end = range.lowerBound
        while end < range.upperBound, OctetSet.token.contains(octets[end]) { end += 1 }
        let methodRange = range.lowerBound..<end
        // " HTTP/1.1" is nine octets; before it stands a target of one at least.
        guard !methodRange.isEmpty, end < range.upperBound, octets[end] == Octet.space,
            range.upperBound - end > 10, octets[range.upperBound - 9] == Octet.space
        else { throw .malformedRequestLine }
        minorVersion = try Self.minorVersion(
            octets.extracting(range.upperBound - 8..<range.upperBound))
        guard let method = Method(token: octets.extracting(methodRange)) else {
            throw .connectRefused
        }
        self.method = method
        target = try Self.target(octets, in: end + 1..<range.upperBound - 9, for: method)
    }

    private static func minorVersion(_ version: Span<UInt8>) throws(WireError) -> Int {
        // "HTTP/" DIGIT "." DIGIT, in exactly this case.
        guard version[0] == 0x48, version[1] == 0x54, version[2] == 0x54, version[3] == 0x50,
            version[4] == Octet.slash, version[5].isDigit, version[6] == Octet.dot,
            version[7].isDigit
        else { throw .malformedRequestLine }
        guard version[5] == 0x31, version[7] <= 0x31 else { throw .unsupportedVersion }
        return Int(version[7] & 1)
    }

    private static func target(
        _ octets: Span<UInt8>, in range: Range<Int>, for method: Method
    ) throws(WireError) -> Target.Parts {
        switch octets[range.lowerBound] {
        case Octet.slash:
            return try originForm(octets, in: range)
        case Octet.asterisk:
            guard range.count == 1, method == .options else { throw .malformedTarget }
            return Target.Parts(form: .asterisk, path: OctetRange(range))
        default:
            return try absoluteForm(octets, in: range)
        }
    }

    private static func originForm(
        _ octets: Span<UInt8>, in range: Range<Int>
    ) throws(WireError) -> Target.Parts {
        var end = range.lowerBound
        while end < range.upperBound, OctetSet.path.contains(octets[end]) { end += 1 }
        return Target.Parts(
            path: OctetRange(range.lowerBound..<end),
            query: try query(octets, in: end..<range.upperBound))
    }

    /// Returns what follows "?" at the start of the range; nil where the range is empty.
    private static func query(
        _ octets: Span<UInt8>, in range: Range<Int>
    ) throws(WireError) -> OctetRange? {
        guard !range.isEmpty else { return nil }
        guard octets[range.lowerBound] == Octet.question else { throw .malformedTarget }
        let query = range.dropFirst()
        for index in query where !OctetSet.query.contains(octets[index]) {
            throw .malformedTarget
        }
        return OctetRange(query)
    }

    private static func absoluteForm(
        _ octets: Span<UInt8>, in range: Range<Int>
    ) throws(WireError) -> Target.Parts {
        let line = octets.extracting(0..<range.upperBound)
        guard let schemeEnd = line.firstIndex(of: Octet.colon, from: range.lowerBound),
            schemeEnd + 2 < range.upperBound,
            octets[schemeEnd + 1] == Octet.slash, octets[schemeEnd + 2] == Octet.slash,
            isHTTP(octets.extracting(range.lowerBound..<schemeEnd))
        else { throw .malformedTarget }
        let start = schemeEnd + 3
        var end = start
        while end < range.upperBound, octets[end] != Octet.slash, octets[end] != Octet.question {
            // RFC 9110 §4.2.4: user information hides who is really asked.
            if octets[end] == 0x40 { throw .userInfoInTarget }
            end += 1
        }
        guard Authority.isValid(octets.extracting(start..<end)) else { throw .malformedTarget }
        var parts = Target.Parts()
        if end < range.upperBound, octets[end] == Octet.slash {
            parts = try originForm(octets, in: end..<range.upperBound)
        } else {
            // An empty path means "/": the scheme's second slash lends itself as one.
            parts.path = OctetRange(start - 1..<start)
            parts.query = try query(octets, in: end..<range.upperBound)
        }
        parts.form = .absolute
        parts.authority = OctetRange(start..<end)
        return parts
    }

    private static func isHTTP(_ scheme: Span<UInt8>) -> Bool {
        scheme.equalsIgnoringCase(Self.http) || scheme.equalsIgnoringCase(Self.https)
    }

    private static let http = Array("http".utf8)
    private static let https = Array("https".utf8)
}
