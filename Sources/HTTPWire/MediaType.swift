// The type of a body, as Content-Type names it.

/// A media type, RFC 9110 §8.3.1, in lower case but for the parameters' values.
public struct MediaType: Sendable, Hashable, CustomStringConvertible {
    /// The part before the slash.
    public let type: String
    /// The part after the slash.
    public let subtype: String
    private let parameters: Parameters

    /// Parses `type/subtype` and parameters; nil where that is malformed or a parameter repeats.
    public init?(_ text: String) {
        let octets = Array(text.utf8)
        self.init(octets: octets.span)
    }

    init?(octets: Span<UInt8>) {
        var slash = 0
        while slash < octets.count, OctetSet.token.contains(octets[slash]) { slash += 1 }
        var end = slash + 1
        while end < octets.count, OctetSet.token.contains(octets[end]) { end += 1 }
        guard slash > 0, slash < octets.count, octets[slash] == Octet.slash, end > slash + 1,
            let parameters = Parameters(octets, from: end)
        else { return nil }
        let text = String(repairing: octets.extracting(0..<end)).lowercased()
        type = String(text.prefix(slash))
        subtype = String(text.dropFirst(slash + 1))
        self.parameters = parameters
    }

    /// The parameter of that name, in lower case; nil where there is none.
    public subscript(parameter: String) -> String? { parameters[parameter] }

    /// Type and subtype without parameters.
    public var description: String { "\(type)/\(subtype)" }

    /// Says whether the type and subtype are these; parameters do not count.
    ///
    /// - Parameter essence: For example "application/json", in lower case.
    /// - Returns: Whether both are the same.
    public func isType(_ essence: String) -> Bool { description == essence }
}

extension Request {
    /// The type of the body; nil where Content-Type is absent, malformed or repeated.
    public var contentType: MediaType? {
        guard fields.count(of: .contentType) == 1 else { return nil }
        return fields.withValue(of: .contentType) { octets in MediaType(octets: octets) } ?? nil
    }
}
