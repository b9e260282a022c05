// What ends tokens: replays, theft, revocation, withdrawn consent, deletion, logout.

import GatewaySupport
import Testing

@Suite(.enabled(if: TestDatabase.isGiven))
struct FlowRevocationTests {
    /// Expects that nothing of an authorization is of any use any more.
    private func expectDead(_ tokens: FlowScene.Tokens, _ scene: FlowScene) async throws {
        #expect(try await !scene.isActive(tokens.access))
        guard let refresh = tokens.refresh else { return }
        #expect(try await scene.refresh(refresh).errorCode == "invalid_grant")
    }

    @Test("A12: a code that is used twice ends what it was exchanged for")
    func replay() async throws {
        try await FlowScene.with { scene in
            let code = try await scene.code()
            let tokens = try FlowScene.Tokens(try await scene.redeem(code))
            let next = try FlowScene.Tokens(
                try await scene.refresh(try #require(tokens.refresh)))
            #expect(try await scene.redeem(code).errorCode == "invalid_grant")
            try await expectDead(tokens, scene)
            try await expectDead(next, scene)
        }
    }

    @Test("A9, A20: codes and refresh tokens are of no use to another client, and stay good")
    func otherClient() async throws {
        try await FlowScene.with { scene in
            let other = try await scene.tenant.app(redirectURI: FlowScene.redirectURI)
            let code = try await scene.code()
            #expect(try await scene.redeem(code, by: other).errorCode == "invalid_grant")
            let tokens = try FlowScene.Tokens(try await scene.redeem(code))
            #expect(try await scene.redeem(code, by: other).errorCode == "invalid_grant")
            let refresh = try #require(tokens.refresh)
            #expect(try await scene.refresh(refresh, by: other).errorCode == "invalid_grant")
            #expect(
                try await scene.refresh(refresh, scope: "openid profile").errorCode
                    == "invalid_scope")
            #expect(try await scene.refresh(refresh, scope: "profile").status == 200)
        }
    }

    @Test("P3: a refresh token that comes back later ends its family")
    func reuse() async throws {
        try await FlowScene.with { scene in
            let first = try await scene.tokens()
            let second = try FlowScene.Tokens(
                try await scene.refresh(try #require(first.refresh)))
            let third = try FlowScene.Tokens(
                try await scene.refresh(try #require(second.refresh)))
            #expect(
                try await scene.refresh(try #require(first.refresh)).errorCode
                    == "invalid_grant")
            for tokens in [first, second, third] { try await expectDead(tokens, scene) }
        }
    }

    @Test("C3, C4, C6: revoking a refresh token ends its family, whatever the hint says")
    func revokeRefreshToken() async throws {
        try await FlowScene.with { scene in
            let tokens = try await scene.tokens()
            let parameters = [
                "token": tokens.refresh, "token_type_hint": "access_token",
            ]
            for _ in 0..<2 {
                #expect(try await scene.post("/oauth2/revoke", parameters).status == 200)
            }
            try await expectDead(tokens, scene)
        }
    }

    @Test("revoking an access token ends that one")
    func revokeAccessToken() async throws {
        try await FlowScene.with { scene in
            let tokens = try await scene.tokens()
            #expect(
                try await scene.post("/oauth2/revoke", ["token": tokens.access]).status == 200)
            #expect(try await !scene.isActive(tokens.access))
            #expect(try await scene.refresh(try #require(tokens.refresh)).status == 200)
        }
    }

    @Test("C1, C2: nobody ends another client's token, or one without saying who they are")
    func revokeForeign() async throws {
        try await FlowScene.with { scene in
            let other = try await scene.tenant.app()
            let tokens = try await scene.tokens()
            for token in [tokens.access, try #require(tokens.refresh), "garbage"] {
                let answer = try await scene.post("/oauth2/revoke", ["token": token], by: other)
                #expect(answer.status == 200)
                #expect(answer.body.isEmpty)
                let anonymous = try await scene.post(
                    "/oauth2/revoke", ["token": token], isAnonymous: true)
                #expect(anonymous.status == 401)
            }
            #expect(try await scene.isActive(tokens.access))
            #expect(try await scene.refresh(try #require(tokens.refresh)).status == 200)
        }
    }

    @Test("S6: with an app go its codes, its tokens and its consents")
    func deletedApp() async throws {
        try await FlowScene.with { scene in
            let watcher = try await scene.tenant.app()
            let tokens = try await scene.tokens()
            let admin = try await scene.tenant.token()
            let delete = HTTPRequest("DELETE", "/api/oauth/app/id/\(scene.app.id)")
                .at(scene.tenant.host).by(admin)
            #expect(try await scene.gateway.send(delete).status == 204)
            let answer = try await scene.post(
                "/oauth2/introspect", ["token": tokens.access], by: watcher)
            #expect(answer.text == #"{"active":false}"#)
            #expect(
                try await scene.refresh(try #require(tokens.refresh)).errorCode
                    == "invalid_client")
            #expect(
                try await scene.tenant.database.texts(
                    """
                    SELECT 'left' FROM postern.token_family WHERE client_id = '\(scene.app.id)'
                    UNION ALL SELECT 'left' FROM postern.authorization_code
                        WHERE client_id = '\(scene.app.id)'
                    """) == [])
        }
    }

    @Test("S7: with a consent go the codes and tokens that rest on it")
    func withdrawnConsent() async throws {
        try await FlowScene.with { scene in
            let tokens = try await scene.tokens()
            let code = try await scene.code()
            let person = try await scene.tenant.token(user: scene.user)
            let delete = HTTPRequest("DELETE", "/api/oauth/connection/id/\(scene.app.id)")
                .at(scene.tenant.host).by(person)
            #expect(try await scene.gateway.send(delete).status == 204)
            try await expectDead(tokens, scene)
            #expect(try await scene.redeem(code).errorCode == "invalid_grant")
        }
    }

    @Test(
        "P4, S18: a new password, or none any more, logs out everywhere",
        arguments: [
            "password_hash = 'another'", "enabled = false",
        ])
    func user(change: String) async throws {
        try await FlowScene.with { scene in
            let tokens = try await scene.tokens()
            try await scene.tenant.database.execute(
                "UPDATE postern.end_user SET \(change) WHERE user_id = '\(scene.user.id)'")
            try await expectDead(tokens, scene)
            #expect(try await scene.authorize(["prompt": "none"])["error"] == "login_required")
        }
    }

    @Test("R9: logging out ends what was not granted for longer")
    func logout() async throws {
        try await FlowScene.with { scene in
            let kept = try await scene.tokens()
            let ended = try await scene.tokens(["scope": "profile"])
            #expect(ended.refresh != nil)
            let page = try FlowForm(try await scene.browser.open("/oauth2/logout").text)
            let over = try await scene.browser.open(
                page.action, posting: FlowScene.form(["ticket": page.ticket, "decision": "logout"]))
            #expect(over.status == 200)
            try await expectDead(ended, scene)
            #expect(try await scene.refresh(try #require(kept.refresh)).status == 200)
            #expect(try await scene.authorize(["prompt": "none"])["error"] == "login_required")
        }
    }

    @Test("S8: a code dies when its redirect URI is changed")
    func changedRedirectURI() async throws {
        try await FlowScene.with { scene in
            let code = try await scene.code()
            try await scene.alter(scene.app, "redirect_uris = '{https://app.example/new}'")
            #expect(try await scene.redeem(code).errorCode == "invalid_grant")
        }
    }
}
