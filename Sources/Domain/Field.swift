/// A typed name for one fact about a resource: `Client.name` is a `Field<String>`.
///
/// Names are the RFCs' (RFC 7591 §2 for clients); what a dialect calls the fact stands in that
/// dialect's projection.
public struct Field<FieldType: StoredValue>: Sendable, AnyField {
    /// What the catalog says of the field, without its Swift type.
    public let declaration: FieldDeclaration

    /// Declares a field kept in the column of the same name, or of the name given.
    public init(
        _ name: String, column: String? = nil, origin: FieldOrigin = .request, _ rules: Rule...
    ) {
        declaration = FieldDeclaration(
            name: name, column: column ?? name, kind: FieldType.kind, origin: origin, rules: rules)
    }
}

/// A field whose Swift type does not matter to the reader.
public protocol AnyField: Sendable {
    /// What the catalog says of the field.
    var declaration: FieldDeclaration { get }
}

/// Who decides what a field holds.
public enum FieldOrigin: Sendable, Hashable {
    /// The client sends it, on create and on change.
    case request
    /// The gateway makes it once, on create.
    case gateway
    /// The gateway sets it from the caller's token, on create.
    case caller
    /// The database sets it, on create.
    case databaseOnCreate
    /// The database sets it, on create and on every change.
    case databaseOnChange
    /// An operation of its own changes it.
    case action
}

/// What is known of a field: its name, where and as what it is kept, and its rules.
public struct FieldDeclaration: Sendable, Hashable {
    /// The RFC's name.
    public let name: String
    /// The table's column.
    public let column: String
    /// The kind of value.
    public let kind: ValueKind
    /// Who decides the value.
    public let origin: FieldOrigin
    /// What every dialect's value must keep; a dialect may add stricter ones.
    public let rules: [Rule]
}

/// Some of a resource's fields, in the order in which the resource declares them.
public struct FieldSet: Sendable, Hashable {
    private var bits: UInt128

    /// No field.
    public static let none = FieldSet(bits: 0)

    /// The most fields that a resource can declare.
    public static let capacity = 128

    private init(bits: UInt128) {
        self.bits = bits
    }

    /// The set of the given places in the resource's declaration.
    public init(_ ordinals: some Sequence<Int>) {
        bits = 0
        for ordinal in ordinals { insert(ordinal) }
    }

    /// Adds the field at the given place.
    public mutating func insert(_ ordinal: Int) {
        precondition((0..<Self.capacity).contains(ordinal), "no field has place \(ordinal)")
        bits |= 1 << UInt128(ordinal)
    }

    /// Whether the field at the given place is in the set.
    public func contains(_ ordinal: Int) -> Bool {
        bits & (1 << UInt128(ordinal)) != 0
    }

    /// How many fields are in the set.
    public var count: Int { bits.nonzeroBitCount }

    /// The places of the fields, ascending.
    public var ordinals: [Int] {
        var ordinals: [Int] = []
        ordinals.reserveCapacity(count)
        var rest = bits
        while rest != 0 {
            ordinals.append(rest.trailingZeroBitCount)
            rest &= rest - 1
        }
        return ordinals
    }

    /// Where the field stands among the set's fields.
    public func position(of ordinal: Int) -> Int {
        (bits & ((1 << UInt128(ordinal)) - 1)).nonzeroBitCount
    }
}
