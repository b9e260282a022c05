// Which paths scripts of any site may call, and how a browser is told.

import Dialects
import HTTPWire
import Testing

@Suite struct PreflightTests {
    private static let router = Router([Governor(), AngusGM(), OAuth2()])

    private func methods(_ path: String) throws -> [Method] {
        let path = try Request(.options, path).target.segments()
        return Self.router.methodsForAnyOrigin(path.segments[...], path.traits)
    }

    @Test(
        "these paths, and these methods there",
        arguments: [
            ("/api/oauth/token", [.post]), ("/api/oauth/userinfo", [.get, .post]),
            ("/api/oauth/jwks", [.get]), ("/oauth2/token", [.post]),
            ("/.well-known/openid-configuration", [.get]),
            ("/api/oauth/openid-configuration", []), ("/api/oauth/auth/code", []),
            ("/api/oauth/app", []), ("/api/oauth/token/", []), ("/oauth2/login", []), ("/", []),
        ] as [(String, [Method])])
    func open(path: String, methods expected: [Method]) throws {
        #expect(try methods(path) == expected)
    }

    @Test("a question has an origin and a method")
    func asked() throws {
        let origin = ResponseField(.origin, FieldValue(literal: "https://a.example"))
        let method = ResponseField(
            FieldName(literal: "Access-Control-Request-Method"), FieldValue(literal: "POST"))
        #expect(Preflight.isAsked(by: try Request(.options, "/", fields: [origin, method])))
        #expect(!Preflight.isAsked(by: try Request(.options, "/", fields: [origin])))
        #expect(!Preflight.isAsked(by: try Request(.options, "/", fields: [method])))
        #expect(!Preflight.isAsked(by: try Request(.post, "/", fields: [origin, method])))
    }

    @Test("the answer lets any site, and no cookie")
    func answer() {
        let response = Preflight.answer([.get, .post])
        #expect(response.status == .noContent)
        #expect(response[FieldName(literal: "Access-Control-Allow-Origin")] == "*")
        #expect(response[FieldName(literal: "Access-Control-Allow-Methods")] == "GET, POST")
        #expect(
            response[FieldName(literal: "Access-Control-Allow-Headers")] == "Authorization, *")
        #expect(response[FieldName(literal: "Access-Control-Allow-Credentials")] == nil)
    }
}
