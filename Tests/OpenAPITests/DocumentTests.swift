// What holds of the document as a whole, whatever the dialects declare.

import Dialects
import HTTPWire
import JSONWire
import OpenAPI
import TestSupport
import Testing

@Suite struct DocumentTests {
    static let document = OpenAPIDocument.make(dialects: DialectName.all, version: "1.2.3")
    static let endpoints = DialectName.all.flatMap(\.endpoints)
    static let routes = DialectName.all.flatMap(\.routes)
    static let flowRoutes = DialectName.all.flatMap { ($0 as? any FlowDialect)?.flowRoutes ?? [] }

    /// Every operation, with its path and method.
    static let operations = (document["paths"]?.object ?? [:]).flatMap { path in
        (path.value.object ?? [:]).map { (path: path.name, method: $0.name, value: $0.value) }
    }

    static func operation(_ route: Route) -> JSON? { operation(route.name) }

    static func operation(_ name: String) -> JSON? {
        operations.first { $0.value["operationId"]?.string == name }?.value
    }

    @Test("every endpoint is an operation at its method and path, and nothing else is")
    func routesAndOperations() {
        let described = Self.operations.map {
            "\($0.value["operationId"]?.string ?? "") \($0.method) \($0.path)"
        }
        let declared = Self.endpoints.map {
            "\($0.name) \("\($0.method)".lowercased()) \($0.path)"
        }
        #expect(described.sorted() == declared.sorted())
    }

    @Test("an operation's id is its own")
    func operationIDs() {
        let names = Self.operations.compactMap { $0.value["operationId"]?.string }
        #expect(Set(names).count == Self.operations.count)
    }

    @Test("paths differ in more than the names of their parameters")
    func templates() {
        let paths = Self.document["paths"]?.object?.names ?? []
        #expect(Set(paths.map { $0.replacing(/\{[^}]*\}/, with: "{}") }).count == paths.count)
    }

    @Test("every reference leads somewhere")
    func references() {
        let checker = SchemaChecker(document: Self.document)
        let references = Self.document.values(named: "$ref").compactMap(\.string)
        #expect(!references.isEmpty)
        #expect(references.filter { checker.target(of: $0) == nil } == [])
    }

    @Test("what is said once is said somewhere")
    func components() {
        let references = Set(Self.document.values(named: "$ref").compactMap(\.string))
        let names = ["schemas", "headers", "parameters"].flatMap { kind in
            (Self.document["components"]?[kind]?.object?.names ?? []).map {
                "#/components/\(kind)/\($0)"
            }
        }
        #expect(names.filter { !references.contains($0) } == [])
    }

    @Test("schemas use no keyword that the checker does not understand")
    func keywords() {
        let known = SchemaChecker.keywords.union(SchemaChecker.annotations)
        let schemas =
            Self.document.values(named: "schema")
            + (Self.document["components"]?["schemas"]?.object?.map(\.value) ?? [])
        #expect(!schemas.isEmpty)
        #expect(schemas.flatMap(\.keywords).filter { !known.contains($0) } == [])
    }

    @Test("a path's parameters are described, in order", arguments: endpoints)
    func pathParameters(_ endpoint: Endpoint) {
        let described = (Self.operation(endpoint.name)?["parameters"]?.array ?? [])
            .filter { $0["in"] == "path" && $0["required"] == true }
            .compactMap { $0["name"]?.string }
        #expect(
            described.map { "{\($0)}" }
                == endpoint.path.description.matches(of: /\{[^}]*\}/).map { String($0.output) })
    }

    @Test("a query's parameters are described, in order", arguments: routes)
    func queryParameters(_ route: Route) {
        let described = (Self.operation(route)?["parameters"]?.array ?? [])
            .filter { $0["in"] == "query" }.compactMap { $0["name"]?.string }
        #expect(described == route.query.map(\.name))
    }

    @Test("the permission is named in the dialect's own word", arguments: endpoints)
    func security(_ endpoint: Endpoint) {
        let requirements = Self.operation(endpoint.name)?["security"]?.array ?? []
        let word = endpoint.entry.scope.map { endpoint.dialect.dialect.word(for: $0) }
        #expect(requirements.first?["bearer"]?.strings == word.map { [$0] })
        #expect(requirements.contains { $0["bearer"] != nil } == (word != nil))
    }

    @Test("only what changes nothing takes a cookie", arguments: routes)
    func cookies(_ route: Route) {
        let requirements = Self.operation(route)?["security"]?.array ?? []
        let takesCookie = requirements.contains { $0["cookie"] != nil }
        let mayTake = route.dialect.dialect.takesCookie && route.method == .get
        #expect(takesCookie == (mayTake && route.entry.scope != nil))
    }

    @Test("the same dialects make the same bytes")
    func determinism() {
        let again = OpenAPIDocument.make(dialects: DialectName.all, version: "1.2.3")
        #expect(again.encoded == Self.document.encoded)
    }

    @Test("version and server are those given")
    func serverAndVersion() {
        let document = OpenAPIDocument.make(
            dialects: [], version: "7", serverURL: "https://gateway.example")
        #expect(document["openapi"] == "3.1.0")
        #expect(document["info"]?["version"] == "7")
        #expect(document["servers"]?[0]?["url"] == "https://gateway.example")
        #expect(Self.document["servers"] == nil)
    }

    @Test("each dialect is a tag, and says what a path or method that is none gets")
    func dialects() {
        let names = DialectName.allCases.map(\.rawValue)
        #expect(Self.document["tags"]?.array?.compactMap { $0["name"]?.string } == names)
        #expect(
            Self.document["x-unrouted"]?.object?.names
                == names.flatMap { ["\($0).unknown_path", "\($0).method_not_allowed"] })
    }
}

extension JSON {
    /// The values of all members of that name, at any depth.
    func values(named name: String) -> [JSON] {
        let inner = (array ?? []) + (object?.map(\.value) ?? [])
        return (self[name].map { [$0] } ?? []) + inner.flatMap { $0.values(named: name) }
    }

    /// The keywords of a schema and of the schemas in it.
    var keywords: [String] {
        (object?.names ?? [])
            + (self["properties"]?.object?.flatMap { $0.value.keywords } ?? [])
            + (self["items"]?.keywords ?? [])
            + (["anyOf", "oneOf"].flatMap { self[$0]?.array?.flatMap(\.keywords) ?? [] })
    }
}
