public import Domain
public import HTTPWire
import JSONWire

/// What this dialect answers: bare objects, lists under a key of their own, no envelope.
extension Governor {
    /// The success of each operation; a secret comes with the client that it belongs to.
    public func answer(of route: Route) -> Answer {
        let projection = route.projection
        switch route.operation {
        case .list:
            let list = ShapeMember.member(projection.listKey.name, .array(.row))
            return Answer(.ok, .named("\(projection.name)List", .object([list])))
        case .read: return Answer(.ok, .row)
        case .create: return Answer(.created, Self.keyShape)
        case .replace, .update, .delete: return Answer(.noContent)
        case .act(.rotateClientSecret): return Answer(.ok, Self.keyShape)
        case .act(.readLogo): return .logo
        case .act(.replaceLogo): return Answer(.noContent)
        case .act(.deleteClients):
            preconditionFailure("\(route.name) is not this dialect's")
        }
    }

    /// A sentence, and nothing for programs.
    public var errorShape: Shape {
        .named("GovernorError", .object([.member("message", .text)]))
    }

    /// None.
    public var successFields: [FieldName] { [] }

    /// The word of the published service; ours, where it has none.
    public func word(for scope: Scope) -> String {
        scope.aliases.first { $0.hasPrefix("gov.") } ?? scope.rawValue
    }

    private static let keyShape = Shape.named(
        "GovernorKey", .object([.member("client_id", .text), .member("key", .secret)]))
}
