// A gateway of a test's own with somebody who is logged in, so that codes are one request away.

import Domain
import Gateway
import GatewaySupport
import HTTPWire
import JSONWire
import Testing

/// A tenant with a person, an app, and a browser in which the person is logged in.
struct FlowScene: Sendable {
    let gateway: TestGateway
    let tenant: TestTenant
    let user: TestUser
    let app: TestApp
    let browser: FlowBrowser

    static let password = "correct horse battery staple"
    static let redirectURI = "https://app.example/callback"
    /// RFC 7636 appendix B.
    static let verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
    static let challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"

    /// Runs `body` with a new scene.
    static func with(
        _ change: (inout Configuration) -> Void = { _ in },
        _ body: (FlowScene) async throws -> Void
    ) async throws {
        try await TestDatabase.with { database in
            try await TestGateway.with(database, change) { gateway in
                let tenant = try await database.tenant()
                let user = try await tenant.user(password: password)
                let app = try await tenant.app(redirectURI: redirectURI)
                let browser = FlowBrowser(gateway: gateway, host: tenant.host)
                try await body(
                    FlowScene(
                        gateway: gateway, tenant: tenant, user: user, app: app, browser: browser))
            }
        }
    }

    /// Lets the time go on.
    func wait(_ duration: Duration) {
        gateway.wallClock.advance(by: duration)
    }

    /// Changes what a client was registered for, in words of SQL.
    func alter(_ app: TestApp, _ assignments: String) async throws {
        try await tenant.database.execute(
            "UPDATE postern.client SET \(assignments) WHERE client_id = '\(app.id)'")
    }

    /// A query that asks for a code, with PKCE; later parameters take the place of earlier ones.
    func request(_ changes: [String: String?] = [:]) -> String {
        var parameters: [String: String?] = [
            "client_id": app.id, "response_type": "code", "redirect_uri": Self.redirectURI,
            "scope": "profile email offline_access", "state": "s",
            "code_challenge": Self.challenge, "code_challenge_method": "S256",
        ]
        parameters.merge(changes) { $1 }
        return Self.form(parameters)
    }

    /// Parameters in the form of a query or body; nil leaves one out.
    static func form(_ parameters: [String: String?]) -> String {
        parameters.sorted { $0.key < $1.key }.compactMap { name, value in
            value.map { "\(name)=\(PercentCoding.encode($0))" }
        }.joined(separator: "&")
    }

    /// Asks for a code, logs in and consents where that is asked for; the answer's parameters.
    func authorize(_ changes: [String: String?] = [:]) async throws -> [String: String] {
        try await browser.authorize(
            request(changes), username: user.username, password: Self.password)
    }

    /// A new code.
    func code(_ changes: [String: String?] = [:]) async throws -> String {
        let answer = try await authorize(changes)
        return try #require(answer["code"], "\(answer)")
    }

    /// Posts a form to an endpoint, as the app unless another client is named.
    func post(
        _ path: String, _ parameters: [String: String?], by client: TestApp? = nil,
        isAnonymous: Bool = false
    ) async throws -> HTTPResponse {
        let type = ("Content-Type", "application/x-www-form-urlencoded")
        var request = HTTPRequest("POST", path, [type], body: Self.form(parameters))
            .at(tenant.host)
        if !isAnonymous {
            let client = client ?? app
            request = request.with(
                "Authorization", Self.basic(client.id, client.secret))
        }
        return try await gateway.answer(request)
    }

    static func basic(_ name: String, _ secret: String) -> String {
        let text = "\(PercentCoding.encode(name)):\(PercentCoding.encode(secret))"
        let url = Base64URL.encode(Array(text.utf8))
        let standard = url.replacing("-", with: "+").replacing("_", with: "/")
        return "Basic " + standard + String(repeating: "=", count: (4 - url.count % 4) % 4)
    }

    /// Redeems a code.
    func redeem(
        _ code: String, _ changes: [String: String?] = [:], by client: TestApp? = nil
    ) async throws -> HTTPResponse {
        var parameters: [String: String?] = [
            "grant_type": "authorization_code", "code": code, "redirect_uri": Self.redirectURI,
            "code_verifier": Self.verifier,
        ]
        parameters.merge(changes) { $1 }
        return try await post("/oauth2/token", parameters, by: client)
    }

    /// Exchanges a refresh token.
    func refresh(
        _ token: String, scope: String? = nil, by client: TestApp? = nil
    ) async throws -> HTTPResponse {
        try await post(
            "/oauth2/token",
            ["grant_type": "refresh_token", "refresh_token": token, "scope": scope], by: client)
    }

    /// The tokens of a new authorization.
    func tokens(_ changes: [String: String?] = [:]) async throws -> Tokens {
        try Tokens(try await redeem(try await code(changes)))
    }

    /// Whether an access token is live, as the app is told.
    func isActive(_ token: String) async throws -> Bool {
        let answer = try await post("/oauth2/introspect", ["token": token])
        let active: Bool? = answer.json?.object?["active"]?.boolean
        return try #require(active as Bool?, "\(answer.essence)") == true
    }

    /// What a token answer holds.
    struct Tokens: Sendable {
        let access: String
        let refresh: String?
        let scope: String

        init(_ response: HTTPResponse) throws {
            let object = try #require(response.json?.object, "\(response.essence)")
            access = try #require(object["access_token"]?.string, "\(response.essence)")
            refresh = object["refresh_token"]?.string
            scope = try #require(object["scope"]?.string)
        }
    }
}

extension HTTPResponse {
    /// The code of an OAuth error; nil where it is none.
    var errorCode: String? { json?.object?["error"]?.string }
}
