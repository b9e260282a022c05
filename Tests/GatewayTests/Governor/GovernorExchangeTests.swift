// Governor's token endpoint: what is refused leaves the code as it is, what is used twice ends.

import GatewaySupport
import JSONWire
import Testing

@Suite(.enabled(if: TestDatabase.isGiven), .sharesGateway)
struct GovernorExchangeTests {
    private func scene() async throws -> GovernorScene {
        try await GovernorScene.set(on: TestGateway.shared)
    }

    private static let refusals: [(parameters: [String: String], status: Int, code: String)] = [
        (["client_secret": "wrong"], 401, "invalid_client"),
        (["client_id": "unknown"], 401, "invalid_client"),
        (["client_secret": ""], 400, "invalid_request"),
        (["redirect_uri": ""], 400, "invalid_request"),
        (["redirect_uri": "https://app.example/Callback"], 400, "invalid_grant"),
        (["code_verifier": ""], 400, "invalid_grant"),
        (["code_verifier": "wrong"], 400, "invalid_grant"),
        (["code_verifier": FlowScene.challenge], 400, "invalid_grant"),
        (["code_verifier": String(repeating: "x", count: 256)], 400, "invalid_request"),
        (["code": "wrong"], 400, "invalid_grant"),
        (["grant_type": "password"], 400, "unsupported_grant_type"),
    ]

    @Test("what is refused leaves the code to be redeemed")
    func refused() async throws {
        let scene = try await scene()
        let proof = ["code_verifier": FlowScene.verifier]
        let code = try await scene.code(
            "openid",
            [
                "code_challenge": .string(FlowScene.challenge), "code_challenge_method": "S256",
            ])
        for refusal in Self.refusals {
            let answer = try await scene.redeem(code, proof.merging(refusal.parameters) { $1 })
            #expect(answer.status == refusal.status)
            #expect(answer.code == refusal.code, "\(answer.essence)")
            #expect(answer["Cache-Control"] == "no-store")
            let isClient = refusal.status == 401
            #expect(
                answer["WWW-Authenticate"] == (isClient ? #"Basic realm="governor""# : nil))
        }
        #expect(try await scene.redeem(code, proof).status == 200)
    }

    @Test("a verifier for a code without a challenge proves nothing")
    func unasked() async throws {
        let scene = try await scene()
        let code = try await scene.code()
        let answer = try await scene.redeem(code, ["code_verifier": FlowScene.verifier])
        #expect(answer.code == "invalid_grant")
        #expect(try await scene.redeem(code).status == 200)
    }

    @Test("another app's code is none")
    func foreign() async throws {
        let scene = try await scene()
        let other = try await scene.tenant.app()
        let credentials = ["client_id": other.id, "client_secret": other.secret]
        let code = try await scene.code()
        #expect(try await scene.redeem(code, credentials).code == "invalid_grant")
        #expect(try await scene.redeem(code).status == 200)
    }

    @Test("a code that is used again takes what it gave along")
    func replayed() async throws {
        let scene = try await scene()
        let code = try await scene.code("openid offline_access")
        let tokens = try GovernorScene.Tokens(await scene.redeem(code))
        #expect(try await scene.userInfo(tokens.access).status == 200)
        #expect(try await scene.redeem(code).code == "invalid_grant")
        #expect(try await scene.dies(tokens.access))
        let refresh = try #require(tokens.refresh)
        #expect(try await scene.refresh(refresh).code == "invalid_grant")
    }

    @Test("a later consent ends the code before it")
    func superseded() async throws {
        let scene = try await scene()
        let (first, second) = (try await scene.code(), try await scene.code())
        #expect(try await scene.redeem(first).code == "invalid_grant")
        #expect(try await scene.redeem(second).status == 200)
    }

    @Test("of many who redeem a code at once, one is given tokens")
    func race() async throws {
        let scene = try await scene()
        let code = try await scene.code()
        let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<16 { group.addTask { try await scene.redeem(code).status } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(statuses.count { $0 == 200 } <= 1)
        #expect(statuses.count { $0 == 400 } == 16 - statuses.count { $0 == 200 })
    }

    @Test("Basic credentials are form-encoded, and come alone")
    func basic() async throws {
        let scene = try await scene()
        let code = try await scene.code()
        let form =
            "grant_type=authorization_code&code=\(code)"
            + "&redirect_uri=\(FlowScene.redirectURI)"
        let type = ("Content-Type", "application/x-www-form-urlencoded")
        let basic = (
            "Authorization",
            FlowScene.basic(scene.app.id, scene.app.secret)
        )
        for (more, status) in [("&client_id=\(scene.app.id)", 400), ("", 200)] {
            let answer = try await scene.ask(
                HTTPRequest("POST", "/api/oauth/token", [type, basic], body: form + more))
            #expect(answer.status == status, "\(answer.essence)")
        }
    }

    @Test("refresh tokens are for offline access, are exchanged once, and keep the login's time")
    func refreshing() async throws {
        let scene = try await scene()
        #expect(try await scene.tokens("openid").refresh == nil)
        let first = try await scene.tokens("openid offline_access")
        let second = try GovernorScene.Tokens(await scene.refresh(#require(first.refresh)))
        #expect(second.refresh != first.refresh)
        #expect(second.shown["scope"] == "offline_access openid")
        #expect(second.claims["auth_time"]?.integer == GovernorScene.login)
        #expect(second.claims["sub"] == first.claims["sub"])
        #expect(try await scene.userInfo(second.access).status == 200)
    }
}
