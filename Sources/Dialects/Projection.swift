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
    /// What the row's key in a path must keep.
    public let keyRules: [Rule]

    /// Declares how a resource looks.
    public init(
        _ name: String, of resource: Resource, listedAs list: String, keyRules: [Rule],
        _ members: [MemberDeclaration]
    ) {
        self.name = name
        self.resource = resource
        listKey = JSONKey(list)
        self.keyRules = keyRules
        self.members = members.map { Member($0, of: resource) }
        keys = JSONKeys(members.map(\.name))
        fields = FieldSet(self.members.map(\.ordinal))
    }
}

/// A member as a dialect's file writes it.
public struct MemberDeclaration: Sendable {
    let name: String
    let field: any AnyField
    let form: WireForm
    let rules: [Rule]

    /// A member that shows the field in the given form, under the field's own rules and these.
    public static func member(
        _ name: String, _ field: any AnyField, _ form: WireForm, _ rules: Rule...
    ) -> MemberDeclaration {
        MemberDeclaration(name: name, field: field, form: form, rules: rules)
    }
}

/// How a field's value is written in JSON.
public enum WireForm: Sendable, Hashable {
    /// A string; `""` where there is nothing.
    case text
    /// A string: the first of the field's texts, `""` where there is none. Sent, it is the only.
    case onlyText
    /// A number of whole seconds since the Unix epoch.
    case unixSeconds
}

/// A member of a resource on a dialect's wire.
public final class Member: Sendable {
    /// Its name.
    public let name: String
    /// How its value is written.
    public let form: WireForm
    /// What a sent value must keep, in this order: the dialect's rules after `required`.
    public let rules: [Rule]
    /// Whether a request sets it.
    public let isWritable: Bool
    /// The field's place in its resource.
    public let ordinal: Int

    init(_ declaration: MemberDeclaration, of resource: Resource) {
        name = declaration.name
        form = declaration.form
        ordinal = resource.ordinal(of: declaration.field)
        let field = resource.fields[ordinal]
        let all = field.rules + declaration.rules
        rules =
            all.filter { $0 == .required } + declaration.rules.filter { $0 != .required }
            + field.rules.filter { $0 != .required }
        isWritable = field.origin == .request
    }
}
