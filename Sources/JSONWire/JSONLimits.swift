/// What a reader is willing to read. Every way in which a text could grow has its limit here.

/// The bounds that `JSONReader` holds a text against before it becomes values.
///
/// The defaults fit an administrator's request body; a caller narrows them where it knows better.
public struct JSONLimits: Sendable, Hashable {
    /// The deepest nesting that `depthMax` can be set to; it keeps recursion far from a thread's
    /// stack end.
    public static let depthCeiling = 128

    /// The bytes of the whole text.
    public var bytesMax: Int
    /// The objects and arrays that may stand inside each other; at most `depthCeiling` counts.
    public var depthMax: Int
    /// The members of one object.
    public var membersMax: Int
    /// The elements of one array.
    public var elementsMax: Int
    /// The values of the whole text, containers included.
    public var valuesMax: Int
    /// The bytes of one string as written, escapes included and quotes not.
    public var stringBytesMax: Int
    /// The bytes of one member's name as written, escapes included and quotes not.
    public var nameBytesMax: Int
    /// The characters of one number.
    public var numberBytesMax: Int
    /// The greatest power of ten, positive or negative, that a number may name.
    ///
    /// PostgreSQL writes `1e1000` out into a thousand digits, so a few bytes must not name
    /// millions.
    public var exponentMax: Int

    /// Limits, each with its default.
    public init(
        bytesMax: Int = 2 * 1024 * 1024,
        depthMax: Int = 32,
        membersMax: Int = 1_000,
        elementsMax: Int = 10_000,
        valuesMax: Int = 65_536,
        stringBytesMax: Int = 1024 * 1024,
        nameBytesMax: Int = 1_024,
        numberBytesMax: Int = 64,
        exponentMax: Int = 1_000
    ) {
        self.bytesMax = bytesMax
        self.depthMax = depthMax
        self.membersMax = membersMax
        self.elementsMax = elementsMax
        self.valuesMax = valuesMax
        self.stringBytesMax = stringBytesMax
        self.nameBytesMax = nameBytesMax
        self.numberBytesMax = numberBytesMax
        self.exponentMax = exponentMax
    }
}
