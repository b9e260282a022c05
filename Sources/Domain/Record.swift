/// Some fields of one row, by value: what a request sends, or what an answer shows.
///
/// A record need not be whole: a create leaves out what the gateway makes, a change carries only
/// what changes.
public struct Record: Sendable {
    /// What the row is.
    public let resource: Resource
    /// Which fields the record holds.
    public private(set) var fields = FieldSet.none
    private var values: [Value] = []

    /// A record of the resource that holds nothing yet.
    public init(of resource: Resource) {
        self.resource = resource
    }

    /// Reads or sets a field by its typed name; nil where the record does not hold it.
    public subscript<FieldType>(field: Field<FieldType>) -> FieldType? {
        get { self[ordinal: resource.ordinal(of: field)].flatMap(FieldType.init) }
        set { set(newValue?.value ?? .null, at: resource.ordinal(of: field)) }
    }

    /// The value at a place in the resource's declaration; nil where the record does not hold it.
    public subscript(ordinal ordinal: Int) -> Value? {
        fields.contains(ordinal) ? values[fields.position(of: ordinal)] : nil
    }

    /// Sets the value at a place in the resource's declaration.
    public mutating func set(_ value: Value, at ordinal: Int) {
        let position = fields.position(of: ordinal)
        if fields.contains(ordinal) {
            values[position] = value
        } else {
            fields.insert(ordinal)
            values.insert(value, at: position)
        }
    }

    /// The secret among the values; nil where the record holds none.
    public var secret: Secret? { values.lazy.compactMap(Secret.init).first }

    /// The values, in the order of the fields' places.
    public var orderedValues: [Value] { values }
}
