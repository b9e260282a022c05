/// A typed name for one fact about a resource: `Client.name` is a `Field<String>`.
///
/// Names are the RFCs' (RFC 7591 §2 for clients); what a dialect calls the fact stands in that
/// dialect's projection.
public struct Field<FieldType: StoredValue>: Sendable, AnyField {
    /// What the catalog says of the field, without its Swift type.
    public let declaration: FieldDeclaration

    private init(_ declaration: FieldDeclaration) {
        self.declaration = declaration
    }

    /// Declares a field kept in the column of the same name.
    public init(_ name: String, origin: FieldOrigin = .request, _ rules: Rule...) {
        declaration = FieldDeclaration(
            name: name, storage: .column, kind: FieldType.kind, origin: origin, rules: rules)
    }
}

extension Field<String> {
    /// Declares a text that only one dialect knows: kept by its name in the row's `extra`.
    public init(extra name: String, origin: FieldOrigin = .request, _ rules: Rule...) {
        declaration = FieldDeclaration(
            name: name, storage: .extra, kind: .text, origin: origin, rules: rules)
    }

    /// Declares the name of the user whom another field of the row, in a column of its own, names.
    public init(nameOfUserIn user: Field<String>) {
        declaration = FieldDeclaration(
            name: "\(user.declaration.name)_name", storage: .nameOfUser(in: user.declaration.name),
            kind: .text, origin: .elsewhere, rules: [])
    }

    /// Declares the name of the tenant.
    public static var tenantName: Field<String> {
        Field(
            FieldDeclaration(
                name: "tenant_name", storage: .tenantName, kind: .text, origin: .elsewhere,
                rules: []))
    }
}

extension Field<Secret> {
    /// Declares a secret: kept as a hash in a table of its own, and never read back.
    public init(_ name: String, _ rules: Rule...) {
        declaration = FieldDeclaration(
            name: name, storage: .apart, kind: .secret, origin: .request, rules: rules)
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
    /// The client sends it, or the gateway makes it, on create; it never changes.
    case creation
    /// The gateway sets it from the caller's token, on create.
    case creator
    /// The gateway sets it from the caller's token, on create and on every change.
    case modifier
    /// It is the transaction's tenant.
    case tenant
    /// The database sets it, on create.
    case databaseOnCreate
    /// The database sets it, on create and on every change.
    case databaseOnChange
    /// An operation of its own changes it.
    case action
    /// It is no part of the row, and is found when the row is read.
    case elsewhere
}

/// Where a field is kept.
public enum FieldStorage: Sendable, Hashable {
    /// In the table's column of the field's name.
    case column
    /// In the row's `extra`, as a text under the field's name.
    case extra
    /// In a table of its own, out of which nothing is shown.
    case apart
    /// With the user whom the row's column of this name names.
    case nameOfUser(in: String)
    /// With the tenant.
    case tenantName
}

/// What is known of a field: its name, where and as what it is kept, and its rules.
public struct FieldDeclaration: Sendable, Hashable {
    /// The RFC's name, and the name of the column.
    public let name: String
    /// Where it is kept.
    public let storage: FieldStorage
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
