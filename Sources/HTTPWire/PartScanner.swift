// Where the parts of a multipart body start and end, and what their heads say.

/// Walks over a multipart body from delimiter to delimiter.
struct PartScanner {
    let body: [UInt8]
    /// CR LF "--" boundary; no CR but the first, so a search never goes back.
    let delimiter: [UInt8]
    private var index = 0
    private(set) var isAtEnd = false

    init(body: [UInt8], delimiter: [UInt8]) {
        self.body = body
        self.delimiter = delimiter
    }

    /// Passes the first delimiter; false where the body does not start with it.
    mutating func skipToFirstPart() -> Bool {
        if stands(delimiter, at: 0) {
            index = delimiter.count
        } else if body.starts(with: delimiter.dropFirst(2)) {
            index = delimiter.count - 2
        } else {
            return false
        }
        return passDelimiterEnd()
    }

    /// Returns the part at hand and passes the delimiter after it.
    mutating func nextPart(headBytesMax: Int) throws(MultipartError) -> Multipart.Part {
        let head = try partHead(headBytesMax: headBytesMax)
        let start = index
        guard let end = nextDelimiter(from: start) else { throw .malformed }
        index = end + delimiter.count
        guard passDelimiterEnd() else { throw .malformed }
        guard let name = head.name else { throw .noName }
        return Multipart.Part(
            name: name, fileName: head.fileName, contentType: head.contentType,
            content: Array(body[start..<end]))
    }

    /// Passes CR LF after a delimiter, or "--" and the end of the body after the last.
    private mutating func passDelimiterEnd() -> Bool {
        if stands([Octet.hyphen, Octet.hyphen], at: index) {
            index += 2
            if stands(Self.lineEnd, at: index) { index += 2 }
            isAtEnd = true
            return index == body.count
        }
        guard stands(Self.lineEnd, at: index) else { return false }
        index += 2
        return true
    }

    private func nextDelimiter(from start: Int) -> Int? {
        var start = start
        let octets = body.span
        while let found = octets.firstIndex(of: Octet.carriageReturn, from: start) {
            if stands(delimiter, at: found) { return found }
            start = found + 1
        }
        return nil
    }

    private func stands(_ octets: [UInt8], at index: Int) -> Bool {
        guard body.count - index >= octets.count else { return false }
        for offset in octets.indices where body[index + offset] != octets[offset] { return false }
        return true
    }

    private mutating func partHead(headBytesMax: Int) throws(MultipartError) -> PartHead {
        var head = PartHead()
        let start = index
        while true {
            let line = index
            guard let lineFeed = body.span.firstIndex(of: Octet.lineFeed, from: line) else {
                throw body.count - start > headBytesMax ? .partHeadTooLong : .malformed
            }
            guard lineFeed + 1 - start <= headBytesMax else { throw .partHeadTooLong }
            guard lineFeed > line, body[lineFeed - 1] == Octet.carriageReturn else {
                throw .malformed
            }
            index = lineFeed + 1
            if lineFeed == line + 1 { return head }
            try head.received(body.span, line..<lineFeed - 1)
        }
    }

    private static let lineEnd = [Octet.carriageReturn, Octet.lineFeed]
}

/// What a part's head says, as far as RFC 7578 §4 gives it a meaning.
private struct PartHead {
    var name: String?
    var fileName: String?
    var contentType: MediaType?
    private var hasDisposition = false
    private var hasContentType = false

    mutating func received(_ octets: Span<UInt8>, _ line: Range<Int>) throws(MultipartError) {
        guard let field = try? FieldLine(octets, in: line) else { throw .malformed }
        let name = octets.extracting(field.name)
        let value = octets.extracting(field.value)
        if name.equalsIgnoringCase(FieldName.contentDisposition.folded) {
            guard !hasDisposition else { throw .malformed }
            hasDisposition = true
            try dispositionReceived(value)
        } else if name.equalsIgnoringCase(FieldName.contentType.folded) {
            guard !hasContentType, let type = MediaType(octets: value) else { throw .malformed }
            hasContentType = true
            contentType = type
        } else if name.equalsIgnoringCase(Self.contentTransferEncoding) {
            let isPlain = Self.plainEncodings.contains { value.equalsIgnoringCase($0) }
            guard isPlain else { throw .encodedPart }
        }
    }

    private mutating func dispositionReceived(_ value: Span<UInt8>) throws(MultipartError) {
        var end = 0
        while end < value.count, OctetSet.token.contains(value[end]) { end += 1 }
        guard value.extracting(0..<end).equalsIgnoringCase(Self.formData),
            let parameters = Parameters(value, from: end)
        else { throw .noName }
        name = parameters["name"]
        fileName = parameters["filename"]
    }

    private static let formData = Array("form-data".utf8)
    private static let contentTransferEncoding = Array("content-transfer-encoding".utf8)
    private static let plainEncodings = ["7bit", "8bit", "binary"].map { Array($0.utf8) }
}
