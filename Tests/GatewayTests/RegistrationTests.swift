// One client in two dialects, and the secrets that a registration brings with it.

import GatewaySupport
import JSONWire
import Testing

@Suite(.enabled(if: TestDatabase.isGiven), .sharesGateway)
struct RegistrationTests {
    private static let path = "/api/v1/auth/client"

    /// What every registration needs besides what names it.
    private static let plain: JSONObject = [
        "clientName": "Client", "clientAuthenticationMethods": ["client_secret_basic"],
        "authorizationGrantTypes": ["client_credentials"], "scopes": ["a"],
        "clientSettings": ["a": 1], "tokenSettings": ["a": 1],
    ]

    /// A tenant with a token that may do everything.
    private struct Scene {
        let tenant: TestTenant
        let token: String

        static func make() async throws -> Scene {
            let tenant = try await TestGateway.shared.database.tenant()
            return Scene(tenant: tenant, token: try await tenant.token(user: tenant.user()))
        }

        func ask(
            _ method: String, _ target: String, _ body: JSONObject? = nil
        ) async throws -> HTTPResponse {
            let request =
                body.map {
                    let text = String(decoding: JSON.object($0).encoded, as: UTF8.self)
                    return HTTPRequest.json(method, target, text)
                } ?? HTTPRequest(method, target)
            return try await TestGateway.shared.answer(request.at(tenant.host).by(token))
        }

        /// Registers a client with the secret, and returns the registration's id.
        func register(_ clientID: String, secret: String?) async throws -> String {
            var body = plain
            body["clientId"] = .string(clientID)
            if let secret { body["clientSecret"] = .string(secret) }
            let answer = try await ask("POST", path, body)
            return try #require(answer.json?["data"]?["id"]?.string, "\(answer.essence)")
        }

        func authenticates(_ clientID: String, _ secret: String) async throws -> Bool {
            try await tenant.authenticates(clientID, secret: secret)
        }
    }

    /// bcrypt of `U*U`, made by another implementation.
    private static let hash = "{bcrypt}$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW"

    @Test(
        "a secret that moves here still lets its client in, whatever form it came in",
        arguments: [("s3cr3t!", "s3cr3t!"), ("{noop}plain", "plain"), (hash, "U*U")])
    func movedSecret(sent: String, presented: String) async throws {
        let scene = try await Scene.make()
        _ = try await scene.register("c", secret: sent)
        #expect(try await scene.authenticates("c", presented))
        #expect(try await !scene.authenticates("c", presented + "x"))
        #expect(try await !scene.authenticates("c", sent == presented ? "" : sent))
        #expect(try await !scene.authenticates("d", presented))
        let other = try await Scene.make()
        #expect(try await !other.authenticates("c", presented))
    }

    @Test("no secret lets nobody in")
    func noSecret() async throws {
        let scene = try await Scene.make()
        _ = try await scene.register("c", secret: nil)
        #expect(try await !scene.authenticates("c", ""))
    }

    @Test("a change to a secret leaves that one alone; a replacement without one leaves none")
    func changedSecret() async throws {
        let scene = try await Scene.make()
        let id = try await scene.register("c", secret: "first")
        var change: JSONObject = ["id": .string(id), "clientSecret": "second"]
        #expect(try await scene.ask("PATCH", Self.path, change).status == 200)
        #expect(try await scene.authenticates("c", "second"))
        #expect(try await !scene.authenticates("c", "first"))
        change["clientSecret"] = .null
        change["description"] = "other"
        #expect(try await scene.ask("PATCH", Self.path, change).status == 200)
        #expect(try await scene.authenticates("c", "second"))
        var whole = Self.plain
        whole["id"] = .string(id)
        #expect(try await scene.ask("PUT", Self.path, whole).status == 200)
        #expect(try await !scene.authenticates("c", "second"))
    }

    @Test("an empty text for a secret changes nothing")
    func emptySecret() async throws {
        let scene = try await Scene.make()
        let id = try await scene.register("c", secret: "first")
        let change: JSONObject = ["id": .string(id), "clientSecret": ""]
        #expect(try await scene.ask("PATCH", Self.path, change).status == 200)
        #expect(try await scene.authenticates("c", "first"))
    }

    @Test(
        "filters count however they come, and those that disagree match nothing",
        arguments: [
            ("clientId=a", ["a"]), ("clientId=a&clientId=b", []), ("clientId=a&clientId=a", ["a"]),
            ("clientId=a&dto.clientId=b", []), ("clientId=&dto.clientId=b", ["b"]),
            ("dto=%7B%22clientId%22%3A%22b%22%7D", ["b"]), ("dto=%7B%22clientId%22%3A7%7D", ["7"]),
            ("dto=%7B%22clientId%22%3Anull%7D", ["a", "b", "7"]), ("x=y", ["a", "b", "7"]),
        ])
    func filters(query: String, expected: [String]) async throws {
        let scene = try await Scene.make()
        for name in ["a", "b", "7"] { _ = try await scene.register(name, secret: nil) }
        let answer = try await scene.ask("GET", "\(Self.path)?\(query)")
        let names = answer.json?["data"]?.array?.compactMap { $0["clientId"]?.string }
        #expect(names == expected)
    }

    @Test(
        "a filter that names another tenant is refused wherever it stands",
        arguments: [
            ("tenantId=-1&tenantId=999999", 403), ("tenantId=-1&dto.tenantId=999999", 403),
            ("dto=%7B%22tenantId%22%3A999999%7D", 403), ("dto=%7B%22tenantId%22%3Atrue%7D", 400),
            ("dto=%7B%22id%22%3A%5B%22x%22%5D%7D", 400), ("dto=%5B%5D", 400),
        ])
    func foreignFilter(query: String, status: Int) async throws {
        let scene = try await Scene.make()
        #expect(try await scene.ask("GET", "\(Self.path)?\(query)").status == status)
    }

    @Test(
        "what cannot be told apart by eye is told apart",
        arguments: [["\u{E9}", "e\u{301}"]])
    func canonicallyEquivalent(names: [String]) async throws {
        let scene = try await Scene.make()
        for name in names { _ = try await scene.register(name, secret: nil) }
        let ids = "ids=%C3%A9,e%CC%81"
        #expect(try await scene.ask("DELETE", "\(Self.path)?\(ids)").status == 204)
        #expect(try await scene.ask("GET", Self.path).json?["data"] == [])
    }

    @Test(
        "what a registration may not hold",
        arguments: [
            ("id", "."), ("id", ".."), ("clientId", ".."), ("tenantName", 5),
            ("redirectUris", ["https://a.example/#"]), ("platform", "XCAN_3\u{17F}T"),
            ("clientAuthenticationMethods", ["a,\u{301}b"]),
        ] as [(String, JSON)])
    func refusedMember(name: String, value: JSON) async throws {
        let scene = try await Scene.make()
        var body = Self.plain
        body["clientId"] = "c"
        body[name] = value
        let answer = try await scene.ask("POST", Self.path, body)
        #expect(answer.status == 400)
        #expect(answer.json?["data"]?.string?.contains(name) == true)
    }

    @Test("ids are counted once, however often they come")
    func repeatedNames() async throws {
        let scene = try await Scene.make()
        _ = try await scene.register("c0", secret: nil)
        let ids = (0..<600).map { "ids=c\($0 % 200)" }.joined(separator: "&")
        #expect(try await scene.ask("DELETE", "\(Self.path)?\(ids)").status == 204)
        #expect(try await scene.ask("GET", Self.path).json?["data"] == [])
    }

    @Test("a cookie is nobody's here")
    func cookie() async throws {
        let scene = try await Scene.make()
        let request = HTTPRequest("GET", Self.path).at(scene.tenant.host)
            .with("Cookie", "access_token=\(scene.token)")
        let answer = try await TestGateway.shared.answer(request)
        #expect(answer.status == 401)
        #expect(answer["WWW-Authenticate"] == "Bearer realm=\"angusgm\"")
    }

    @Test("a change that is refused leaves the secret")
    func refusedChange() async throws {
        let scene = try await Scene.make()
        let id = try await scene.register("c", secret: "first")
        let change: JSONObject = [
            "id": .string(id), "clientSecret": "second",
            "authorizationGrantTypes": ["authorization_code"],
        ]
        let refused = try await scene.ask("PATCH", Self.path, change)
        #expect(refused.status == 400)
        #expect(refused.json?["data"]?.string?.hasPrefix("redirectUris ") == true)
        #expect(try await scene.authenticates("c", "first"))
        #expect(try await !scene.authenticates("c", "second"))
    }

    @Test("a secret ends with its time, with its client's permission to act, and by rotation")
    func endOfSecret() async throws {
        let scene = try await Scene.make()
        let id = try await scene.register("c", secret: "first")
        func change(_ member: String, _ value: JSON) async throws {
            let body: JSONObject = ["id": .string(id)]
            var changed = body
            changed[member] = value
            #expect(try await scene.ask("PATCH", Self.path, changed).status == 200)
        }
        try await change("enabled", false)
        #expect(try await !scene.authenticates("c", "first"))
        try await change("enabled", true)
        #expect(try await scene.authenticates("c", "first"))
        try await change("clientSecretExpiresAt", "2020-01-01 00:00:00")
        #expect(try await !scene.authenticates("c", "first"))
        let rotated = try await scene.ask("PUT", "/api/oauth/app/id/c/rotate")
        let key = try #require(rotated.json?["key"]?.string)
        #expect(try await scene.authenticates("c", key))
        #expect(try await !scene.authenticates("c", "first"))
        let shown = try await scene.ask("GET", "\(Self.path)/\(id)")
        #expect(shown.json?["data"]?["clientSecretExpiresAt"] == nil)
    }

    @Test("an app's own secret lets it in until its registration is deleted, tokens and all")
    func appOfGovernor() async throws {
        let scene = try await Scene.make()
        let app = try await scene.tenant.app()
        let token = try await scene.tenant.token(client: app.id)
        #expect(try await scene.authenticates(app.id, app.secret))
        let list = HTTPRequest("GET", Self.path).at(scene.tenant.host)
        #expect(try await TestGateway.shared.answer(list.by(token)).status == 200)
        let deleted = try await scene.ask("DELETE", "\(Self.path)?ids=\(app.registrationID)")
        #expect(deleted.status == 204)
        #expect(try await !scene.authenticates(app.id, app.secret))
        let ended = try await becomesTrue {
            try await TestGateway.shared.answer(list.by(token)).status == 401
        }
        #expect(ended)
    }

    @Test("a change in one dialect is the other's change, with one time and one tag")
    func oneClient() async throws {
        let scene = try await Scene.make()
        let app = try await scene.tenant.app("Before")
        func both() async throws -> (HTTPResponse, HTTPResponse) {
            (
                try await scene.ask("GET", "/api/oauth/app/id/\(app.id)"),
                try await scene.ask("GET", "\(Self.path)/\(app.registrationID)")
            )
        }
        let body: JSONObject = ["id": .string(app.registrationID), "clientName": "After"]
        #expect(try await scene.ask("PATCH", Self.path, body).status == 200)
        var (governor, angus) = try await both()
        #expect(governor.json?["name"] == "After")
        #expect(governor["ETag"] == angus["ETag"])
        let renamed: JSONObject = [
            "name": "Again", "redirect_uri": "https://again.example/",
        ]
        #expect(try await scene.ask("PUT", "/api/oauth/app/id/\(app.id)", renamed).status == 204)
        (governor, angus) = try await both()
        #expect(angus.json?["data"]?["clientName"] == "Again")
        #expect(angus.json?["data"]?["redirectUris"] == ["https://again.example/"])
        #expect(governor["ETag"] == angus["ETag"])
        let stale = HTTPRequest("GET", "\(Self.path)/\(app.registrationID)")
            .with("If-None-Match", governor["ETag"] ?? "")
        let known = try await TestGateway.shared.answer(
            stale.at(scene.tenant.host).by(scene.token))
        #expect(known.status == 304)
    }
}
