// RFC 9126 on a running gateway: what a client pushes, and what its handle is good for.

import Gateway
import GatewaySupport
import JSONWire
import Testing

@Suite(.enabled(if: TestDatabase.isGiven))
struct PushedRequestTests {
    private static let parameters: [String: String?] = [
        "response_type": "code", "redirect_uri": FlowScene.redirectURI, "scope": "profile email",
        "state": "pushed state", "code_challenge": FlowScene.challenge,
        "code_challenge_method": "S256",
    ]

    private static func push(
        _ scene: FlowScene, _ changes: [String: String?] = [:], by app: TestApp? = nil
    ) async throws -> HTTPResponse {
        try await scene.post("/oauth2/par", parameters.merging(changes) { $1 }, by: app)
    }

    /// Pushes a request and returns where the browser is sent with it.
    private static func target(
        _ scene: FlowScene, client: TestApp? = nil, besides others: [String: String] = [:]
    ) async throws -> String {
        let answer = try await push(scene)
        let handle = try #require(answer.json?["request_uri"]?.string, "\(answer.essence)")
        let query = ["client_id": (client ?? scene.app).id, "request_uri": handle]
        return "/oauth2/authorize?" + FlowScene.form(query.merging(others) { $1 })
    }

    @Test("K1: a client pushes its request, and a person allows it")
    func wholeFlow() async throws {
        try await FlowScene.with { scene in
            let pushed = try await Self.push(scene)
            #expect(pushed.status == 201)
            #expect(pushed["Cache-Control"] == "no-store")
            #expect(pushed.json?["expires_in"] == 90)
            let handle = try #require(pushed.json?["request_uri"]?.string)
            let form = /urn:ietf:params:oauth:request_uri:[A-Za-z0-9_\-]{43}/
            #expect(handle.wholeMatch(of: form) != nil)
            let query = ["client_id": scene.app.id, "request_uri": handle]
            let login = try await scene.browser.open(
                "/oauth2/authorize?" + FlowScene.form(query))
            let consent = try await scene.logIn(login)
            let answer = try await scene.browser.submit(consent, ["decision": "allow"])
            #expect(answer.status == 303)
            #expect(answer.sent["state"] == "pushed state")
            let tokens = try await scene.redeem(try #require(answer.sent["code"]))
            #expect(try FlowScene.Tokens(tokens).scope == "email profile")
        }
    }

    @Test("K1: who cannot authenticate pushes nothing")
    func authentication() async throws {
        try await FlowScene.with { scene in
            let wrong = try await Self.push(scene, ["client_secret": "wrong"])
            #expect(wrong.errorCode == "invalid_request")
            for client in [scene.app.id, "nobody"] {
                let unproven = try await scene.post(
                    "/oauth2/par",
                    Self.parameters.merging(["client_id": client, "client_secret": "wrong"]) { $1 },
                    isAnonymous: true)
                #expect(unproven.status == 401)
                #expect(unproven.errorCode == "invalid_client")
                #expect(unproven["WWW-Authenticate"]?.hasPrefix("Basic ") == true)
            }
            #expect(try await scene.read("/oauth2/par").status == 405)
        }
    }

    /// What is changed of a good request, and the error that it makes.
    private static let refusals = [
        ("request_uri", "urn:ietf:params:oauth:request_uri:a", "invalid_request"),
        ("request_uri", "https://app.example/request", "invalid_request"),
        ("redirect_uri", "https://evil.example/", "invalid_request"),
        ("response_type", "token", "unsupported_response_type"),
        ("response_type", "", "invalid_request"),
        ("scope", "unknown", "invalid_scope"),
        ("prompt", "none login", "invalid_request"),
        ("request", "e30.e30.", "request_not_supported"),
        ("code_challenge_method", "plain", "invalid_request"),
        ("client_id", "another", "invalid_request"),
        ("state", "\u{0}", "invalid_request"),
        ("state", String(repeating: "s", count: 1025), "invalid_request"),
        ("custom", String(repeating: "c", count: 33_000), "invalid_request"),
    ]

    @Test("K2, K3: what would be refused later is refused here, as the token endpoint does")
    func refusals() async throws {
        try await FlowScene.with { scene in
            for (name, value, error) in Self.refusals {
                let answer = try await Self.push(scene, [name: value])
                #expect(answer.status == 400, "\(name)")
                #expect(answer.errorCode == error, "\(name)")
                #expect(answer["Cache-Control"] == "no-store")
            }
        }
    }

    @Test("K4: a handle is good for one code, however many ask at once")
    func oneCode() async throws {
        try await FlowScene.with { scene in
            let target = try await Self.target(scene)
            let consent = try await scene.logIn(scene.browser.open(target))
            let answers = try await withThrowingTaskGroup(of: HTTPResponse.self) { group in
                for _ in 0..<20 {
                    group.addTask {
                        try await scene.browser.submit(consent, ["decision": "allow"])
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(answers.count { $0.status == 303 && $0.sent["code"] != nil } == 1)
            #expect(answers.count { $0.status == 400 && $0["Location"] == nil } == 19)
            let again = try await scene.browser.open(target)
            #expect(again.status == 400)
            #expect(again["Location"] == nil)
        }
    }

    @Test("K4: a handle is its own client's, and foreign and unknown ones look the same")
    func otherClient() async throws {
        try await FlowScene.with { scene in
            let other = try await scene.tenant.app(redirectURI: FlowScene.redirectURI)
            let foreign = try await scene.read(Self.target(scene, client: other))
            let unknown = try await scene.read(
                Self.target(
                    scene, client: other,
                    besides: ["request_uri": "urn:ietf:params:oauth:request_uri:unknown"]))
            #expect(foreign.status == 400)
            #expect(foreign["Location"] == nil)
            #expect(foreign.essenceOfPage == unknown.essenceOfPage)
        }
    }

    @Test("K4: a handle that has ended begins nothing, but what it began can be finished")
    func expiry() async throws {
        try await FlowScene.with { scene in
            let target = try await Self.target(scene)
            let login = try await scene.browser.open(target)
            scene.wait(.seconds(91))
            #expect(try await scene.read(target).status == 400)
            let consent = try await scene.logIn(login)
            #expect(consent.status == 200)
            let answer = try await scene.browser.submit(consent, ["decision": "allow"])
            #expect(answer.sent["code"] != nil)
        }
    }

    @Test("K4: nobody takes half an hour to answer")
    func forgottenPage() async throws {
        try await FlowScene.with { scene in
            let login = try await scene.browser.open(Self.target(scene))
            scene.wait(.seconds(1891))
            #expect(try await scene.logIn(login).status == 400)
        }
    }

    @Test("K5: what stands beside the handle does not count")
    func override() async throws {
        try await FlowScene.with { scene in
            let target = try await Self.target(
                scene,
                besides: [
                    "redirect_uri": "https://evil.example/", "state": "another",
                    "scope": "profile offline_access", "response_mode": "fragment",
                    "nonce": "another", "code_challenge_method": "plain",
                ])
            let consent = try await scene.logIn(scene.browser.open(target))
            #expect(!consent.text.contains("evil.example"))
            let answer = try await scene.browser.submit(consent, ["decision": "allow"])
            #expect(answer["Location"]?.hasPrefix("\(FlowScene.redirectURI)?code=") == true)
            #expect(answer.sent["state"] == "pushed state")
            let tokens = try await scene.redeem(try #require(answer.sent["code"]))
            #expect(try FlowScene.Tokens(tokens).scope == "email profile")
        }
    }

    @Test("K6: where requests must be pushed, others are sent back")
    func requirement() async throws {
        try await FlowScene.with { scene in
            let plain = "/oauth2/authorize?" + scene.request()
            #expect(try await scene.read(plain).status == 200)
            try await scene.alter(scene.app, "require_pushed_authorization_requests = true")
            #expect(try await scene.read(plain).sent["error"] == "invalid_request")
            #expect(try await scene.read(Self.target(scene)).status == 200)
            try await scene.alter(scene.app, "require_pushed_authorization_requests = false")
            try await scene.set { $0.requiresPushedRequests = true }
            let refused = try await scene.read(plain)
            #expect(refused.sent["error"] == "invalid_request")
            #expect(refused.sent["state"] == "s")
            #expect(try await scene.read(Self.target(scene)).status == 200)
            let metadata = try await scene.metadata().json
            #expect(metadata?["require_pushed_authorization_requests"] == true)
        }
    }

    @Test("K8: nothing is fetched from elsewhere")
    func remote() async throws {
        try await FlowScene.with { scene in
            let query = scene.request(["request_uri": "http://127.0.0.1:1/request"])
            let answer = try await scene.read("/oauth2/authorize?" + query)
            #expect(answer.sent["error"] == "request_uri_not_supported")
        }
    }

    @Test("a client without a secret pushes, too, but not without end")
    func publicClients() async throws {
        try await FlowScene.with {
            $0.oauth.failuresMax = 1
            $0.loops = 1
        } _: { scene in
            let app = try await scene.publicApp()
            func push(_ changes: [String: String?] = [:]) async throws -> HTTPResponse {
                let named = Self.parameters.merging(["client_id": app.id]) { $1 }
                return try await scene.post(
                    "/oauth2/par", named.merging(changes) { $1 }, isAnonymous: true)
            }
            let unproven =
                ["code_challenge": nil, "code_challenge_method": nil] as [String: String?]
            #expect(try await push(unproven).errorCode == "invalid_request")
            for _ in 0..<10 { #expect(try await push().status == 201) }
            let refused = try await push()
            #expect(refused.status == 429)
            #expect(refused["Retry-After"] != nil)
        }
    }

    @Test("G5: the metadata name the endpoint, and say what is required and allowed")
    func metadata() async throws {
        try await FlowScene.with { scene in
            let metadata = try await scene.metadata().json
            let issuer = try #require(metadata?["issuer"]?.string)
            #expect(
                metadata?["pushed_authorization_request_endpoint"]
                    == .string(issuer + "/oauth2/par"))
            #expect(metadata?["require_pushed_authorization_requests"] == false)
            #expect(metadata?["code_challenge_methods_supported"] == ["S256"])
            try await scene.set { $0.allowsPlainProofKeys = true }
            let plain = try await scene.metadata().json
            #expect(plain?["code_challenge_methods_supported"] == ["S256", "plain"])
        }
    }
}
