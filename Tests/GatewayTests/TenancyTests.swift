import Access
import Domain
import Gateway
import GatewaySupport
import JSONWire
import Testing

/// What a request says of its tenant, and whose app it gets to see.
struct TenantEvidence: Sendable, CustomTestStringConvertible {
    let testDescription: String
    var host = "elsewhere.example"
    var path = ""
    var fields: [(String, String)] = []
    /// The slug of the tenant whose token comes along.
    var token: String?
    /// The slug of the tenant that answers; nil where none does.
    let answers: String?

    /// What counts from anybody.
    ///
    /// The tenants are `alpha`, whose host is `a.example`, `beta`, and
    /// `main`, which is the default; `base.test` is the base domain.
    static let anybodys = [
        TenantEvidence(testDescription: "nothing: the default", answers: "main"),
        TenantEvidence(testDescription: "a host", host: "a.example", answers: "alpha"),
        TenantEvidence(
            testDescription: "a host in capitals, with a port", host: "A.Example:8443",
            answers: "alpha"),
        TenantEvidence(testDescription: "a host's full name", host: "a.example.", answers: "alpha"),
        TenantEvidence(testDescription: "below a host", host: "x.a.example", answers: "main"),
        TenantEvidence(testDescription: "a sub-domain", host: "beta.base.test", answers: "beta"),
        TenantEvidence(
            testDescription: "a sub-domain in capitals", host: "BETA.base.TEST", answers: "beta"),
        TenantEvidence(
            testDescription: "a sub-domain of nobody", host: "gamma.base.test", answers: nil),
        TenantEvidence(
            testDescription: "a sub-domain too deep", host: "x.beta.base.test", answers: nil),
        TenantEvidence(
            testDescription: "an empty sub-domain", host: ".base.test", answers: nil),
        TenantEvidence(testDescription: "the base domain", host: "base.test", answers: "main"),
        TenantEvidence(
            testDescription: "what only ends like the base domain", host: "betabase.test",
            answers: "main"),
        TenantEvidence(testDescription: "a path", path: "/t/beta", answers: "beta"),
        TenantEvidence(testDescription: "a path of nobody", path: "/t/gamma", answers: nil),
        TenantEvidence(testDescription: "a path in capitals", path: "/t/Beta", answers: nil),
        TenantEvidence(testDescription: "an escaped path", path: "/t/%62eta", answers: "beta"),
        TenantEvidence(testDescription: "a path without a name", path: "/t/", answers: nil),
        TenantEvidence(
            testDescription: "host and path agree", host: "a.example", path: "/t/alpha",
            answers: "alpha"),
        TenantEvidence(
            testDescription: "host and path do not agree", host: "a.example", path: "/t/beta",
            answers: nil),
        TenantEvidence(
            testDescription: "sub-domain and path do not agree", host: "beta.base.test",
            path: "/t/alpha", answers: nil),
        TenantEvidence(
            testDescription: "a token goes before the default", token: "beta", answers: "beta"),
        TenantEvidence(
            testDescription: "on an open operation, another tenant's token is not looked at",
            host: "a.example", token: "beta", answers: "alpha"),
    ]

    /// What only a trusted proxy may say, and who answers if it is believed.
    static let proxys = [
        TenantEvidence(
            testDescription: "the header", fields: [("X-Postern-Tenant", "beta")],
            answers: "beta"),
        TenantEvidence(
            testDescription: "the header of nobody", fields: [("X-Postern-Tenant", "gamma")],
            answers: nil),
        TenantEvidence(
            testDescription: "host and header agree", host: "a.example",
            fields: [("X-Postern-Tenant", "alpha")], answers: "alpha"),
        TenantEvidence(
            testDescription: "host and header do not agree", host: "a.example",
            fields: [("X-Postern-Tenant", "beta")], answers: nil),
        TenantEvidence(
            testDescription: "path and header do not agree", path: "/t/alpha",
            fields: [("X-Postern-Tenant", "beta")], answers: nil),
        TenantEvidence(
            testDescription: "two headers that do not agree",
            fields: [("X-Postern-Tenant", "beta"), ("X-Postern-Tenant", "alpha")], answers: nil),
        TenantEvidence(
            testDescription: "the forwarded host", fields: [("X-Forwarded-Host", "a.example")],
            answers: "alpha"),
        TenantEvidence(
            testDescription: "the forwarded host goes before Host", host: "beta.base.test",
            fields: [("X-Forwarded-Host", "a.example:443")], answers: "alpha"),
        TenantEvidence(
            testDescription: "RFC 7239",
            fields: [("Forwarded", "for=192.0.2.1;host=\"a.example:443\";proto=https")],
            answers: "alpha"),
        TenantEvidence(
            testDescription: "of several, the host that the nearest proxy added",
            fields: [("X-Forwarded-Host", "b.example, a.example")], answers: "alpha"),
        TenantEvidence(
            testDescription: "of several, whatever the comma is part of",
            fields: [("X-Forwarded-Host", "b.example,\u{301}, a.example,")],
            answers: "alpha"),
        TenantEvidence(
            testDescription: "of several fields, too",
            fields: [("X-Forwarded-Host", "b.example"), ("X-Forwarded-Host", "a.example")],
            answers: "alpha"),
        TenantEvidence(
            testDescription: "of several elements by RFC 7239, the last",
            fields: [("Forwarded", "host=b.example, for=\"x,host=b.example\";host=a.example")],
            answers: "alpha"),
        TenantEvidence(
            testDescription: "both, in agreement",
            fields: [
                ("Forwarded", "host=A.example;proto=https"),
                ("X-Forwarded-Host", "a.example:443"), ("X-Forwarded-Proto", "HTTPS"),
            ], answers: "alpha"),
        TenantEvidence(
            testDescription: "a scheme alone", host: "a.example",
            fields: [("Forwarded", "proto=https"), ("X-Forwarded-Proto", "https")],
            answers: "alpha"),
    ]

    /// What a proxy cannot mean.
    static let contradictions = [
        [("Forwarded", "host=a.example"), ("X-Forwarded-Host", "b.example")],
        [("Forwarded", "host=b.example, host=a.example"), ("X-Forwarded-Host", "b.example")],
        [("Forwarded", "host=a.example;proto=https"), ("X-Forwarded-Proto", "http")],
        [("Forwarded", "host=a.example;host=a.example")], [("Forwarded", "host=\"a.example")],
        [("Forwarded", "host=\"a example\"")], [("X-Forwarded-Host", "a.example/b")],
    ].map { TenantEvidence(testDescription: "\($0)", fields: $0, answers: nil) }
}

@Suite(.enabled(if: TestDatabase.isGiven))
struct TenancyTests {
    @Test("who answers to what anybody can say")
    func anybody() async throws {
        try await TenancyScene.with { scene in
            for evidence in TenantEvidence.anybodys { try await scene.expect(evidence) }
        }
    }

    @Test("a trusted proxy is believed, and what it says agrees with the rest")
    func trustedProxy() async throws {
        try await TenancyScene.with(trusted: "127.0.0.0/8") { scene in
            for evidence in TenantEvidence.proxys + TenantEvidence.anybodys {
                try await scene.expect(evidence)
            }
        }
    }

    @Test("a trusted proxy that contradicts itself, or cannot be read, is refused")
    func contradictoryProxy() async throws {
        try await TenancyScene.with(trusted: "127.0.0.0/8") { scene in
            for evidence in TenantEvidence.contradictions {
                let answer = try await scene.ask(evidence)
                #expect(answer.status == 400, "\(evidence.testDescription)")
                #expect(answer.json?["message"]?.string?.contains("Forwarded") == true)
            }
        }
    }

    @Test("nobody else is believed: such fields are not looked at")
    func untrustedProxy() async throws {
        try await TenancyScene.with(trusted: "192.0.2.0/24") { scene in
            for said in TenantEvidence.proxys + TenantEvidence.contradictions {
                let without = TenantEvidence(
                    testDescription: said.testDescription, host: said.host, path: said.path,
                    answers: nil)
                let with = try await scene.ask(said).essence
                #expect(try await scene.ask(without).essence == with, "\(said.testDescription)")
            }
        }
    }

    @Test("without a default, nothing said is nobody's")
    func noDefault() async throws {
        try await TenancyScene.with(default: nil) { scene in
            let answer = try await scene.ask(
                TenantEvidence(testDescription: "nothing", answers: nil))
            #expect(answer.status == 404)
        }
    }

    @Test("two tokens are refused where anybody may ask; one that is no token is not looked at")
    func twoTokens() async throws {
        try await TenancyScene.with { scene in
            let target = "/api/oauth/app/ids?ids=\(try scene.app("main"))"
            for host in ["elsewhere.example", "m.x"] {
                let twice = HTTPRequest("GET", target + "&access_token=x").at(host)
                let refused = try await scene.gateway.answer(twice.by(scene.token("beta")))
                #expect(refused.status == 400)
                #expect(refused["WWW-Authenticate"]?.contains("invalid_request") == true)
                for token in ["x", "x y", ""] {
                    let once = HTTPRequest("GET", target).at(host).by(token)
                    let answer = try await scene.gateway.answer(once)
                    #expect(answer.text.contains(try scene.app("main")))
                }
            }
        }
    }

    @Test("a token of another tenant is an unknown token, wherever the tenant is named")
    func foreignToken() async throws {
        try await TenancyScene.with(trusted: "127.0.0.1") { scene in
            let list = "/api/oauth/app?amount=9&offset=0"
            let requests = [
                HTTPRequest("GET", list).at("a.example"),
                HTTPRequest("GET", list).at("alpha.base.test"),
                HTTPRequest("GET", "/t/alpha" + list),
                HTTPRequest("GET", list).with("X-Postern-Tenant", "alpha"),
            ]
            for request in requests {
                let foreign = try await scene.gateway.answer(request.by(scene.token("beta")))
                let garbage = try await scene.gateway.answer(request.by("garbage"))
                #expect(foreign.status == 401)
                #expect(difference(foreign.essence, from: garbage.essence) == nil)
                let own = try await scene.gateway.answer(request.by(scene.token("alpha")))
                #expect(own.text.contains(try scene.app("alpha")))
            }
            let unnamed = try await scene.gateway.answer(
                HTTPRequest("GET", list).by(scene.token("beta")))
            #expect(unnamed.text.contains(try scene.app("beta")))
        }
    }
}

/// A gateway before the tenants `alpha`, `beta` and `main`, each with one app.
struct TenancyScene {
    let gateway: TestGateway
    private let apps: [String: String]
    private let tokens: [String: String]

    static func with(
        trusted: String? = nil, default slug: String? = "main",
        _ body: (TenancyScene) async throws -> Void
    ) async throws {
        try await TestDatabase.with { database in
            var apps: [String: String] = [:]
            var tokens: [String: String] = [:]
            for (name, host) in [("alpha", "a.example"), ("beta", "b.example"), ("main", "m.x")] {
                let tenant = try await database.tenant(name, host: host)
                apps[name] = try await tenant.app().id
                tokens[name] = try await tenant.token()
            }
            let change = { (configuration: inout Configuration) in
                configuration.tenancy.baseDomain = "base.test"
                configuration.tenancy.defaultSlug = slug.flatMap { Slug($0) }
                configuration.trustedProxies =
                    trusted.flatMap { AddressRange($0) }.map { [$0] } ?? []
            }
            try await TestGateway.with(database, change) { gateway in
                try await body(TenancyScene(gateway: gateway, apps: apps, tokens: tokens))
            }
        }
    }

    func app(_ slug: String) throws -> String { try #require(apps[slug]) }

    func token(_ slug: String) throws -> String { try #require(tokens[slug]) }

    /// Asks for everybody's apps, of which a tenant shows its own.
    func ask(_ evidence: TenantEvidence) async throws -> HTTPResponse {
        let ids = apps.values.sorted().joined(separator: ",")
        var request = HTTPRequest(
            "GET", evidence.path + "/api/oauth/app/ids?ids=" + ids, evidence.fields)
        request = request.at(evidence.host)
        if let slug = evidence.token { request = request.by(try token(slug)) }
        return try await gateway.answer(request)
    }

    /// The tenant that should answer does, or none does.
    func expect(_ evidence: TenantEvidence) async throws {
        let answer = try await ask(evidence)
        let shown = apps.filter { answer.text.contains($0.value) }.map(\.key)
        #expect(shown == (evidence.answers.map { [$0] } ?? []), "\(evidence.testDescription)")
        #expect(answer.status == (evidence.answers == nil ? 404 : 200), "\(answer.essence)")
    }
}
