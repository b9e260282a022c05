/// Why `postern dev` cannot start, in one line.
public struct DevelopmentError: Error, Sendable, CustomStringConvertible {
    /// The line, without a final period.
    public let description: String

    init(_ description: String) {
        self.description = description
    }
}
