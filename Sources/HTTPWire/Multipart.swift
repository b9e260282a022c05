// multipart/form-data, RFC 7578: the parts of an upload, found by their boundary.

/// Why octets are no multipart form.
public enum MultipartError: Error, Sendable, Hashable {
    /// The media type is not multipart/form-data or names no lawful boundary.
    case noBoundary
    /// Delimiters or a part's head break the grammar, or the last delimiter lacks.
    case malformed
    /// A part is no form-data or has no name.
    case noName
    /// A part has an encoding that RFC 7578 §4.7 gave up.
    case encodedPart
    /// More parts than allowed.
    case tooManyParts
    /// A part's head is longer than allowed.
    case partHeadTooLong
}

/// A multipart form, taken apart.
public struct Multipart: Sendable {
    /// One part of a form.
    public struct Part: Sendable, Hashable {
        /// The field's name.
        public let name: String
        /// The name the file had where it came from; never a path to be used here.
        public let fileName: String?
        /// What the sender says the content is; nil where it says nothing.
        public let contentType: MediaType?
        /// The content.
        public let content: [UInt8]
    }

    /// How much of a form is looked at; the body as a whole is bounded before.
    public struct Limits: Sendable, Hashable {
        /// The most parts.
        public var partsMax: Int
        /// The longest head of a part in octets, the empty line counted.
        public var partHeadBytesMax: Int

        /// Creates limits; the defaults suit forms with one file.
        public init(partsMax: Int = 16, partHeadBytesMax: Int = 2048) {
            self.partsMax = partsMax
            self.partHeadBytesMax = partHeadBytesMax
        }
    }

    /// The parts in order.
    public let parts: [Part]

    /// Takes a body apart.
    ///
    /// Nothing may stand before the first delimiter but an empty line, and nothing after the last
    /// but one.
    ///
    /// - Parameters:
    ///   - body: The whole body.
    ///   - contentType: Its media type, which names the boundary.
    ///   - limits: How many parts, how long their heads.
    /// - Throws: What keeps the body from being a form.
    public init(
        _ body: [UInt8], contentType: MediaType, limits: Limits = Limits()
    ) throws(MultipartError) {
        guard contentType.isType("multipart/form-data"), let boundary = contentType["boundary"],
            let delimiter = Self.delimiter(boundary)
        else { throw .noBoundary }
        var scanner = PartScanner(body: body, delimiter: delimiter)
        guard scanner.skipToFirstPart() else { throw .malformed }
        var parts: [Part] = []
        while !scanner.isAtEnd {
            guard parts.count < limits.partsMax else { throw .tooManyParts }
            parts.append(try scanner.nextPart(headBytesMax: limits.partHeadBytesMax))
        }
        self.parts = parts
    }

    /// The first part of that name; nil where there is none.
    public subscript(name: String) -> Part? { parts.first { $0.name == name } }

    /// Returns CR LF "--" boundary; nil where RFC 2046 §5.1.1 has no such boundary.
    private static func delimiter(_ boundary: String) -> [UInt8]? {
        let octets = Array(boundary.utf8)
        guard (1...70).contains(octets.count), octets.last != Octet.space,
            octets.allSatisfy({ $0 >= Octet.space && $0 < 0x7f })
        else { return nil }
        return Array("\r\n--".utf8) + octets
    }
}
