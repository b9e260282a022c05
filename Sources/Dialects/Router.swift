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
        /// A path that exists, under other methods: these.
        case methodNotAllowed([String], any Dialect)
        /// A path of the dialect that does not exist; nil where the path is no dialect's.
        case unknownPath((any Dialect)?)
    }

    /// The dialects, in the order given.
    public let dialects: [any Dialect]
    private let trees: [Node]

    /// Two routes with the same method and path are a mistake and stop the start.
    public init(_ dialects: [any Dialect]) {
        self.dialects = dialects
        trees = dialects.map { dialect in
            var root = Node()
            for route in dialect.routes { root.insert(route, route.path.segments[...]) }
            return root
        }
    }

    /// Every route of every dialect.
    public var routes: [Route] { dialects.flatMap(\.routes) }

    /// The dialect whose path this is, whether or not it has a route there.
    public func dialect(of path: ArraySlice<String>) -> (any Dialect)? {
        dialects.first { path.starts(with: $0.root) }
    }

    /// Finds the operation of a path's segments, decoded, with the path's traits; `.` and `..`
    /// match nothing.
    public func match(
        _ method: Method, _ path: ArraySlice<String>, _ traits: Path.Traits
    ) -> Match {
        let place = dialects.firstIndex { path.starts(with: $0.root) }
        guard let place else { return .unknownPath(nil) }
        let dialect = dialects[place]
        let endsInSlash = traits.contains(.trailingSlash)
        let segments = endsInSlash ? path.dropLast() : path
        var parameters: [String] = []
        guard !traits.contains(.dotSegment),
            let node = trees[place].find(segments, &parameters)
        else { return .unknownPath(dialect) }
        let routes = node.routes.filter { !endsInSlash || $0.path.allowsTrailingSlash }
        guard !routes.isEmpty else { return .unknownPath(dialect) }
        guard let route = routes.first(where: { $0.method == method }) else {
            return .methodNotAllowed(routes.map(\.method.description), dialect)
        }
        return .route(route, dialect, parameters: parameters)
    }
}

/// A place in a dialect's tree of paths.
private struct Node: Sendable {
    var routes: [Route] = []
    var literals: [(text: String, node: Node)] = []
    var parameter: [Node] = []

    mutating func insert(_ route: Route, _ path: ArraySlice<PathPattern.Segment>) {
        guard let first = path.first else {
            precondition(
                !routes.contains { $0.method == route.method }, "\(route.name) stands twice")
            routes.append(route)
            return
        }
        switch first {
        case .parameter:
            if parameter.isEmpty { parameter = [Node()] }
            parameter[0].insert(route, path.dropFirst())
        case .literal(let text):
            if let place = literals.firstIndex(where: { $0.text == text }) {
                literals[place].node.insert(route, path.dropFirst())
            } else {
                var node = Node()
                node.insert(route, path.dropFirst())
                literals.append((text, node))
            }
        }
    }

    /// A literal goes before a parameter, and there is no way back: paths are told apart early.
    func find(_ path: ArraySlice<String>, _ parameters: inout [String]) -> Node? {
        guard let first = path.first else { return routes.isEmpty ? nil : self }
        if let place = literals.firstIndex(where: { $0.text == first }) {
            return literals[place].node.find(path.dropFirst(), &parameters)
        }
        guard let node = parameter.first, !first.isEmpty else { return nil }
        parameters.append(first)
        return node.find(path.dropFirst(), &parameters)
    }
}
