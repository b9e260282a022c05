// A tenant with everything that the parameters of a flow can name.

import Dialects
import GatewaySupport
import HTTPWire
import JSONWire
import Testing

/// A client, a person who consented to it, and what came of that: a code, tokens, a session.
struct FlowOwner {
    let scene: FlowScene
    /// A live token that speaks for the person, with the permissions that flows ask for.
    let bearer: String
    /// What the person's browser remembers.
    var cookies: [String: String]
    /// What a request sends, by the parameter's name, where it sends it.
    var values: [String: String]

    /// Makes one in a tenant of its own, in the shared gateway's database.
    static func make() async throws -> FlowOwner {
        let gateway = try TestGateway.shared
        let tenant = try await gateway.database.tenant()
        // Without a password, because passwords take their time.
        let user = try await tenant.user()
        let browser = FlowBrowser(gateway: gateway, host: tenant.host)
        browser.remember(
            "postern_session_\(tenant.slug)", try await tenant.session(of: user))
        let scene = FlowScene(
            gateway: gateway, tenant: tenant, user: user,
            app: try await tenant.app(redirectURI: FlowScene.redirectURI), browser: browser)
        try await scene.alter(
            scene.app,
            """
            grant_types = '{authorization_code,refresh_token,client_credentials}',
            scopes = '{invoices:read}'
            """)
        let tokens = try await scene.tokens()
        let values = [
            "response_type": "code", "client_id": scene.app.id,
            "redirect_uri": FlowScene.redirectURI, "scope": "profile offline_access",
            "state": "s", "code_challenge": FlowScene.challenge, "code_challenge_method": "S256",
            "code": try await scene.code(), "code_verifier": FlowScene.verifier,
            "client_secret": scene.app.secret, "token": tokens.access,
            "refresh_token": try #require(tokens.refresh), "username": scene.user.username,
            "password": FlowScene.password, "ticket": String(repeating: "t", count: 43),
            "decision": "allow",
        ]
        return FlowOwner(
            scene: scene,
            bearer: try await tenant.token("openid authorize", user: scene.user),
            cookies: scene.browser.cookies, values: values)
    }

    /// What a parameter can name of theirs; nil where it names nothing.
    func name(_ parameter: String) async throws -> String? {
        guard parameter == "request_uri" else { return values[parameter] }
        let pushed = [
            "response_type": "code", "redirect_uri": FlowScene.redirectURI,
            "code_challenge": FlowScene.challenge, "code_challenge_method": "S256",
        ]
        return try await scene.post("/oauth2/par", pushed).json?["request_uri"]?.string
    }

    /// The name of the cookie that holds the login.
    var sessionCookie: String { "postern_session_\(scene.tenant.slug)" }

    /// A request for the operation; each variant of it has its own.
    func requests(_ route: FlowRoute) -> [HTTPRequest] {
        route.asked.map { request(route, $0.pairs(values).sent) }
    }

    /// A request with these parameters, in the query and in the body.
    func request(_ route: FlowRoute, _ sent: FlowAsked.Sent) -> HTTPRequest {
        var target = "/t/\(scene.tenant.slug)\(route.path)"
        if !sent.query.isEmpty { target += "?" + sent.query }
        var request = HTTPRequest(route.method.description, target)
        if let body = sent.body {
            request = request.with("Content-Type", sent.type)
            request.body = body
        }
        let pairs = cookies.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
        if !pairs.isEmpty { request = request.with("Cookie", pairs.joined(separator: "; ")) }
        return route.entry.scope == nil ? request : request.by(bearer)
    }

    /// Whether code and tokens are as good as new; they are used up by it.
    func isIntact() async throws -> Bool {
        let isActive = try await scene.isActive(try #require(values["token"]))
        let refreshed = try await scene.refresh(try #require(values["refresh_token"]))
        let redeemed = try await scene.redeem(try #require(values["code"]))
        return isActive && refreshed.status == 200 && redeemed.status == 200
    }
}
