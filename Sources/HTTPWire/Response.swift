// A response as the dialects make it: framing is added when it is put on the wire.

/// A final response with its whole body.
///
/// Date, Content-Length, Connection and whatever else frames a message are the encoder's: such
/// fields may stand here and are left out.
public struct Response: Sendable, Hashable {
    /// The outcome.
    public var status: Status
    /// The fields in the order they are sent.
    public var fields: [ResponseField]
    /// The body; not sent with 204 and 304 and to HEAD.
    public var body: [UInt8]

    /// Creates a response.
    public init(_ status: Status, fields: [ResponseField] = [], body: [UInt8] = []) {
        self.status = status
        self.fields = fields
        self.body = body
    }

    /// Returns the first value of that name as text; nil where there is none.
    public subscript(name: FieldName) -> String? {
        fields.first { $0.name == name }?.value.description
    }

    /// Adds a field after the others.
    public mutating func append(_ name: FieldName, _ value: FieldValue) {
        fields.append(ResponseField(name, value))
    }

    /// Puts a field in place of all others of its name.
    public mutating func set(_ name: FieldName, _ value: FieldValue) {
        fields.removeAll { $0.name == name }
        append(name, value)
    }
}
