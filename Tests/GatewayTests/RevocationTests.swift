import Domain
import Gateway
import GatewaySupport
import Postgres
import Testing

/// Ended tokens stop working at every gateway, although gateways remember live ones.
@Suite(.enabled(if: TestDatabase.isGiven))
struct RevocationTests {
    @Test("a revocation is heard by every loop of every gateway")
    func revoked() async throws {
        try await RevocationScene.with { scene in
            let token = try await scene.tenant.token()
            try await scene.warm(token)
            try await scene.tenant.revoke(token)
            #expect(try await scene.becomesInvalid(token))
        }
    }

    @Test("one revocation ends one token: the others stay remembered")
    func othersStay() async throws {
        try await RevocationScene.with { scene in
            let (token, other) = (try await scene.tenant.token(), try await scene.tenant.token())
            try await scene.warm(token)
            try await scene.warm(other)
            try await scene.tenant.revoke(token)
            #expect(try await scene.becomesInvalid(token))
            let before = try await scene.misses()
            #expect(try await scene.statuses(other) == [200])
            #expect(try await scene.misses() == before)
        }
    }

    @Test("a deleted app's tokens end with it, few or many", arguments: [1, 3, 40])
    func deletedApp(_ count: Int) async throws {
        try await RevocationScene.with { scene in
            let app = try await scene.tenant.app()
            var tokens: [String] = []
            for _ in 0..<count { tokens.append(try await scene.tenant.token(client: app.id)) }
            let kept = try await scene.tenant.token()
            for token in tokens.prefix(3) + [kept] { try await scene.warm(token) }
            let delete = HTTPRequest("DELETE", "/api/oauth/app/id/\(app.id)")
                .at(scene.tenant.host).by(kept)
            #expect(try await scene.gateways[0].answer(delete).status == 204)
            for token in tokens { #expect(try await scene.becomesInvalid(token)) }
            #expect(try await scene.statuses(kept) == [200])
        }
    }

    @Test("a withdrawn connection's tokens end with it, and nobody else's")
    func withdrawnConnection() async throws {
        try await RevocationScene.with { scene in
            let (alice, bob) = (try await scene.tenant.user(), try await scene.tenant.user())
            let (app, other) = (try await scene.tenant.app(), try await scene.tenant.app())
            for user in [alice, bob] { try await scene.tenant.grant(user, app) }
            let ended = try await scene.tenant.token(user: alice, client: app.id)
            let kept = [
                try await scene.tenant.token(user: bob, client: app.id),
                try await scene.tenant.token(user: alice, client: other.id),
                try await scene.tenant.token(user: alice),
            ]
            for token in kept + [ended] { try await scene.warm(token) }
            let delete = HTTPRequest("DELETE", "/api/oauth/connection/id/\(app.id)")
                .at(scene.tenant.host).by(ended)
            #expect(try await scene.gateways[1].answer(delete).status == 204)
            #expect(try await scene.becomesInvalid(ended))
            for token in kept { #expect(try await scene.statuses(token) == [200]) }
        }
    }

    @Test("while revocations cannot be heard, nothing is remembered; then it is again")
    func linkDown() async throws {
        try await RevocationScene.with { scene in
            let token = try await scene.tenant.token()
            let other = try await scene.tenant.token()
            try await scene.warm(token)
            try await scene.cutLinks()
            let isDeaf = try await becomesTrue { try await scene.hearing() == 0 }
            #expect(isDeaf)
            let before = try await scene.misses()
            #expect(try await scene.statuses(other) == [200])
            #expect(try await scene.misses() >= before + Double(RevocationScene.rounds))
            try await scene.tenant.revoke(token)
            #expect(try await scene.statuses(token) == [401])
            try await scene.allowLinks()
            let hears = try await becomesTrue {
                try await scene.hearing() == Double(scene.gateways.count * 2)
            }
            #expect(hears)
            try await scene.warm(other)
        }
    }

    @Test("an unknown token is remembered too, and asked for once")
    func unknownToken() async throws {
        try await RevocationScene.with { scene in
            let token = try await Flaw.unknown.token(
                of: Caller(tenant: scene.tenant, token: scene.tenant.token()))
            #expect(try await scene.statuses(token) == [401])
            let before = try await scene.misses()
            #expect(try await scene.statuses(token) == [401])
            #expect(try await scene.misses() <= before + Double(scene.gateways.count * 2))
        }
    }

    @Test("with no time to remember, every request asks")
    func cacheOff() async throws {
        try await RevocationScene.with(lifetime: .zero) { scene in
            let token = try await scene.tenant.token()
            let before = try await scene.misses()
            #expect(try await scene.statuses(token) == [200])
            #expect(try await scene.misses() >= before + Double(RevocationScene.rounds))
            try await scene.tenant.revoke(token)
            #expect(try await scene.statuses(token) == [401])
        }
    }
}

/// Two gateways with two loops each that would remember tokens for an hour.
struct RevocationScene {
    let gateways: [TestGateway]
    let tenant: TestTenant

    /// How many requests make it sure that every loop got one.
    static let rounds = 16

    static func with(
        lifetime: Duration = .seconds(3600), _ body: (RevocationScene) async throws -> Void
    ) async throws {
        let change = { (configuration: inout Configuration) in
            configuration.introspection.lifetime = lifetime
            configuration.introspection.negativeLifetime = lifetime
        }
        try await TestDatabase.with { database in
            let tenant = try await database.tenant()
            try await TestGateway.with(database, change) { first in
                try await TestGateway.with(database, change) { second in
                    try await body(RevocationScene(gateways: [first, second], tenant: tenant))
                }
            }
        }
    }

    /// The statuses that requests with the token get, at every gateway.
    func statuses(_ token: String) async throws -> Set<Int> {
        let request = HTTPRequest("GET", "/api/oauth/app?amount=1&offset=0")
        var statuses: Set<Int> = []
        for gateway in gateways {
            for _ in 0..<Self.rounds {
                statuses.insert(
                    try await gateway.answer(request.at(tenant.host).by(token)).status)
            }
        }
        return statuses
    }

    /// Uses the token until the gateways remember it.
    func warm(_ token: String) async throws {
        let isWarm = try await becomesTrue {
            let before = try await misses()
            let after = (try await statuses(token), try await misses())
            return after == ([200], before)
        }
        #expect(isWarm, "the token is not remembered")
    }

    /// Whether the token is refused everywhere, once that has become known.
    func becomesInvalid(_ token: String) async throws -> Bool {
        try await becomesTrue { try await statuses(token) == [401] }
    }

    /// How often the caches did not know a token.
    func misses() async throws -> Double {
        try await sum(of: "postern_introspection_cache_misses_total")
    }

    /// How many loops hear revocations.
    func hearing() async throws -> Double {
        try await sum(of: "postern_revocation_link_up")
    }

    private func sum(of name: String) async throws -> Double {
        var sum = 0.0
        for gateway in gateways { sum += try await gateway.metrics().sum(of: name) }
        return sum
    }

    /// Ends the connections that listen, and lets no new connection in.
    func cutLinks() async throws {
        try await onCluster("ALTER DATABASE \(tenant.database.name) ALLOW_CONNECTIONS false")
        try await onCluster(
            """
            SELECT pg_terminate_backend(pid) FROM pg_stat_activity
            WHERE datname = '\(tenant.database.name)' AND usename = 'postern_gateway'
                AND (query LIKE 'LISTEN%' OR query = 'SELECT 1')
            """)
    }

    func allowLinks() async throws {
        try await onCluster("ALTER DATABASE \(tenant.database.name) ALLOW_CONNECTIONS true")
    }

    private func onCluster(_ script: String) async throws {
        let session = try await Session.connect(try #require(TestDatabase.clusterURL))
        try await session.execute(script: script)
        await session.close()
    }
}
