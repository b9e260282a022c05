/// A member name that is encoded once and written many times.

/// A member's name as it stands in JSON text: escaped, in quotes, with its colon.
///
/// Keep it in a constant: `static let clientID: JSONKey = "client_id"`.
public struct JSONKey: Sendable, Hashable, ExpressibleByStringLiteral {
    /// The name without escapes.
    public let name: String
    /// A comma and then the name in its quotes and its colon.
    let commaNameColon: [UInt8]

    /// A key for any name.
    public init(_ name: String) {
        self.name = name
        var writer = JSONWriter()
        writer.string(name)
        commaNameColon = [.comma] + writer.finish() + [.colon]
    }

    /// A key for a name that is known when the program is written.
    public init(stringLiteral name: String) {
        self.init(name)
    }
}
