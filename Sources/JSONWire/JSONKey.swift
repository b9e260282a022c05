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

/// The names of an object's members, in order, each as it stands in JSON text.
///
/// For objects that are written many times in a row: a name is written whole, whatever its length.
public struct JSONKeys: Sendable, Hashable {
    /// A name with its quotes and its colon.
    struct Name: Sendable, Hashable {
        /// The text, and zeros after it.
        let bytes: SIMD64<UInt8>
        let count: Int

        init(_ text: some Collection<UInt8>) {
            precondition(text.count <= 64, "a member's name is too long")
            var bytes = SIMD64<UInt8>()
            for (index, byte) in text.enumerated() { bytes[index] = byte }
            self.bytes = bytes
            count = text.count
        }
    }

    /// Each name twice: as an object's first, and after a comma.
    let names: [Name]

    /// Keys for names of at most 60 bytes in JSON text.
    public init(_ names: [String]) {
        self.names = names.flatMap { name in
            let text = JSONKey(name).commaNameColon
            return [Name(text.dropFirst()), Name(text)]
        }
    }
}
