// A person, an app and a gateway with keys: what Governor's flows are played with.

import Domain
import Gateway
import GatewaySupport
import JSONWire
import Testing

/// A tenant with signing keys, in which Alice connects to an app.
struct GovernorScene {
    let gateway: TestGateway
    let tenant: TestTenant
    let alice: TestUser
    let app: TestApp
    /// What Alice's own browser would have: she logged in at `login`.
    let session: String

    /// When the first session began, in seconds of Unix time.
    static let login: Int64 = 1_700_000_000

    static func set(on gateway: TestGateway) async throws -> GovernorScene {
        let tenant = try await gateway.database.tenant()
        try await tenant.shareKeys()
        let alice = try await tenant.user()
        return GovernorScene(
            gateway: gateway, tenant: tenant, alice: alice, app: try await tenant.app(),
            session: try await session(of: alice, in: tenant, since: login))
    }

    /// A scene with a gateway of its own, whose clock can be moved.
    static func with(_ body: (GovernorScene) async throws -> Void) async throws {
        try await TestDatabase.with { database in
            try await TestGateway.with(database) { gateway in try await body(set(on: gateway)) }
        }
    }

    /// A user's token that was issued at that time.
    static func session(
        of user: TestUser, in tenant: TestTenant, since seconds: Int64
    ) async throws -> String {
        let scope = "gov.user.oauth.authorize connection:read connection:write"
        let token = try await tenant.token(scope, user: user)
        try await tenant.database.execute(
            """
            UPDATE postern.token SET issued_at = to_timestamp(\(seconds))
            WHERE tenant_id = \(tenant.number) AND subject = '\(user.id)'
                AND issued_at > to_timestamp(1750000000)
            """)
        return token
    }

    func ask(_ request: HTTPRequest) async throws -> HTTPResponse {
        try await gateway.answer(request.at(tenant.host))
    }

    /// O3, with the members besides the client's id.
    func consent(
        _ members: JSONObject, to app: TestApp? = nil, by session: String? = nil
    ) async throws -> HTTPResponse {
        var body = members
        if body["client_id"] == nil { body["client_id"] = .string((app ?? self.app).id) }
        let text = String(decoding: JSON.object(body).encoded, as: UTF8.self)
        return try await ask(
            .json("POST", "/api/oauth/auth/code", text).by(session ?? self.session))
    }

    /// The code of a consent.
    func code(
        _ scope: String = "openid", _ members: JSONObject = [:], by session: String? = nil
    ) async throws -> String {
        var members = members
        members["scope"] = .string(scope)
        let answer = try await consent(members, by: session)
        return try #require(answer.json?["code"]?.string, "\(answer.essence)")
    }

    /// O4, by the app; a parameter that is given anew takes the place of the usual one.
    func exchange(_ parameters: [String: String]) async throws -> HTTPResponse {
        var all = ["client_id": app.id, "client_secret": app.secret]
        all.merge(parameters) { $1 }
        let type = ("Content-Type", "application/x-www-form-urlencoded")
        return try await ask(
            HTTPRequest("POST", "/api/oauth/token", [type], body: FlowScene.form(all)))
    }

    func redeem(
        _ code: String, _ parameters: [String: String] = [:]
    ) async throws -> HTTPResponse {
        let usual = [
            "grant_type": "authorization_code", "code": code, "redirect_uri": FlowScene.redirectURI,
        ]
        return try await exchange(usual.merging(parameters) { $1 })
    }

    func refresh(_ token: String) async throws -> HTTPResponse {
        try await exchange(["grant_type": "refresh_token", "refresh_token": token])
    }

    /// The tokens of a whole flow.
    func tokens(_ scope: String) async throws -> Tokens {
        try Tokens(await redeem(code(scope)))
    }

    func userInfo(_ token: String, method: String = "GET") async throws -> HTTPResponse {
        try await ask(HTTPRequest(method, "/api/oauth/userinfo").by(token))
    }

    /// C2, as Alice sees it.
    func connection() async throws -> HTTPResponse {
        try await ask(HTTPRequest("GET", "/api/oauth/connection/id/\(app.id)").by(session))
    }

    /// Whether the access token is refused, once that has become known.
    func dies(_ token: String) async throws -> Bool {
        try await becomesTrue { try await userInfo(token).status == 401 }
    }

    func administer(_ method: String, _ path: String, _ body: String = "") async throws -> Int {
        let target = "/api/oauth/app/id/\(app.id)\(path)"
        let token = try await tenant.token("app:write")
        let request =
            body.isEmpty ? HTTPRequest(method, target) : HTTPRequest.json(method, target, body)
        return try await ask(request.by(token)).status
    }
}

extension GovernorScene {
    /// What the token endpoint gave.
    struct Tokens {
        let access: String
        let refresh: String?
        /// The claims of the ID token.
        let claims: JSON
        /// The whole object.
        let shown: JSON

        init(_ answer: HTTPResponse) throws {
            shown = try #require(answer.status == 200 ? answer.json : nil, "\(answer.essence)")
            access = try #require(shown["access_token"]?.string)
            refresh = shown["refresh_token"]?.string
            let parts = try #require(shown["id_token"]?.string).split(separator: ".")
            let bytes = try #require(parts.count == 3 ? Base64URL.decode(String(parts[1])) : nil)
            claims = try JSONReader.read(bytes)
        }
    }
}

extension HTTPResponse {
    /// The `error` of RFC 6749 §5.2, or the `code` of a consent.
    var code: String? { json?["error"]?.string ?? json?["code"]?.string }
}
