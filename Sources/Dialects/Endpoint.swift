public import HTTPWire
import OAuth

/// An operation of a dialect, of either sort: what a method and a path lead to.
public enum Endpoint: Sendable {
    /// An operation on rows.
    case rows(Route)
    /// An operation of the authorization server.
    case flow(FlowRoute)

    /// The operation's name within the product.
    public var name: String {
        switch self {
        case .rows(let route): route.name
        case .flow(let route): route.name
        }
    }

    /// The dialect that answers.
    public var dialect: DialectName {
        switch self {
        case .rows(let route): route.dialect
        case .flow(let route): route.dialect
        }
    }

    /// The method.
    public var method: Method {
        switch self {
        case .rows(let route): route.method
        case .flow(let route): route.method
        }
    }

    /// The path.
    public var path: PathPattern {
        switch self {
        case .rows(let route): route.path
        case .flow(let route): route.path
        }
    }

    /// Who may call it.
    public var entry: Entry {
        switch self {
        case .rows(let route): route.entry
        case .flow(let route): route.entry
        }
    }

    /// What it does, in a word.
    public var word: String {
        switch self {
        case .rows(let route): route.operation.word
        case .flow(let route): route.flow.rawValue
        }
    }
}

extension Dialect {
    /// Every operation: those on rows, then those of the authorization server.
    public var endpoints: [Endpoint] {
        let flows = (self as? any FlowDialect)?.flowRoutes ?? []
        return routes.map(Endpoint.rows) + flows.map(Endpoint.flow)
    }
}
