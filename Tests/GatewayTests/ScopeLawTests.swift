import Access
import Dialects
import Domain
import GatewaySupport
import HTTPWire
import JSONWire
import TestSupport
import Testing

/// Who may call what: for every guarded operation and every sort of token.
@Suite(.enabled(if: TestDatabase.isGiven), .sharesGateway)
struct ScopeLawTests {
    @Test(
        "a token with another permission alone is refused", arguments: Route.guarded, Scope.allCases
    )
    func otherPermission(_ route: Route, _ scope: Scope) async throws {
        let answer = try await Caller.make(scope.rawValue).call(route)
        if scope == route.entry.scope {
            #expect(answer.status != 401 && answer.status != 403)
        } else {
            try expect(answer, is: .insufficientScope(required(by: route)), by: route)
        }
    }

    @Test(
        "words that are almost the permission are not", arguments: Route.guarded,
        ["", "openid", "%", "%x", "x%", "%:x", "UPPER", "al", "all:%", "%,all"])
    func nearlyThePermission(_ route: Route, _ pattern: String) async throws {
        let word = try required(by: route).rawValue
        let scope =
            switch pattern {
            case "%": String(word.dropLast())
            case "UPPER": word.uppercased()
            default: pattern.replacing("%", with: word)
            }
        let answer = try await Caller.make(scope).call(route)
        try expect(answer, is: .insufficientScope(required(by: route)), by: route)
    }

    @Test("the permission's aliases, and the word for all, let pass", arguments: Route.guarded)
    func aliases(_ route: Route) async throws {
        for word in try required(by: route).aliases + ["all", "openid all x"] {
            let answer = try await Caller.make(word).call(route)
            #expect(answer.status != 401 && answer.status != 403, "\(word)")
        }
    }

    @Test("a person's own operation is refused to a token of nobody", arguments: Route.guarded)
    func nobody(_ route: Route) async throws {
        let answer = try await Caller.make("all", isPerson: false).call(route)
        switch route.entry {
        case .user: try expect(answer, is: .userRequired, by: route)
        case .scope, .open: #expect(answer.status != 401 && answer.status != 403)
        }
    }

    @Test("what is not a live token is nobody's", arguments: Route.guarded, Flaw.allCases)
    func deadToken(_ route: Route, _ flaw: Flaw) async throws {
        let caller = try await Caller.make("all")
        let answer = try await caller.call(route, with: flaw.token(of: caller))
        try expect(answer, is: Credentials.bearer(Secret("")).refusal, by: route)
    }

    @Test("other credentials are refused by their own challenge", arguments: Route.guarded)
    func otherCredentials(_ route: Route) async throws {
        let caller = try await Caller.make("all")
        let request = route.request(row: "unknown").at(caller.tenant.host)
        let none = try await TestGateway.shared.answer(request)
        try expect(none, is: Credentials.none.refusal, by: route)
        let basic = request.with("Authorization", "Basic dXNlcjpwYXNz")
        try expect(
            await TestGateway.shared.answer(basic), is: Credentials.basic.refusal, by: route)
        let malformed = [
            ["Bearer"], ["Bearer "], ["Token \(caller.token)"], ["Bearer\t\(caller.token)"],
            ["Bearer \(caller.token) x"], ["Bearer \(caller.token)", "Bearer \(caller.token)"],
        ]
        for fields in malformed {
            let answer = try await TestGateway.shared.answer(
                fields.reduce(request) { $0.with("Authorization", $1) })
            try expect(answer, is: Credentials.malformed.refusal, by: route)
        }
    }

    @Test("a refused caller learns nothing of the row and the body", arguments: Route.guarded)
    func refusalComesFirst(_ route: Route) async throws {
        let caller = try await Caller.make("openid")
        let known = try await RowOwner.make(route.projection.resource, in: caller.tenant)
        let whole = route.request(row: known.row(for: route))
        var broken = route.request(row: String(repeating: "x", count: 300))
        broken.body = Array("{".utf8)
        let answers = [
            try await TestGateway.shared.answer(whole.at(caller.tenant.host).by(caller.token)),
            try await TestGateway.shared.answer(broken.at(caller.tenant.host).by(caller.token)),
        ]
        #expect(answers[0].status == 403)
        #expect(difference(answers[1].essence, from: answers[0].essence) == nil)
    }

    private func required(by route: Route) throws -> Scope {
        try #require(route.entry.scope)
    }

    /// The answer is the one that the dialect words for the error; the transcripts have its bytes.
    private func expect(
        _ answer: HTTPResponse, is error: APIError, by route: Route,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let attempt = Attempt(
            try Request(route.method, "/"), route: route, now: Timestamp(microseconds: 0))
        let worded = route.dialect.dialect.response(to: error, of: attempt)
        #expect(answer.status == Int(worded.status.code), sourceLocation: sourceLocation)
        let text = String(decoding: worded.body, as: UTF8.self).withoutEnvelopeTime
        #expect(answer.text.withoutEnvelopeTime == text, sourceLocation: sourceLocation)
        let challenge = worded.fields.first { $0.name == .wwwAuthenticate }?.value.description
        #expect(answer["WWW-Authenticate"] == challenge, sourceLocation: sourceLocation)
    }
}

/// Somebody with a token, who asks for a row that is not there: what gets past the guard is 404,
/// or an empty list, or a new row.
struct Caller {
    let tenant: TestTenant
    let token: String

    static func make(_ scope: String, isPerson: Bool = true) async throws -> Caller {
        let tenant = try await TestGateway.shared.database.tenant()
        let user = isPerson ? try await tenant.user() : nil
        return Caller(tenant: tenant, token: try await tenant.token(scope, user: user))
    }

    func call(_ route: Route, with token: String? = nil) async throws -> HTTPResponse {
        let request = route.request(row: "unknown").at(tenant.host).by(token ?? self.token)
        return try await TestGateway.shared.answer(request)
    }
}

/// What may be wrong with a token.
enum Flaw: CaseIterable {
    case expired, revoked, foreign, garbage, wrongChecksum, cutShort, unknown, refresh
    case anotherTenantsClaim, farFuture, tooLong

    func token(of caller: Caller) async throws -> String {
        var random = SystemRandomNumberGenerator()
        let day = try #require(OpaqueToken(caller.token)).expiresDay
        func made(_ kind: TokenKind, _ tenant: Int64, _ day: Int64) -> String {
            OpaqueToken(kind: kind, tenant: tenant, expiresDay: day, using: &random).text.exposed
        }
        let number = caller.tenant.number
        switch self {
        case .expired: return try await caller.tenant.token(lifetime: .seconds(-60))
        case .revoked:
            try await caller.tenant.revoke(caller.token)
            return caller.token
        case .foreign: return try await caller.tenant.database.tenant().token()
        case .garbage: return "garbage"
        case .wrongChecksum:
            return String(caller.token.dropLast()) + (caller.token.hasSuffix("0") ? "1" : "0")
        case .cutShort: return String(caller.token.dropLast(6))
        case .unknown: return made(.access, number, day)
        case .refresh: return made(.refresh, number, day)
        case .anotherTenantsClaim: return made(.access, number + 1, day)
        case .farFuture: return made(.access, number, Int64(Int32.max))
        case .tooLong: return caller.token + String(repeating: "x", count: 5000)
        }
    }
}
