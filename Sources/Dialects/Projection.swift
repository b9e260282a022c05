public import Domain
public import JSONWire

/// How a resource looks on one dialect's wire: its members' names, forms and limits.
///
/// Holds nothing that changes; a class, because every request hands it on. A dialect is a list of
/// these. Every wire name is a literal in one of them.
public final class Projection: Sendable {
    /// The schema's name in the OpenAPI document.
    public let name: String
    /// What is shown.
    public let resource: Resource
    /// The members, in the order of an answer and of validation.
    public let members: [Member]
    /// The fields that the members show.
    public let fields: FieldSet
    /// The members' names as an answer writes them.
    let keys: JSONKeys
    /// The member of a list's answer that holds the rows.
    public let listKey: JSONKey
    /// The place of the key that names a row in this dialect.
    public let key: Int
    /// What the row's key in a path must keep.
    public let keyRules: [Rule]
    /// The order of lists.
    public let order: RowOrder

    /// Declares how a resource looks.
    ///
    /// Rows are named by the resource's key and listed in its usual order, where no other key and
    /// no field of another of its orders is given.
    public init(
        _ name: String, of resource: Resource, listedAs list: String,
        namedBy key: (any AnyField)? = nil, keyRules: [Rule],
        orderedBy sort: (any AnyField)? = nil, _ members: [MemberDeclaration]
    ) {
        self.name = name
        self.resource = resource
        listKey = JSONKey(list)
        self.key = key.map(resource.ordinal) ?? resource.key
        self.keyRules = keyRules
        let sort = sort.map(resource.ordinal) ?? resource.orders[0].field
        guard let order = resource.orders.first(where: { $0.field == sort }) else {
            preconditionFailure("\(name): \(resource.name) has no such order")
        }
        self.order = order
        self.members = members.map { Member($0, of: resource) }
        keys = JSONKeys(members.map(\.name))
        fields = FieldSet(self.members.filter { $0.form != .secret }.map(\.ordinal))
    }

    /// The error with the wire's name for a member that it calls by the catalog's.
    public func worded(_ error: APIError) -> APIError {
        guard case .badRequest(.invalid(let name, let complaint)) = error.kind,
            let member = members.first(where: { resource.fields[$0.ordinal].name == name })
        else { return error }
        let worded = APIError.invalid(member.name, complaint)
        return APIError(worded.kind, worded.sentence, detail: error.detail)
    }
}
