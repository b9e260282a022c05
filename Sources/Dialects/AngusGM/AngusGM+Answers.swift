public import Domain
public import HTTPWire
import JSONWire

/// What this dialect answers: the envelope around a client, an array of them, or what names one.
extension AngusGM {
    /// The success of each operation.
    public func answer(of route: Route) -> Answer {
        switch route.operation {
        case .list:
            return Answer(.ok, .named("AngusGMClientList", Self.envelope(.array(.row))))
        case .read:
            return Answer(.ok, .named("AngusGMClientDetail", Self.envelope(.row)))
        case .create: return Answer(.created, Self.keys)
        case .replace: return Answer(.ok, Self.keys)
        case .update: return Answer(.ok, .named("AngusGMNothing", Self.envelope(.null)))
        case .act(.deleteClients): return Answer(.noContent)
        case .delete, .act(.rotateClientSecret), .act(.readLogo), .act(.replaceLogo):
            preconditionFailure("\(route.name) is not this dialect's")
        }
    }

    /// A class of errors, a message, a detail, and a key for programs.
    public var errorShape: Shape {
        .named(
            "AngusGMError",
            .object([
                .member("code", .either([.exactly("E0"), .exactly("E2")])),
                .member("msg", .text), .member("data", .text), .member("datetime", .localTime),
                .member("ext", .object([.member("eKey", .text)])),
            ]))
    }

    /// Who called: client, tenant and user.
    public var successFields: [FieldName] {
        [Self.callerClient, Self.callerTenant, Self.callerUser]
    }

    /// Our own: the published service asks for no permission by name.
    public func word(for scope: Scope) -> String { scope.rawValue }

    private static let keys = Shape.named(
        "AngusGMClientKeys",
        envelope(.object([.member("id", .text), .member("key", .text)])))

    private static func envelope(_ data: Shape) -> Shape {
        .object([
            .member("code", .exactly("S")), .member("msg", .text), .member("data", data),
            .member("datetime", .localTime), .member("ext", .object([])),
        ])
    }
}
