import Dialects
import GatewaySupport
import HTTPWire
import OAuth
import TestSupport
import Testing

/// What is another tenant's is nothing: the same bytes as for what nobody has.
@Suite(.enabled(if: TestDatabase.isGiven), .sharesGateway)
struct FlowIsolationTests {
    /// What a parameter can name; in a flow that does not have the parameter, nothing is tried.
    static let names = ["client_id", "code", "refresh_token", "token", "request_uri"]

    @Test(
        "another tenant's client, code or token is as good as none", arguments: FlowRoute.all,
        names)
    func foreignValue(_ route: FlowRoute, _ name: String) async throws {
        let asked = route.asked.filter { $0.names.contains(name) }
        guard !asked.isEmpty else { return }
        let owner = try await FlowOwner.make()
        let stranger = try await FlowOwner.make()
        let foreign = try #require(try await stranger.name(name))
        let none = Self.unknown(like: foreign)
        for variant in asked {
            var answers: [String] = []
            for value in [foreign, none] {
                var values = owner.values
                values[name] = value
                // Only the right secret of another's client could let it in.
                if name == "client_id" { values["client_secret"] = stranger.scene.app.secret }
                let request = owner.request(route, variant.pairs(values).sent)
                let answer = try await TestGateway.shared.answer(request)
                answers.append(Self.essence(of: answer, to: value))
                #expect(!answer.text.contains(stranger.scene.app.secret))
            }
            #expect(difference(answers[0], from: answers[1]) == nil)
        }
        #expect(try await stranger.isIntact())
    }

    @Test("another tenant's session is no session", arguments: FlowRoute.all)
    func foreignSession(_ route: FlowRoute) async throws {
        guard route.flow.isForBrowsers else { return }
        var owner = try await FlowOwner.make()
        let stranger = try await FlowOwner.make()
        let foreign = try #require(stranger.cookies[stranger.sessionCookie])
        let visit = String(repeating: "v", count: 43)
        for variant in route.asked {
            var answers: [String] = []
            for value in [foreign, Self.unknown(like: foreign)] {
                owner.cookies = [
                    owner.sessionCookie: value, "postern_visit_\(owner.scene.tenant.slug)": visit,
                ]
                let answer = try await TestGateway.shared.answer(
                    owner.request(route, variant.pairs(owner.values).sent))
                answers.append(Self.essence(of: answer, to: value))
            }
            #expect(difference(answers[0], from: answers[1]) == nil)
        }
        #expect(try await stranger.isIntact())
    }

    @Test("another tenant's bearer token is no token", arguments: FlowRoute.guarded)
    func foreignBearer(_ route: FlowRoute) async throws {
        let owner = try await FlowOwner.make()
        let stranger = try await FlowOwner.make()
        let request = HTTPRequest(
            route.method.description, "/t/\(owner.scene.tenant.slug)\(route.path)")
        let foreign = try await TestGateway.shared.answer(request.by(stranger.bearer))
        let none = try await TestGateway.shared.answer(
            request.by(Self.unknown(like: owner.bearer)))
        #expect(foreign.status == 401)
        #expect(difference(foreign.essence, from: none.essence) == nil)
    }

    /// A text of the same form that names nothing.
    private static func unknown(like text: String) -> String {
        let prefix = text.firstMatch(of: /^(pn_[a-z]+_|.*:)/)?.output.0 ?? ""
        return prefix + String(text.dropFirst(prefix.count).reversed())
    }

    /// The answer without what differs from one request to the next, and from one value to another.
    private static func essence(of answer: HTTPResponse, to value: String) -> String {
        answer.essence
            .replacing(answer["X-Request-Id"] ?? "-", with: "{request}")
            .replacing(value, with: "{value}")
            .replacing(PercentCoding.encode(value), with: "{value}")
            .replacing(/name="ticket" value="[^"]*"/, with: "{ticket}")
            .replacing(/(code|postern_session_[a-z0-9-]+)=[A-Za-z0-9_-]{43}/, with: "{random}")
            .replacing(/Content-Length: [0-9]+/, with: "{length}")
    }
}
