/// What came of an `Intent`, free of any wire: the store makes it, the dialects show it.
public enum Outcome: Sendable {
    /// The page, and the cursor of the next one where there is more.
    case list(Records, next: String?)
    /// The row, and the version that its entity tag shows.
    case record(Records, version: Int64)
    /// The new row's key, its secret where it has one, and its version.
    case created(key: String, secret: Secret?, version: Int64)
    /// The row is changed and has this version now.
    case changed(version: Int64)
    /// The row is gone.
    case deleted
    /// The client's only secret is this one now.
    case rotated(clientID: String, secret: Secret, version: Int64)
}

/// A text that must be shown to its owner and to nobody else; it prints as `[secret]`.
public struct Secret: Sendable, Hashable, CustomStringConvertible, CustomDebugStringConvertible {
    /// The text itself: for the answer that shows it, and for its digest.
    public let exposed: String

    /// Wraps a text.
    public init(_ text: String) {
        exposed = text
    }

    /// Never the text.
    public var description: String { "[secret]" }
    /// Never the text.
    public var debugDescription: String { "[secret]" }
}
