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
/// For objects that are written many times in a row: nothing but the text is handed on.
public struct JSONKeys: Sendable, Hashable {
    /// Each name after a comma, in its quotes and with its colon.
    let text: [UInt8]
    /// Where the text of each name ends, after a zero for the first to start at.
    let ends: [Int]

    /// Keys for any names.
    public init(_ names: [String]) {
        var text: [UInt8] = []
        var ends = [0]
        for name in names {
            text += JSONKey(name).commaNameColon
            ends.append(text.count)
        }
        self.text = text
        self.ends = ends
    }
}
