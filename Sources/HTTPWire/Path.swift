// A path's segments, decoded once and never normalized. What is dubious about them is told, not
// hidden: whether "..", an encoded slash or an empty segment is refused is the router's to say.

/// Why a path has no segments.
public enum PathError: Error, Sendable, Hashable {
    /// It does not start with "/".
    case notAbsolute
    /// A "%" without two hexadecimal digits.
    case malformedEncoding
    /// A segment holds U+0000.
    case null
    /// A segment is not UTF-8.
    case notText
    /// More segments than allowed.
    case tooManySegments
}

/// The segments of a path, RFC 3986 §3.3, percent-decoded each by itself.
public struct Path: Sendable, Hashable {
    /// What a path holds that two parsers may take for another path.
    public struct Traits: OptionSet, Sendable, Hashable {
        /// One bit for each trait.
        public let rawValue: UInt8
        /// Creates traits from their bits.
        public init(rawValue: UInt8) { self.rawValue = rawValue }

        /// A segment that is "." or "..", encoded or not.
        public static let dotSegment = Traits(rawValue: 1)
        /// A segment that holds a "/" or a "\", encoded.
        public static let encodedSlash = Traits(rawValue: 2)
        /// An empty segment that is not the last: "//".
        public static let emptySegment = Traits(rawValue: 4)
        /// The last segment is empty: the path ends with "/" and is not only that.
        public static let trailingSlash = Traits(rawValue: 8)
    }

    /// The segments between slashes, decoded; none for "/".
    ///
    /// Empty segments are kept, so "/a//b/" has the segments "a", "", "b" and "".
    public let segments: [String]
    /// What is dubious about the path.
    public let traits: Traits

    /// The most segments, where the caller names no other number.
    public static let segmentsMax = 64

    /// Splits a path at "/" and decodes its segments.
    ///
    /// - Parameters:
    ///   - octets: The path as sent, without query.
    ///   - segmentsMax: The most segments.
    /// - Throws: Why the path has no segments.
    public init(
        _ octets: Span<UInt8>, segmentsMax: Int = Path.segmentsMax
    ) throws(PathError) {
        guard !octets.isEmpty, octets[0] == Octet.slash else { throw .notAbsolute }
        var segments: [String] = []
        segments.reserveCapacity(8)
        var traits: Traits = []
        var start = 1
        while octets.count > 1, start <= octets.count {
            let end = octets.firstIndex(of: Octet.slash, from: start) ?? octets.count
            guard segments.count < segmentsMax else { throw .tooManySegments }
            segments.append(try Self.segment(octets.extracting(start..<end), &traits))
            if start == end { traits.insert(end < octets.count ? .emptySegment : .trailingSlash) }
            start = end + 1
        }
        self.segments = segments
        self.traits = traits
    }

    /// Splits a path that is text already.
    public init(_ text: String, segmentsMax: Int = Path.segmentsMax) throws(PathError) {
        let octets = Array(text.utf8)
        self = try Path(octets.span, segmentsMax: segmentsMax)
    }

    /// The segments before the first that cannot be decoded, for whoever refuses such a path.
    public static func leadingSegments(_ octets: Span<UInt8>) -> [String] {
        var segments: [String] = []
        var traits: Traits = []
        var start = 1
        while start < octets.count, segments.count < segmentsMax {
            let end = octets.firstIndex(of: Octet.slash, from: start) ?? octets.count
            let segment = try? Self.segment(octets.extracting(start..<end), &traits)
            guard let segment else { break }
            segments.append(segment)
            start = end + 1
        }
        return segments
    }

    private static func segment(
        _ octets: Span<UInt8>, _ traits: inout Traits
    ) throws(PathError) -> String {
        if PercentCoding.isPlain(octets, plusIsSpace: false) {
            return try checked(octets, &traits)
        }
        var decoded: [UInt8] = []
        decoded.reserveCapacity(octets.count)
        guard PercentCoding.decode(octets, plusIsSpace: false, into: &decoded) else {
            throw .malformedEncoding
        }
        return try checked(decoded.span, &traits)
    }

    private static func checked(
        _ octets: Span<UInt8>, _ traits: inout Traits
    ) throws(PathError) -> String {
        for index in octets.indices {
            switch octets[index] {
            case 0: throw .null
            case Octet.slash, Octet.backslash: traits.insert(.encodedSlash)
            default: break
            }
        }
        guard let segment = String(validating: octets) else { throw .notText }
        if segment == "." || segment == ".." { traits.insert(.dotSegment) }
        return segment
    }
}

extension Target {
    /// Returns the path's segments.
    public func segments(max segmentsMax: Int = Path.segmentsMax) throws(PathError) -> Path {
        try withPath { (octets) throws(PathError) in try Path(octets, segmentsMax: segmentsMax) }
    }

    /// Returns the path's segments before the first that cannot be decoded.
    public func leadingSegments() -> [String] {
        withPath { Path.leadingSegments($0) }
    }
}
