// How much of anything one client may make the gateway hold or look at, by name.

/// The bounds of a request on the wire; whatever exceeds one is refused and the connection closed.
///
/// Lengths are in octets. A line's length counts its line ending.
public struct Limits: Sendable, Equatable {
    /// The longest request line; a longer one is answered 414.
    public var requestLineBytesMax: Int
    /// The longest field line; a longer one is answered 431.
    public var fieldBytesMax: Int
    /// The longest head: request line, fields and the empty line; a longer one is answered 431.
    ///
    /// The decoder takes at most 16 MiB here, whatever is configured.
    public var headBytesMax: Int
    /// The most field lines of a head; one more is answered 431.
    public var fieldCountMax: Int
    /// The longest body, as declared or as summed over chunks; a longer one is answered 413.
    public var bodyBytesMax: Int
    /// The longest line that carries a chunk's size and extensions; a longer one is answered 400.
    public var chunkLineBytesMax: Int
    /// The most octets of chunk extensions in one body; more is answered 400.
    public var chunkExtensionBytesMax: Int
    /// The longest trailer section; a longer one is answered 431.
    public var trailerBytesMax: Int
    /// The most field lines of a trailer section; one more is answered 431.
    public var trailerCountMax: Int

    /// Creates limits; the defaults suit an API behind a reverse proxy.
    public init(
        requestLineBytesMax: Int = 16 * 1024,
        fieldBytesMax: Int = 8 * 1024,
        headBytesMax: Int = 32 * 1024,
        fieldCountMax: Int = 100,
        bodyBytesMax: Int = 2 * 1024 * 1024,
        chunkLineBytesMax: Int = 256,
        chunkExtensionBytesMax: Int = 1024,
        trailerBytesMax: Int = 4 * 1024,
        trailerCountMax: Int = 20
    ) {
        self.requestLineBytesMax = requestLineBytesMax
        self.fieldBytesMax = fieldBytesMax
        self.headBytesMax = headBytesMax
        self.fieldCountMax = fieldCountMax
        self.bodyBytesMax = bodyBytesMax
        self.chunkLineBytesMax = chunkLineBytesMax
        self.chunkExtensionBytesMax = chunkExtensionBytesMax
        self.trailerBytesMax = trailerBytesMax
        self.trailerCountMax = trailerCountMax
    }
}
