import Gateway
import GatewaySupport
import JSONWire
import Testing

/// A create that is repeated under its key is done once and answered alike.
@Suite(.enabled(if: TestDatabase.isGiven), .sharesGateway)
struct IdempotencyTests {
    @Test("repetitions at once make one app, and none is told anything else")
    func together() async throws {
        let scene = try await CreateScene.set()
        let request = scene.create("key")
        let answers = try await withThrowingTaskGroup(of: HTTPResponse.self) { group in
            for _ in 0..<12 {
                group.addTask { try await TestGateway.shared.answer(request) }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(Set(answers.map(\.status)) == [201])
        #expect(Set(answers.map(\.text)).count == 1)
        #expect(try await scene.apps() == 1)
    }

    @Test("another gateway knows the answer too, and so does one that starts later")
    func anotherGateway() async throws {
        let scene = try await CreateScene.set()
        let request = scene.create("key")
        let first = try await TestGateway.shared.answer(request)
        try await TestGateway.with(scene.tenant.database) { other in
            let second = try await other.answer(request)
            #expect(second.text == first.text)
        }
        #expect(try await scene.apps() == 1)
    }

    @Test("the key is the caller's own: nobody else's request under it is a repetition")
    func otherCallers() async throws {
        let scene = try await CreateScene.set()
        let other = try await CreateScene.set()
        let first = try await TestGateway.shared.answer(scene.create("key"))
        let person = try await scene.tenant.token(user: scene.tenant.user())
        let anotherOfNobody = try await scene.tenant.token()
        let answers = [
            try await TestGateway.shared.answer(scene.create("key", by: person)),
            try await TestGateway.shared.answer(scene.create("key", by: anotherOfNobody)),
            try await TestGateway.shared.answer(other.create("key")),
        ]
        for answer in answers {
            #expect(answer.status == 201)
            #expect(answer.text != first.text)
        }
        #expect(try await scene.apps() == 3)
    }

    @Test("a caller who is somebody keeps the key with the next token")
    func nextToken() async throws {
        let scene = try await CreateScene.set()
        let user = try await scene.tenant.user()
        var texts: Set<String> = []
        for _ in 1...2 {
            let token = try await scene.tenant.token(user: user)
            let answer = try await TestGateway.shared.answer(scene.create("key", by: token))
            #expect(answer.status == 201)
            texts.insert(answer.text + (answer["ETag"] ?? ""))
        }
        #expect(texts.count == 1)
    }

    @Test("the key counts for nothing where the body is another")
    func anotherRequest() async throws {
        let scene = try await CreateScene.set()
        #expect(try await TestGateway.shared.answer(scene.create("key")).status == 201)
        let other = scene.create("key", name: "Other")
        #expect(try await TestGateway.shared.answer(other).status == 422)
        #expect(try await scene.apps() == 1)
    }

    @Test(
        "however its path is spelled, the request is the same",
        arguments: [
            "/api/oauth/app/", "/api/oauth/%61pp", "/t/{tenant}/api/oauth/app", "/api/oauth/app?x",
        ])
    func spelledPath(_ path: String) async throws {
        let scene = try await CreateScene.set()
        let first = try await TestGateway.shared.answer(scene.create("key"))
        var again = scene.create("key")
        again.target = path.replacing("{tenant}", with: scene.tenant.slug)
        let second = try await TestGateway.shared.answer(again)
        #expect(second.status == 201)
        #expect(second.text == first.text)
        #expect(try await scene.apps() == 1)
    }

    @Test("a request that was refused leaves its key free")
    func afterRefusal() async throws {
        let scene = try await CreateScene.set()
        let refused = try await TestGateway.shared.answer(scene.create("key", name: ""))
        #expect(refused.status == 400)
        #expect(try await TestGateway.shared.answer(scene.create("key")).status == 201)
    }

    @Test("a key stands once")
    func twoKeys() async throws {
        let scene = try await CreateScene.set()
        let request = scene.create("key").with("Idempotency-Key", "other")
        #expect(try await TestGateway.shared.answer(request).status == 400)
    }

    @Test("an answer whose time is over is forgotten")
    func expired() async throws {
        let scene = try await CreateScene.set()
        let first = try await TestGateway.shared.answer(scene.create("key"))
        try await scene.tenant.database.execute(
            """
            SET postern.tenant = '\(scene.tenant.number)';
            UPDATE postern.idempotency SET expires_at = now() - interval '1 second'
            WHERE tenant_id = \(scene.tenant.number)
            """)
        let again = try await TestGateway.shared.answer(scene.create("key"))
        #expect(again.status == 201)
        #expect(again.text != first.text)
        #expect(try await scene.apps() == 2)
    }
}

/// A tenant and a token, to make apps with.
private struct CreateScene {
    let tenant: TestTenant
    let token: String

    static func set() async throws -> CreateScene {
        let tenant = try await TestGateway.shared.database.tenant()
        return CreateScene(tenant: tenant, token: try await tenant.token())
    }

    func create(
        _ key: String, name: String = "App", by token: String? = nil
    ) -> HTTPRequest {
        let body = #"{"name":"\#(name)","redirect_uri":"https://a.example/cb"}"#
        return HTTPRequest.json("POST", "/api/oauth/app", body)
            .at(tenant.host).by(token ?? self.token).with("Idempotency-Key", key)
    }

    func apps() async throws -> Int? {
        let list = HTTPRequest("GET", "/api/oauth/app?amount=100&offset=0")
        let answer = try await TestGateway.shared.answer(list.at(tenant.host).by(token))
        return answer.json?["apps"]?.array?.count
    }
}
