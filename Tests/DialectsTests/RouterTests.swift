// Where a path and method lead: also those paths that two parsers could take for two places.

import Dialects
import Domain
import HTTPWire
import Testing

@Suite struct RouterTests {
    private let router = Router([Governor()])

    /// `operation(parameters)`, or the status and what goes with it.
    private func match(_ method: Method, _ text: String) throws -> String {
        let path = try Path(text)
        switch router.match(method, path.segments[...], path.traits) {
        case .route(let route, _, let parameters):
            return route.name + "(" + parameters.joined(separator: ",") + ")"
        case .flow(let route, _): return route.name
        case .methodNotAllowed(let methods, _): return "405 " + methods.joined(separator: ", ")
        case .unknownPath(let dialect?): return "404 \(dialect.name.rawValue)"
        case .unknownPath(nil): return "404"
        }
    }

    @Test(
        "paths of operations",
        arguments: [
            (.get, "/api/oauth/app", "governor.app.list()"),
            (.get, "/api/oauth/app/", "governor.app.list()"),
            (.post, "/api/oauth/app", "governor.app.create()"),
            (.post, "/api/oauth/app/", "governor.app.create()"),
            (.get, "/api/oauth/app/ids", "governor.app.list_by_id()"),
            (.get, "/api/oauth/app/id/a", "governor.app.read(a)"),
            (.put, "/api/oauth/app/id/a", "governor.app.replace(a)"),
            (.delete, "/api/oauth/app/id/a", "governor.app.delete(a)"),
            (.put, "/api/oauth/app/id/a/rotate", "governor.app.rotate(a)"),
            (.get, "/api/oauth/connection", "governor.connection.list()"),
            (.get, "/api/oauth/connection/id/a", "governor.connection.read(a)"),
            (.delete, "/api/oauth/connection/id/a", "governor.connection.delete(a)"),
        ] as [(Method, String, String)])
    func operations(method: Method, path: String, expected: String) throws {
        #expect(try match(method, path) == expected)
    }

    @Test(
        "other methods of a path, and what it takes",
        arguments: [
            (.put, "/api/oauth/app", "405 GET, POST"),
            (.delete, "/api/oauth/app/", "405 GET, POST"),
            (.head, "/api/oauth/app", "405 GET, POST"), (.post, "/api/oauth/app/ids", "405 GET"),
            (.post, "/api/oauth/app/id/a", "405 GET, PUT, DELETE"),
            (.get, "/api/oauth/app/id/a/rotate", "405 PUT"),
            (.options, "/api/oauth/connection", "405 GET"),
        ] as [(Method, String, String)])
    func otherMethods(method: Method, path: String, expected: String) throws {
        #expect(try match(method, path) == expected)
    }

    @Test(
        "a path that is the dialect's and none of its routes",
        arguments: [
            "/api/oauth", "/api/oauth/", "/api/oauth/apps", "/api/oauth/App", "/api/oauth/app/id",
            "/api/oauth/app/x", "/api/oauth/app/id/a/b", "/api/oauth/app/id/a/rotate/b",
            // A slash at the end, where none is allowed.
            "/api/oauth/app/ids/", "/api/oauth/app/id/", "/api/oauth/app/id/a/",
            "/api/oauth/app/id/a/rotate/", "/api/oauth/connection/", "/api/oauth/connection/id/a/",
            // Empty segments.
            "/api/oauth//app", "/api/oauth/app//", "/api/oauth/app//ids", "/api/oauth/app/id//a",
            "/api/oauth/app/id//", "/api/oauth/app/id//rotate", "/api/oauth//",
            // Dot segments, plain and encoded.
            "/api/oauth/./app", "/api/oauth/app/.", "/api/oauth/app/..", "/api/oauth/x/../app",
            "/api/oauth/app/%2e", "/api/oauth/%2E%2e/app", "/api/oauth/app/id/..",
            "/api/oauth/app/id/.", "/api/oauth/app/id/%2e%2e", "/api/oauth/app/id/.%2E/rotate",
            "/api/oauth/app/id/../ids",
            // An encoded slash is a part of its segment.
            "/api/oauth/app%2Fids", "/api/oauth/app%2f", "/api/oauth/app%5Cids",
        ])
    func unknownPaths(path: String) throws {
        for method: Method in [.get, .put, .delete] {
            #expect(try match(method, path) == "404 governor")
        }
    }

    @Test(
        "a path that is no dialect's",
        arguments: [
            "/", "//", "/api", "/api/", "/API/oauth/app", "//api/oauth/app", "/api//oauth/app",
            "/api%2Foauth/app", "/api/oauth%2Fapp", "/./api/oauth/app", "/x/../api/oauth/app",
            "/%2e/api/oauth/app", "/api/oauthx", "/t/acme/api/oauth/app", "/ api/oauth/app",
        ])
    func strangePaths(path: String) throws {
        #expect(try match(.get, path) == "404")
    }

    @Test(
        "a segment is decoded once, and means what it decodes to",
        arguments: [
            ("/api/oauth/%61pp", "governor.app.list()"),
            ("/api/oauth/app/%69ds", "governor.app.list_by_id()"),
            ("/api/oauth/app/id/%61", "governor.app.read(a)"),
            ("/api/oauth/app/id/a%2Fb", "governor.app.read(a/b)"),
            ("/api/oauth/app/id/a%5cb", "governor.app.read(a\\b)"),
            ("/api/oauth/app/id/%252e%252e", "governor.app.read(%2e%2e)"),
            ("/api/oauth/app/id/...", "governor.app.read(...)"),
            ("/api/oauth/app/id/a+b", "governor.app.read(a+b)"),
            ("/api/oauth/app/id/%C3%A9", "governor.app.read(é)"),
            ("/api/oauth/app/id/a%3Fb", "governor.app.read(a?b)"),
            ("/api/oauth/app/id/ids", "governor.app.read(ids)"),
            ("/api/oauth/app/id/rotate", "governor.app.read(rotate)"),
        ])
    func decoding(path: String, expected: String) throws {
        #expect(try match(.get, path) == expected)
    }

    @Test("every route is found by its own path, with its parameters in order")
    func everyRoute() throws {
        for route in router.routes {
            var count = 0
            let path = route.path.segments.map { segment in
                switch segment {
                case .literal(let text): return "/\(text)"
                case .parameter:
                    count += 1
                    return "/p\(count)"
                }
            }.joined()
            let parameters = (0..<count).map { "p\($0 + 1)" }.joined(separator: ",")
            #expect(try match(route.method, path) == "\(route.name)(\(parameters))")
        }
    }

    @Test("the dialect of a path is known without a route")
    func dialect() {
        #expect(router.dialect(of: ["api", "oauth", "x"])?.name == .governor)
        #expect(router.dialect(of: ["api"]) == nil)
        #expect(router.dialect(of: []) == nil)
    }
}
