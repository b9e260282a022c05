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
