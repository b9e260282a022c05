// Governor's OpenID Connect over the wire: consent, tokens, claims.

import GatewaySupport
import JSONWire
import Testing

@Suite(.enabled(if: TestDatabase.isGiven), .sharesGateway)
struct GovernorFlowTests {
    private func scene() async throws -> GovernorScene {
        try await GovernorScene.set(on: TestGateway.shared)
    }

    @Test("a consent becomes a code, the code tokens, and a token claims")
    func whole() async throws {
        let scene = try await scene()
        try await scene.tenant.database.execute(
            """
            UPDATE postern.end_user SET email = 'a@b.example', email_verified = true,
                given_name = 'Alice', family_name = 'Liddell'
            WHERE tenant_id = \(scene.tenant.number)
            """)
        let code = try await scene.code(
            "profile openid nonsense email openid",
            [
                "nonce": "n-0", "code_challenge": .string(FlowScene.challenge),
                "code_challenge_method": "S256",
            ])
        let answer = try await scene.redeem(code, ["code_verifier": FlowScene.verifier])
        let tokens = try GovernorScene.Tokens(answer)
        #expect(
            tokens.shown.object?.names == [
                "access_token", "token_type", "expires_in", "scope", "id_token",
            ])
        #expect(tokens.shown["token_type"] == "Bearer")
        #expect(tokens.shown["expires_in"] == 300)
        #expect(tokens.shown["scope"] == "email openid profile")
        #expect(answer["Cache-Control"] == "no-store")
        #expect(tokens.claims["sub"]?.string == scene.alice.id)
        #expect(tokens.claims["aud"] == [.string(scene.app.id)])
        #expect(tokens.claims["azp"]?.string == scene.app.id)
        #expect(tokens.claims["nonce"] == "n-0")
        #expect(tokens.claims["auth_time"]?.integer == GovernorScene.login)
        for method in ["GET", "POST"] {
            let claims = try await scene.userInfo(tokens.access, method: method)
            #expect(
                claims.json == [
                    "sub": .string(scene.alice.id), "name": "Alice Liddell",
                    "given_name": "Alice", "family_name": "Liddell",
                    "preferred_username": .string(scene.alice.username),
                    "email": "a@b.example", "email_verified": true,
                ])
        }
    }

    @Test("the token for everything shows whose it is and no more; one for something else nothing")
    func everything() async throws {
        let scene = try await scene()
        let all = try await scene.tenant.token(user: scene.alice)
        #expect(try await scene.userInfo(all).json == ["sub": .string(scene.alice.id)])
        #expect(try await scene.userInfo(scene.session).status == 403)
        #expect(try await scene.userInfo(scene.tenant.token()).status == 403)
    }

    @Test("a token that an app was given neither administers nor consents")
    func delegated() async throws {
        let scene = try await scene()
        let tokens = try await scene.tokens("openid profile email gov.user.oauth.authorize all")
        #expect(tokens.shown["scope"] == "email openid profile")
        #expect(try await scene.consent(["scope": "openid"], by: tokens.access).status == 403)
        let list = HTTPRequest("GET", "/api/oauth/app?amount=1&offset=0").by(tokens.access)
        #expect(try await scene.ask(list).status == 403)
        let own = HTTPRequest("GET", "/api/oauth/connection?amount=1&offset=0").by(tokens.access)
        #expect(try await scene.ask(own).status == 403)
    }

    @Test(
        "consents that are refused",
        arguments: [
            (["client_id": ""], 400, nil), (["client_id": .string(x(129))], 400, nil),
            (["client_id": 1], 400, nil), (["client_id": "unknown"], 404, nil),
            (["scope": ""], 400, "invalid_scope"), (["scope": "profile"], 400, "invalid_scope"),
            (["scope": .string("openid " + x(249))], 400, "invalid_scope"),
            (["nonce": .string(x(256))], 400, "invalid_request"),
            (["nonce": "é"], 400, "invalid_request"), (["nonce": "a\n"], 400, "invalid_request"),
            (["code_challenge": .string(x(43))], 400, "invalid_request"),
            (["code_challenge_method": "S256"], 400, "invalid_request"),
            (challenge(x(43), "plain"), 400, "invalid_request"),
            (challenge(x(43), "s256"), 400, "invalid_request"),
            (challenge(x(42), "S256"), 400, "invalid_request"),
            (challenge(x(129), "S256"), 400, "invalid_request"),
            (challenge(x(42) + "+", "S256"), 400, "invalid_request"),
        ] as [(JSONObject, Int, String?)])
    func refusedConsents(members: JSONObject, status: Int, code: String?) async throws {
        let scene = try await scene()
        var all: JSONObject = ["scope": "openid"]
        for member in members { all[member.name] = member.value }
        let answer = try await scene.consent(all)
        #expect(answer.status == status)
        #expect(answer.json?["message"]?.string?.isEmpty == false)
        #expect(answer.code == code, "\(answer.essence)")
        #expect(try await scene.connection().status == 404)
    }

    @Test(
        "consents at the edge of what is taken",
        arguments: [
            ["scope": .string("openid " + x(248))], ["scope": "\topenid\n"],
            ["nonce": .string(x(254) + "~")], ["nonce": nil], challenge(x(43), "S256"),
            challenge(x(128), "S256"), ["code_challenge": "", "code_challenge_method": nil],
            ["redirect_uri": "https://evil.example", "other": 1],
        ] as [JSONObject])
    func acceptedConsents(members: JSONObject) async throws {
        let scene = try await scene()
        var all: JSONObject = ["scope": "openid"]
        for member in members { all[member.name] = member.value }
        let answer = try await scene.consent(all)
        #expect(answer.status == 200, "\(answer.essence)")
        #expect(answer["Cache-Control"] == "no-store")
    }

    @Test("an app of another tenant is unknown")
    func foreignApp() async throws {
        let scene = try await scene()
        let foreign = try await TestGateway.shared.database.tenant().app()
        let answers = [
            try await scene.consent(["scope": "openid"], to: foreign),
            try await scene.consent(["scope": "openid", "client_id": "unknown"]),
        ]
        #expect(answers[0].essence == answers[1].essence)
    }

    @Test("plain proves where the tenant allows it, and is advertised there")
    func plain() async throws {
        let scene = try await scene()
        let metadata = HTTPRequest("GET", "/api/oauth/openid-configuration")
        let member = "code_challenge_methods_supported"
        #expect(try await scene.ask(metadata).json?[member] == ["S256"])
        try await scene.tenant.database.execute(
            """
            INSERT INTO postern.authorization_settings (tenant_id, plain_proof_keys)
            VALUES (\(scene.tenant.number), true)
            """)
        #expect(try await scene.ask(metadata).json?[member] == ["plain", "S256"])
        let code = try await scene.code("openid", Self.challenge(Self.x(43), "plain"))
        #expect(try await scene.redeem(code, ["code_verifier": Self.x(44)]).status == 400)
        #expect(try await scene.redeem(code, ["code_verifier": Self.x(43)]).status == 200)
    }

    @Test("an app with more redirect URIs than one gets its codes elsewhere", arguments: [0, 2])
    func redirectURIs(count: Int) async throws {
        let scene = try await scene()
        let uris = (0..<count).map { "'https://app.example/\($0)'" }.joined(separator: ", ")
        try await scene.tenant.database.execute(
            """
            UPDATE postern.client SET redirect_uris = ARRAY[\(uris)]::text[],
                grant_types = '{\(count == 0 ? "client_credentials" : "authorization_code")}'
            WHERE tenant_id = \(scene.tenant.number)
            """)
        let answer = try await scene.consent(["scope": "openid"])
        #expect(answer.status == 400)
        #expect(answer.code != nil)
    }

    private static func x(_ count: Int) -> String { String(repeating: "x", count: count) }

    private static func challenge(_ text: String, _ method: String) -> JSONObject {
        ["code_challenge": .string(text), "code_challenge_method": .string(method)]
    }
}
