// Names of fields: a token, compared without regard to case.

/// The name of a field, RFC 9110 §5.1; one that is no token cannot be made.
public struct FieldName: Sendable, Hashable, CustomStringConvertible {
    /// The name as it goes on the wire.
    let spelling: [UInt8]
    /// The name in lower case, as it is compared.
    let folded: [UInt8]
    /// Whether the field frames a message, belongs to one hop or is in every answer: such fields
    /// are the encoder's.
    let isFraming: Bool

    /// Creates a name, or nil where the text is not a token.
    public init?(_ text: String) {
        let octets = Array(text.utf8)
        guard !octets.isEmpty, octets.allSatisfy(OctetSet.token.contains) else { return nil }
        self.init(token: octets)
    }

    /// Creates a name that stands in the program's text.
    ///
    /// - Precondition: The literal is a token.
    public init(literal: StaticString) {
        guard let name = FieldName(literal.description) else {
            preconditionFailure("a field name that is no token: \(literal)")
        }
        self = name
    }

    private init(token: [UInt8]) {
        spelling = token
        folded = token.map(\.lowercased)
        isFraming = Self.framing.contains(folded)
    }

    /// Says whether the names are the same in any case.
    public static func == (left: FieldName, right: FieldName) -> Bool {
        left.folded == right.folded
    }

    /// Feeds the name in lower case.
    public func hash(into hasher: inout Hasher) { hasher.combine(folded) }

    /// The name as it was spelled when it was made.
    public var description: String { String(decoding: spelling, as: UTF8.self) }

    private static let framing: Set<[UInt8]> = Set(
        [
            "connection", "content-length", "date", "keep-alive", "transfer-encoding", "trailer",
            "x-content-type-options",
        ]
        .map { Array($0.utf8) })
}
