import Domain
import JSONWire
import Postgres

/// The columns that a record's fields are written to, each with one parameter: those of their own,
/// in the fields' order, and then `extra`, which holds the rest.
///
/// What is kept apart from the row is nobody's column.
struct WrittenColumns {
    /// The columns' names.
    let names: [String]
    private let holdsExtra: Bool

    init(_ fields: FieldSet, of resource: Resource) {
        let declarations = fields.ordinals.map { resource.fields[$0] }
        holdsExtra = declarations.contains { $0.storage == .extra }
        names =
            declarations.filter { $0.storage == .column }.map(\.name)
            + (holdsExtra ? [Self.extra] : [])
    }

    var count: Int { names.count }

    /// `column = $n` for each; `extra` keeps what the record does not hold.
    func assignments(from place: Int) -> [String] {
        names.enumerated().map { index, name in
            holdsExtra && index == names.count - 1
                ? "\(name) = \(name) || $\(place + index)::jsonb" : "\(name) = $\(place + index)"
        }
    }

    private static let extra = "extra"
}

extension Record {
    /// The values for `WrittenColumns`, in their order.
    var writtenParameters: [Parameter] {
        var parameters: [Parameter] = []
        var extra = JSONObject()
        for (ordinal, value) in zip(fields.ordinals, orderedValues) {
            let field = resource.fields[ordinal]
            switch field.storage {
            case .column: parameters.append(Parameter(value))
            case .extra: extra[field.name] = String(value).map(JSON.string) ?? .null
            case .apart, .nameOfUser, .tenantName: continue
            }
        }
        if !extra.isEmpty { parameters.append(.json(JSON.object(extra).encoded)) }
        return parameters
    }
}

extension FieldDeclaration {
    /// What a statement over the table selects to read the field.
    func readExpression(in table: String) -> String {
        switch storage {
        case .column: origin == .tenant ? "tenant_id" : name
        case .extra: "extra ->> '\(name)'"
        case .apart: preconditionFailure("\(name) is kept as a hash and never read")
        case .nameOfUser(let column):
            "(SELECT username FROM postern.end_user AS named"
                + " WHERE named.tenant_id = \(table).tenant_id"
                + " AND named.user_id = \(table).\(column))"
        case .tenantName: "(SELECT postern.tenant_name())"
        }
    }
}

extension Parameter {
    /// A field's value, as its column takes it.
    init(_ value: Value) {
        switch value {
        case .null: self = .null
        case .text(let text): self = .text(text)
        case .texts(let texts): self = .texts(texts)
        case .integer(let integer): self = .integer(integer)
        case .boolean(let boolean): self = .boolean(boolean)
        case .time(let time): self = .time(time.microseconds)
        case .json(let json): self = .json(json.encoded)
        case .secret: preconditionFailure("a secret is kept as a hash alone")
        }
    }
}
