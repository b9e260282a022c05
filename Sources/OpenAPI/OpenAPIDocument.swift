public import Dialects
import Domain
public import JSONWire

/// The OpenAPI 3.1 description of mounted dialects.
///
/// It is read off routes, projections, rules and the dialects' own answers: nothing in it is
/// written for one operation, so it cannot say what the gateway does not do.
public enum OpenAPIDocument {
    /// Describes the dialects, in the order given.
    ///
    /// - Parameters:
    ///   - dialects: What is mounted. Two that describe one path and method, or give one schema
    ///     name to two shapes, are a mistake and stop the start.
    ///   - version: The gateway's version.
    ///   - serverURL: Where clients reach it; the document's own host where it is nil.
    /// - Returns: The document; the same bytes for the same dialects.
    public static func make(
        dialects: [any Dialect], version: String, serverURL: String? = nil
    ) -> JSON {
        var components = Components()
        var paths = JSONObject()
        for dialect in dialects {
            for endpoint in dialect.endpoints {
                let path = endpoint.path.description
                let operation = JSON.object(components.operation(endpoint, of: dialect))
                var item = paths[path]?.object ?? JSONObject()
                precondition(
                    item.append("\(endpoint.method)".lowercased(), operation),
                    "\(endpoint.name) has another operation's method and path")
                paths[path] = .object(item)
            }
        }
        let unrouted = components.unrouted(dialects)
        var document: JSONObject = ["openapi": "3.1.0", "info": info(version)]
        if let serverURL { document["servers"] = [["url": .string(serverURL)]] }
        document["tags"] = .array(dialects.map(tag))
        document["paths"] = .object(paths)
        document["components"] = .object(components.object)
        document["x-unrouted"] = .object(unrouted)
        return .object(document)
    }

    private static func info(_ version: String) -> JSON {
        [
            "title": "Postern",
            "summary": "OAuth 2.0 and OpenID Connect, and their administration, per tenant.",
            "description": """
            Each request belongs to one tenant; what is another tenant's does not exist. \
            Each tag is a dialect: the same applications, connections and tokens under other \
            paths and names.
            """,
            "license": ["name": "Apache License 2.0", "identifier": "Apache-2.0"],
            "version": .string(version),
        ]
    }

    private static func tag(_ dialect: any Dialect) -> JSON {
        [
            "name": .string(dialect.name.rawValue),
            "description": .string("Paths below \(dialect.places)."),
        ]
    }
}

extension Components {
    fileprivate mutating func operation(
        _ endpoint: Endpoint, of dialect: any Dialect
    ) -> JSONObject {
        switch endpoint {
        case .rows(let route): return operation(route, of: dialect)
        case .flow(let route):
            guard let dialect = dialect as? any FlowDialect else {
                preconditionFailure("\(route.name) in a dialect without flows")
            }
            return operation(route, of: dialect)
        }
    }

    /// The answers of requests that find no operation: OpenAPI has no place for them, so they
    /// stand beside the paths, under names like those of operations.
    fileprivate mutating func unrouted(_ dialects: [any Dialect]) -> JSONObject {
        var unrouted = JSONObject()
        for dialect in dialects {
            let name = dialect.name.rawValue
            unrouted["\(name).unknown_path"] = [
                "summary": .string("Any other path below \(dialect.places)."),
                "responses": .object(refusals([.unknownPath], by: dialect, via: nil)),
            ]
            unrouted["\(name).method_not_allowed"] = [
                "summary": "A path of the dialect under a method that it does not take.",
                "responses": .object(
                    refusals([.methodNotAllowed(["GET", "PUT"])], by: dialect, via: nil)),
            ]
        }
        return unrouted
    }
}

extension Dialect {
    /// Where its paths are, for a sentence.
    fileprivate var places: String {
        roots.map { "/" + $0.joined(separator: "/") }.joined(separator: " and ")
    }
}
