import HTTPWire

/// A dialect's paths, segment by segment.
///
/// Built once; finding a path copies nothing but its parameters.
struct RouteTree: Sendable {
    /// A place where paths meet; the places after it are named by their index.
    private struct Node: Sendable {
        var routes: [Endpoint] = []
        var literals: [(text: String, next: Int)] = []
        var parameter: Int?
    }

    private var nodes = [Node()]

    /// Two routes with the same method and path are a mistake and stop the start.
    init(_ routes: [Endpoint]) {
        for route in routes { insert(route) }
    }

    /// The routes at a path, and the path's parameters in order; nil where there is none.
    ///
    /// A literal goes before a parameter, and there is no way back: paths are told apart early.
    func find(_ path: ArraySlice<String>, _ parameters: inout [String]) -> [Endpoint]? {
        var place = 0
        for segment in path {
            if let literal = nodes[place].literals.firstIndex(where: { $0.text == segment }) {
                place = nodes[place].literals[literal].next
            } else if let parameter = nodes[place].parameter, !segment.isEmpty {
                parameters.append(segment)
                place = parameter
            } else {
                return nil
            }
        }
        return nodes[place].routes.isEmpty ? nil : nodes[place].routes
    }

    private mutating func insert(_ route: Endpoint) {
        var place = 0
        for segment in route.path.segments { place = self.place(after: place, segment) }
        precondition(
            !nodes[place].routes.contains { $0.method == route.method },
            "\(route.name) stands twice")
        nodes[place].routes.append(route)
    }

    /// The place that a segment leads to, made where there is none.
    private mutating func place(after place: Int, _ segment: PathPattern.Segment) -> Int {
        switch segment {
        case .parameter:
            if let next = nodes[place].parameter { return next }
            nodes[place].parameter = nodes.count
        case .literal(let text):
            if let known = nodes[place].literals.first(where: { $0.text == text }) {
                return known.next
            }
            nodes[place].literals.append((text, nodes.count))
        }
        nodes.append(Node())
        return nodes.count - 1
    }
}
