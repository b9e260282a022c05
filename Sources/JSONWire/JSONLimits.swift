/// What a reader is willing to read. Every way in which a text could grow has its limit here.

/// The bounds that `JSONReader` holds a text against before it becomes values.
///
/// A name, a string or a number may be as long as the text: what is made of them is no larger than
/// they are. What takes more memory than it has bytes, a value, is counted.
public struct JSONLimits: Sendable, Hashable {
    /// The deepest nesting that `depthMax` can be set to; it keeps recursion far from a thread's
    /// stack end.
    public static let depthCeiling = 128

    /// The bytes of the whole text.
    public var bytesMax: Int
    /// The objects and arrays that may stand inside each other; at most `depthCeiling` counts.
    public var depthMax: Int
    /// The values of the whole text, containers included.
    public var valuesMax: Int

    /// Limits, each with its default: of values, one for eight bytes that the text may have.
    public init(
        bytesMax: Int = 2 * 1024 * 1024, depthMax: Int = 32, valuesMax: Int? = nil
    ) {
        self.bytesMax = bytesMax
        self.depthMax = depthMax
        self.valuesMax = valuesMax ?? max(1024, bytesMax / 8)
    }
}
