/// What a request wants of the domain, free of any wire: the dialects make it, the store plans it.
///
/// Nothing in it needs checking again. What comes back is the `Outcome` of the same name.
public enum Intent: Sendable {
    /// A page of rows.
    case list(ListIntent)
    /// One row.
    case read(RowName, fields: FieldSet, Precondition = .exists)
    /// A new row.
    case create(CreateIntent)
    /// New values for every field that a request can set.
    case replace(RowName, Record, Precondition)
    /// New values for the fields that the record holds.
    case update(RowName, Record, Precondition)
    /// The end of a row and of what hangs on it.
    case delete(RowName, Precondition)
    /// An operation that is more than a row.
    case act(Action)

    /// What the request says of a row; nil where it says nothing.
    public var record: Record? {
        switch self {
        case .create(let create): create.record
        case .replace(_, let record, _), .update(_, let record, _): record
        case .list, .read, .delete, .act: nil
        }
    }
}

/// Which row: by key within the tenant, and within the owner's rows where they are personal.
public struct RowName: Sendable {
    /// What the row is.
    public let resource: Resource
    /// The place of the field that names it: one of the resource's keys.
    public let field: Int
    /// The key's value, as the client wrote it.
    public let key: String
    /// The user to whom the row must belong; nil where rows are the tenant's.
    public let owner: String?

    /// Names a row by the resource's key, or by another field that does.
    ///
    /// Personal rows need their owner, others have none.
    public init(
        _ resource: Resource, by field: Int? = nil, key: String, owner: String? = nil
    ) {
        precondition((resource.owner == nil) == (owner == nil), "\(resource.name): whose row?")
        precondition(resource.keys.contains(field ?? resource.key), "\(resource.name): no key")
        self.resource = resource
        self.field = field ?? resource.key
        self.key = key
        self.owner = owner
    }
}

/// A page of a resource's rows.
public struct ListIntent: Sendable {
    /// What the rows are.
    public let resource: Resource
    /// Which fields to show.
    public var fields: FieldSet
    /// Whose rows; nil where rows are the tenant's.
    public var owner: String?
    /// What the rows must match, all of it.
    public var filters: [Filter] = []
    /// In which order.
    public var order: RowOrder
    /// Where the page starts and how long it is.
    public var page: Page

    /// A page in the resource's usual order.
    public init(_ resource: Resource, fields: FieldSet, owner: String? = nil, page: Page) {
        precondition((resource.owner == nil) == (owner == nil), "\(resource.name): whose rows?")
        self.resource = resource
        self.fields = fields
        self.owner = owner
        self.page = page
        order = resource.orders[0]
    }
}

/// What a listed row must match.
public enum Filter: Sendable {
    /// The field at the place equals the text.
    case equals(field: Int, String)
    /// The field at the place is one of the texts.
    case isOneOf(field: Int, [String])
}

/// A stretch of a list.
public struct Page: Sendable, Hashable {
    /// The most rows to show; nil for every match, where the filters bound them.
    public let limit: Int?
    /// Where the stretch starts.
    public let start: PageStart

    /// A stretch of at most `limit` rows.
    public init(limit: Int?, start: PageStart) {
        self.limit = limit
        self.start = start
    }
}

/// Where a stretch of a list starts.
public enum PageStart: Sendable, Hashable {
    /// After as many rows.
    case offset(Int)
    /// Where an earlier page's cursor says: opaque text made and checked by the store.
    case cursor(String)
}

/// A new row, and what the gateway is to make for it.
public struct CreateIntent: Sendable {
    /// What the request says of the row; where that is a secret, it is the row's first.
    public let record: Record
    /// How to make the row's key; nil where the record holds it.
    public let key: RandomText?
    /// How to make the row's first secret; nil where none is to be made.
    public let secret: RandomText?
    /// Makes a repetition of the same request answer what the first one did.
    public var idempotency: IdempotencyKey?

    /// A new row; its key, and perhaps a secret, are made in the dialect's format.
    public init(_ record: Record, key: RandomText?, secret: RandomText? = nil) {
        let resource = record.resource
        precondition((record[ordinal: resource.key] == nil) == (key != nil), "whose key?")
        self.record = record
        self.key = key
        self.secret = secret
    }
}

/// What must hold of a row for it to be shown or changed (RFC 9110 §13.1).
public enum Precondition: Sendable, Hashable {
    /// The row exists.
    case exists
    /// The row has one of these versions; where there are none, no row will do.
    case versions([Int64])
    /// The row has any version but these.
    case otherVersions([Int64])

    /// Whether a row of this version will do.
    public func allows(_ version: Int64) -> Bool {
        switch self {
        case .exists: true
        case .versions(let versions): versions.contains(version)
        case .otherVersions(let versions): !versions.contains(version)
        }
    }
}

/// A client's name for one attempt, and a digest of what it attempts.
public struct IdempotencyKey: Sendable, Hashable {
    /// The key as sent: what seals the kept answer.
    ///
    /// Never stored.
    public let key: [UInt8]
    /// SHA-256 of caller, operation and key: what the answer is found by.
    public let name: [UInt8]
    /// SHA-256 of what is asked: the same key with another body is a mistake.
    public let fingerprint: [UInt8]

    /// Makes the value; see the members for what each must be.
    public init(key: [UInt8], name: [UInt8], fingerprint: [UInt8]) {
        self.key = key
        self.name = name
        self.fingerprint = fingerprint
    }
}
