public import HTTPWire

/// Finds the operation of a request: the dialect by the path's root, then the route in its tree.
///
/// Built once; matching reads only. A path that is a dialect's but none of its routes is refused
/// in that dialect's own words, and so is a method that the path does not take.
public struct Router: Sendable {
    /// What a path and method lead to.
    public enum Match: Sendable {
        /// An operation, and the path's parameters in order.
        case route(Route, any Dialect, parameters: [String])
        /// An operation of the authorization server.
        case flow(FlowRoute, any FlowDialect)
        /// A path that exists, under other methods: these.
        case methodNotAllowed([String], any Dialect)
        /// A path of the dialect that does not exist; nil where the path is no dialect's.
        case unknownPath((any Dialect)?)
    }

    /// The dialects, in the order given.
    public let dialects: [any Dialect]
    private let roots: [[[String]]]
    private let trees: [RouteTree]

    /// Two routes with the same method and path are a mistake and stop the start.
    public init(_ dialects: [any Dialect]) {
        self.dialects = dialects
        roots = dialects.map(\.roots)
        trees = dialects.map { RouteTree($0.endpoints) }
    }

    /// Every route of every dialect.
    public var routes: [Route] { dialects.flatMap(\.routes) }

    /// Every operation of the authorization server.
    public var flowRoutes: [FlowRoute] {
        dialects.flatMap { ($0 as? any FlowDialect)?.flowRoutes ?? [] }
    }

    /// The dialect whose path this is, whether or not it has a route there.
    public func dialect(of path: ArraySlice<String>) -> (any Dialect)? {
        place(of: path).map { dialects[$0] }
    }

    private func place(of path: ArraySlice<String>) -> Int? {
        roots.firstIndex { roots in roots.contains { path.starts(with: $0) } }
    }

    /// The methods of a path that scripts of any site may use.
    public func methodsForAnyOrigin(
        _ path: ArraySlice<String>, _ traits: Path.Traits
    ) -> [Method] {
        guard let place = place(of: path), traits.isEmpty else { return [] }
        var parameters: [String] = []
        return (trees[place].find(path, &parameters) ?? []).compactMap { endpoint in
            guard case .flow(let route) = endpoint, route.isForAnyOrigin else { return nil }
            return route.method
        }
    }

    /// Finds the operation of a path's segments, decoded, with the path's traits; `.` and `..`
    /// match nothing.
    public func match(
        _ method: Method, _ path: ArraySlice<String>, _ traits: Path.Traits
    ) -> Match {
        guard let place = place(of: path) else { return .unknownPath(nil) }
        let dialect = dialects[place]
        let endsInSlash = traits.contains(.trailingSlash)
        let segments = endsInSlash ? path.dropLast() : path
        var parameters: [String] = []
        guard !traits.contains(.dotSegment),
            let routes = trees[place].find(segments, &parameters),
            routes.contains(where: { !endsInSlash || $0.path.allowsTrailingSlash })
        else { return .unknownPath(dialect) }
        for route in routes where route.method == method {
            guard !endsInSlash || route.path.allowsTrailingSlash else { break }
            switch route {
            case .rows(let route): return .route(route, dialect, parameters: parameters)
            case .flow(let route):
                guard let dialect = dialect as? any FlowDialect else { break }
                return .flow(route, dialect)
            }
        }
        let others = routes.filter { !endsInSlash || $0.path.allowsTrailingSlash }
        return .methodNotAllowed(others.map(\.method.description), dialect)
    }
}
