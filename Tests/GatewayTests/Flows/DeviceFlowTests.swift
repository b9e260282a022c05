// RFC 8628 on a running gateway: a device asks, a person decides elsewhere, the device is told.

import Gateway
import GatewaySupport
import JSONWire
import Testing

@Suite(.enabled(if: TestDatabase.isGiven))
struct DeviceFlowTests {
    private static let grant = "urn:ietf:params:oauth:grant-type:device_code"

    /// What a device has been told, and how it goes on asking.
    private struct Device: Sendable {
        let scene: FlowScene
        let app: TestApp
        let code: String
        let userCode: String

        /// Lets a public client that is registered for it ask for codes.
        static func ask(
            _ scene: FlowScene, scope: String = "profile", grants: String? = nil
        ) async throws -> Device {
            let app = try await scene.publicApp(grants: grants ?? "refresh_token,\(grant)")
            return try await ask(scene, app, scope: scope)
        }

        static func ask(
            _ scene: FlowScene, _ app: TestApp, scope: String = "profile"
        ) async throws -> Device {
            let answer = try await scene.post(
                "/oauth2/device_authorization", ["client_id": app.id, "scope": scope],
                isAnonymous: true)
            let json = try #require(answer.json, "\(answer.essence)")
            return Device(
                scene: scene, app: app, code: try #require(json["device_code"]?.string),
                userCode: try #require(json["user_code"]?.string))
        }

        func poll(by client: TestApp? = nil) async throws -> HTTPResponse {
            try await scene.post(
                "/oauth2/token",
                [
                    "grant_type": grant, "device_code": code,
                    "client_id": (client ?? app).id,
                ], isAnonymous: true)
        }

        /// The person types the code; what they are shown next.
        func enter(_ code: String? = nil) async throws -> HTTPResponse {
            let page = try await scene.browser.open("/oauth2/device")
            return try await scene.browser.submit(page, ["user_code": code ?? userCode])
        }

        /// The person types the code, logs in where that is asked, and decides.
        func decide(_ decision: String) async throws -> HTTPResponse {
            var page = try await enter()
            if try FlowForm(page.text).asksForPassword { page = try await scene.logIn(page) }
            return try await scene.browser.submit(page, ["decision": decision])
        }
    }

    @Test("a device gets tokens once a person has allowed it")
    func wholeFlow() async throws {
        try await FlowScene.with { scene in
            let device = try await Device.ask(scene, scope: "profile offline_access")
            #expect(try await device.poll().errorCode == "authorization_pending")
            let login = try await device.enter(device.userCode.lowercased())
            #expect(try FlowForm(login.text).asksForPassword)
            let consent = try await scene.logIn(login)
            #expect(consent.title == "Allow access?")
            let done = try await scene.browser.submit(consent, ["decision": "allow"])
            #expect(done.title == "Your device is connected")
            let answer = try await device.poll()
            let tokens = try FlowScene.Tokens(answer)
            #expect(tokens.scope == "offline_access profile")
            #expect(answer["Cache-Control"] == "no-store")
            #expect(try await scene.isActive(tokens.access))
            let again = try await device.poll()
            #expect(again.errorCode == "invalid_grant")
            #expect(try await scene.isActive(tokens.access))
            let refreshed = try await scene.post(
                "/oauth2/token",
                [
                    "grant_type": "refresh_token", "refresh_token": tokens.refresh,
                    "client_id": device.app.id,
                ], isAnonymous: true)
            #expect(try FlowScene.Tokens(refreshed).scope == "offline_access profile")
        }
    }

    @Test("the first answer is what RFC 8628 has there")
    func answer() async throws {
        try await FlowScene.with { scene in
            try await scene.alter(scene.app, "grant_types = '{\(Self.grant)}'")
            let answer = try await scene.post("/oauth2/device_authorization", [:])
            #expect(answer.status == 200)
            #expect(answer["Cache-Control"] == "no-store")
            let issuer = try #require(try await scene.metadata().json?["issuer"]?.string)
            let json = try #require(answer.json)
            let code = try #require(json["user_code"]?.string)
            #expect(json["verification_uri"] == .string("\(issuer)/oauth2/device"))
            #expect(
                json["verification_uri_complete"]
                    == .string("\(issuer)/oauth2/device?user_code=\(code)"))
            #expect(json["expires_in"] == 600)
            #expect(json["interval"] == 5)
        }
    }

    @Test("who may not, gets no codes")
    func refusals() async throws {
        try await FlowScene.with { scene in
            let path = "/oauth2/device_authorization"
            #expect(try await scene.post(path, [:]).errorCode == "unauthorized_client")
            let unproven = try await scene.post(
                path, ["client_id": scene.app.id], isAnonymous: true)
            #expect(unproven.status == 401)
            try await scene.alter(scene.app, "grant_types = '{\(Self.grant)}'")
            let scope = try await scene.post(path, ["scope": "app:write all"])
            #expect(scope.errorCode == "invalid_scope")
            #expect(try await scene.read(path).status == 405)
            let unknown = try await scene.post(
                "/oauth2/token", ["grant_type": Self.grant, "device_code": "unknown"])
            #expect(unknown.errorCode == "invalid_grant")
            let missing = try await scene.post("/oauth2/token", ["grant_type": Self.grant])
            #expect(missing.errorCode == "invalid_request")
        }
    }

    @Test("a person may say no, at each page")
    func denial() async throws {
        try await FlowScene.with { scene in
            let first = try await Device.ask(scene)
            let login = try await first.enter()
            let cancelled = try await scene.browser.submit(login, ["decision": "cancel"])
            #expect(cancelled.title == "Your device was not connected")
            #expect(try await first.poll().errorCode == "access_denied")
            let second = try await Device.ask(scene)
            #expect(try await second.decide("deny").title == "Your device was not connected")
            #expect(try await second.poll().errorCode == "access_denied")
            #expect(try await second.enter().problem != nil)
        }
    }

    @Test("of 50 questions after the consent, one gets tokens, which live on")
    func race() async throws {
        try await FlowScene.with { scene in
            for _ in 0..<4 {
                let device = try await Device.ask(scene)
                _ = try await device.decide("allow")
                let answers = try await withThrowingTaskGroup(of: HTTPResponse.self) { group in
                    for _ in 0..<50 { group.addTask { try await device.poll() } }
                    return try await group.reduce(into: []) { $0.append($1) }
                }
                let winners = answers.filter { $0.status == 200 }
                #expect(winners.count == 1)
                #expect(
                    answers.allSatisfy { $0.status == 200 || $0.errorCode == "invalid_grant" })
                let tokens = try FlowScene.Tokens(try #require(winners.first))
                #expect(try await scene.isActive(tokens.access))
            }
        }
    }

    @Test("a device code is its own client's")
    func otherClient() async throws {
        try await FlowScene.with { scene in
            let device = try await Device.ask(scene)
            _ = try await device.decide("allow")
            let other = try await scene.publicApp(grants: Self.grant)
            #expect(try await device.poll(by: other).errorCode == "invalid_grant")
            #expect(try await device.poll().status == 200)
        }
    }

    @Test("who asks too often has to wait five seconds more each time")
    func slowingDown() async throws {
        try await FlowScene.with { scene in
            let device = try await Device.ask(scene)
            #expect(try await device.poll().errorCode == "authorization_pending")
            scene.wait(.seconds(5))
            #expect(try await device.poll().errorCode == "authorization_pending")
            #expect(try await device.poll().errorCode == "slow_down")
            scene.wait(.seconds(6))
            #expect(try await device.poll().errorCode == "slow_down")
            scene.wait(.seconds(15))
            let waited = try await device.poll()
            #expect(waited.status == 400)
            #expect(waited.errorCode == "authorization_pending")
        }
    }

    @Test("codes end after ten minutes, allowed or not")
    func expiry() async throws {
        try await FlowScene.with { scene in
            let (forgotten, allowed) = (try await Device.ask(scene), try await Device.ask(scene))
            _ = try await allowed.decide("allow")
            let consent = try await forgotten.enter()
            scene.wait(.seconds(601))
            #expect(try await forgotten.poll().errorCode == "expired_token")
            #expect(try await allowed.poll().errorCode == "expired_token")
            let late = try await scene.browser.submit(consent, ["decision": "allow"])
            #expect(late.problem?.contains("too old") == true)
            #expect(try await forgotten.enter().problem?.contains("too old") == true)
        }
    }

    @Test("P9: only the browser that was shown a page can answer it")
    func otherBrowser() async throws {
        try await FlowScene.with { scene in
            let device = try await Device.ask(scene)
            let consent = try await scene.logIn(device.enter())
            let stranger = FlowBrowser(gateway: scene.gateway, host: scene.tenant.host)
            let answer = try await stranger.submit(consent, ["decision": "allow"])
            #expect(answer.title == "Connect a device")
            #expect(try await device.poll().errorCode == "authorization_pending")
            let blind = try await scene.post(
                "/oauth2/device", ["user_code": device.userCode, "decision": "allow"],
                isAnonymous: true)
            #expect(blind.title == "Connect a device")
            #expect(try await device.poll().errorCode == "slow_down")
        }
    }

    @Test("a ticket of one code is none of another's")
    func otherCode() async throws {
        try await FlowScene.with { scene in
            let (mine, theirs) = (try await Device.ask(scene), try await Device.ask(scene))
            let consent = try await scene.logIn(mine.enter())
            let ticket = try FlowForm(consent.text).ticket
            let answer = try await scene.browser.open(
                "/oauth2/device",
                posting: FlowScene.form([
                    "user_code": theirs.userCode, "decision": "allow", "ticket": ticket,
                ]))
            #expect(answer.title == "Connect a device")
            #expect(try await theirs.poll().errorCode == "authorization_pending")
        }
    }

    @Test("a code that comes with the link is shown to be compared, and asked for all the same")
    func completeLink() async throws {
        try await FlowScene.with { scene in
            let device = try await Device.ask(scene)
            let page = try await scene.browser.open("/oauth2/device?user_code=\(device.userCode)")
            #expect(page.text.contains("value=\"\(device.userCode)\""))
            #expect(page.text.contains("this very code"))
            #expect(page["Content-Security-Policy"]?.contains("frame-ancestors 'none'") == true)
            #expect(page["Cache-Control"] == "no-store")
        }
    }

    @Test("S15: codes cannot be guessed")
    func guessing() async throws {
        try await FlowScene.with {
            $0.oauth.failuresMax = 3
            $0.loops = 1
        } _: { scene in
            let device = try await Device.ask(scene)
            #expect(try await device.enter("no code").problem != nil)
            for guess in ["BBBB-BBBB", "BBBB-BBBC", "BBBB-BBBD"] {
                let answer = try await device.enter(guess)
                #expect(answer.status == 200)
                #expect(answer.problem != nil)
            }
            let held = try await device.enter()
            #expect(held.status == 429)
            scene.wait(.seconds(301))
            #expect(try FlowForm(try await device.enter().text).asksForPassword)
        }
    }

    @Test("who is logged in consents anew, and may be somebody else")
    func loggedIn() async throws {
        try await FlowScene.with { scene in
            let first = try await Device.ask(scene)
            _ = try await first.decide("allow")
            let second = try await Device.ask(scene, first.app)
            let consent = try await second.enter()
            #expect(consent.title == "Allow access?")
            let login = try await scene.browser.submit(consent, ["decision": "switch"])
            #expect(try FlowForm(login.text).asksForPassword)
            #expect(try await second.poll().errorCode == "authorization_pending")
        }
    }

    @Test("S7, S18: what ends the consent ends what a device was allowed")
    func ends() async throws {
        try await FlowScene.with { scene in
            let users = "postern.end_user WHERE user_id = '\(scene.user.id)'"
            for ending in [
                "DELETE FROM postern.user_grant WHERE subject = '\(scene.user.id)'",
                "UPDATE \(users)".replacing("WHERE", with: "SET password_hash = 'x' WHERE"),
                "UPDATE \(users)".replacing("WHERE", with: "SET enabled = false WHERE"),
                "DELETE FROM \(users)",
            ] {
                let device = try await Device.ask(scene)
                try await approve(device)
                try await scene.tenant.database.execute(ending)
                #expect(try await device.poll().errorCode == "invalid_grant", "\(ending)")
            }
        }

        /// As `decide` does, for people who cannot log in any more.
        func approve(_ device: Device) async throws {
            try await device.scene.tenant.database.execute(
                """
                UPDATE postern.end_user SET enabled = true
                WHERE user_id = '\(device.scene.user.id)';
                UPDATE postern.device_authorization
                SET state = 'approved', subject = '\(device.scene.user.id)',
                    authenticated_at = now()
                WHERE client_id = '\(device.app.id)';
                INSERT INTO postern.user_grant
                    (tenant_id, subject, client_id, scope, authenticated_at)
                VALUES (\(device.scene.tenant.number), '\(device.scene.user.id)',
                    '\(device.app.id)', 'profile', now());
                """)
        }
    }

    @Test("the consent is one that its user sees, and a second one adds to it")
    func consents() async throws {
        try await FlowScene.with { scene in
            let first = try await Device.ask(scene, scope: "profile")
            _ = try await first.decide("allow")
            let second = try await Device.ask(scene, first.app, scope: "email")
            _ = try await second.decide("allow")
            let scopes = try await scene.tenant.database.texts(
                "SELECT scope FROM postern.user_grant WHERE client_id = '\(first.app.id)'")
            #expect(scopes == ["email profile"])
            #expect(try FlowScene.Tokens(try await second.poll()).scope == "email")
        }
    }
}
