// A field on its way out: a name and a value, both lawful by construction.

/// One field of a response.
public struct ResponseField: Sendable, Hashable {
    /// The field's name.
    public let name: FieldName
    /// The field's value.
    public let value: FieldValue

    /// Creates a field.
    public init(_ name: FieldName, _ value: FieldValue) {
        self.name = name
        self.value = value
    }

    /// Creates a field from text, or nil where the value holds a control octet.
    public init?(_ name: FieldName, _ value: String) {
        guard let value = FieldValue(value) else { return nil }
        self.init(name, value)
    }

    /// The length of the field's line.
    var lineBytes: Int { name.spelling.count + value.octets.count + 4 }
}
