/// What a kind of row is: its table, fields, key and permissions.
///
/// Declared once, in `Catalog`.
///
/// A class for its identity: two declarations are never the same resource, and plans are
/// remembered by it. It holds nothing that changes.
public final class Resource: Sendable {
    /// The singular name, as metrics and error sentences say it.
    public let name: String
    /// The table that holds the rows.
    public let table: String
    /// Every field, in the order of columns in an answer.
    public let fields: [FieldDeclaration]
    /// The place of the field that names a row within its tenant (and owner).
    public let key: Int
    /// The places of every field that alone names a row, `key` first.
    ///
    /// The others are UUIDs (RFC 9562) where nothing else was sent.
    public let keys: [Int]
    /// The place of the field that holds the user to whom a row belongs, if rows are personal.
    public let owner: Int?
    /// The place of the field that counts a row's changes; an entity tag is made of it.
    public let version: Int
    /// Whether tokens whose columns equal the row's owner and key end with the row.
    public let endsTokens: Bool
    /// The permissions that guard the rows.
    public let access: ResourceAccess
    /// The orders in which rows can be listed; each has its index.
    ///
    /// The first is the usual one.
    public let orders: [RowOrder]

    /// Declares a resource.
    ///
    /// The keys, owner, version and orders must be among its fields, and keys hold text.
    public init(
        _ name: String, table: String, key: any AnyField, otherKeys: [any AnyField] = [],
        owner: (any AnyField)? = nil, version: any AnyField, access: ResourceAccess,
        endsTokens: Bool = false, orders: [RowOrderDeclaration], fields: [any AnyField]
    ) {
        let declarations = fields.map(\.declaration)
        func place(of field: any AnyField) -> Int {
            guard let place = declarations.firstIndex(of: field.declaration) else {
                preconditionFailure("\(name) does not declare \(field.declaration.name)")
            }
            return place
        }
        self.name = name
        self.table = table
        self.fields = declarations
        keys = ([key] + otherKeys).map(place)
        self.key = place(of: key)
        self.owner = owner.map(place)
        self.version = place(of: version)
        self.access = access
        self.endsTokens = endsTokens
        self.orders = orders.map { order in
            RowOrder(
                by: place(of: order.field), then: place(of: order.key ?? key), order.direction)
        }
    }

    /// The rows by key alone, which every table has an index for.
    public var keyOrder: RowOrder { RowOrder(by: key, then: key, .ascending) }

    /// The place of a field in this resource's rows; a field of another resource is a mistake in
    /// the catalog.
    public func ordinal(of field: any AnyField) -> Int {
        guard let place = fields.firstIndex(of: field.declaration) else {
            preconditionFailure("\(name) does not declare \(field.declaration.name)")
        }
        return place
    }
}

/// The permissions for reading and for changing a resource's rows.
public struct ResourceAccess: Sendable, Hashable {
    /// What reading needs.
    public let read: Scope
    /// What creating, changing and deleting need.
    public let write: Scope

    /// `app:read` and `app:write`.
    public static let app = ResourceAccess(read: .appRead, write: .appWrite)
    /// `connection:read` and `connection:write`.
    public static let connection = ResourceAccess(read: .connectionRead, write: .connectionWrite)
}

/// Which way a list runs.
public enum SortDirection: Sendable, Hashable {
    case ascending, descending
}

/// A list order as the catalog writes it.
public struct RowOrderDeclaration: Sendable {
    let field: any AnyField
    let key: (any AnyField)?
    let direction: SortDirection

    /// By the field's value, smallest first; rows that tie go by a key of theirs the same way.
    public static func ascending(
        _ field: any AnyField, then key: (any AnyField)? = nil
    ) -> RowOrderDeclaration {
        RowOrderDeclaration(field: field, key: key, direction: .ascending)
    }

    /// By the field's value, largest first; rows that tie go by a key of theirs the same way.
    public static func descending(
        _ field: any AnyField, then key: (any AnyField)? = nil
    ) -> RowOrderDeclaration {
        RowOrderDeclaration(field: field, key: key, direction: .descending)
    }
}

/// A list order: by one field, and by a key among equals, so that every row has one place.
public struct RowOrder: Sendable, Hashable {
    /// The place of the field in the resource.
    public let field: Int
    /// The place of the key that decides among equals.
    public let key: Int
    /// Which way.
    public let direction: SortDirection

    init(by field: Int, then key: Int, _ direction: SortDirection) {
        self.field = field
        self.key = key
        self.direction = direction
    }
}
