// What a request is aimed at, as ranges of the head: nothing is decoded, nothing normalized.

/// The forms of a request target that are accepted, RFC 9112 §3.2.
public enum TargetForm: Sendable, Hashable {
    /// A path and perhaps a query.
    case origin
    /// A whole `http` or `https` URI; its authority counts instead of Host.
    case absolute
    /// `*`, for OPTIONS alone.
    case asterisk
}

/// A request target as it was sent.
public struct Target: Sendable {
    /// Where the parts of a target lie in the head.
    struct Parts: Sendable, Equatable {
        var form = TargetForm.origin
        var path: OctetRange = .empty
        var query: OctetRange?
        var authority: OctetRange?
    }

    let head: [UInt8]
    let parts: Parts

    /// The form in which the target was sent.
    public var form: TargetForm { parts.form }

    /// The path as sent, percent-encoding untouched: it starts with "/", or is "*".
    public var path: String { String(repairing: head.span.extracting(parts.path.range)) }

    /// What follows the first "?", as sent; nil where there is no "?".
    public var query: String? {
        parts.query.map { String(repairing: head.span.extracting($0.range)) }
    }

    /// The authority of the absolute form; nil in the other forms.
    public var authority: Authority? {
        parts.authority.flatMap { Authority(octets: head.span.extracting($0.range)) }
    }

    /// Lends the path's octets, as sent.
    public func withPath<Result, Failure: Error>(
        _ body: (Span<UInt8>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try body(head.span.extracting(parts.path.range))
    }

    /// Lends the query's octets, as sent; none where there is no query.
    public func withQuery<Result, Failure: Error>(
        _ body: (Span<UInt8>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try body(head.span.extracting((parts.query ?? .empty).range))
    }
}
