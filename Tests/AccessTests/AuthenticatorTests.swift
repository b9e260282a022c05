// From a token's text to the principal of its row, and what is never asked.

import Domain
import Testing

@testable import Access

@Suite struct AuthenticatorTests {
    private let registry = ScriptedRegistry()
    private let authenticator: Authenticator
    private static let today: Int64 = 20_000

    init() {
        var cache = IntrospectionCache<Principal>(
            limits: IntrospectionLimits(lifetime: 100, unknownLifetime: 100, entries: 8))
        cache.hearsRevocations(true)
        authenticator = Authenticator(tokens: registry, cache: cache, lifetimeDaysMax: 90)
    }

    private static func token(
        _ kind: TokenKind = .access, tenant: Int64 = 1, day: Int64 = today, seed: UInt64 = 1
    ) -> OpaqueToken {
        var random = SeededGenerator(seed: seed)
        return OpaqueToken(kind: kind, tenant: tenant, expiresDay: day, using: &random)
    }

    /// Makes the token live for so many microseconds.
    private func issue(_ token: OpaqueToken, remaining: Int64 = 1_000_000) -> Principal {
        let principal = Principal(
            tenant: token.tenant, client: nil, subject: "u", scopes: .all,
            issued: Timestamp(microseconds: 0), expires: Timestamp(microseconds: .max))
        registry.tokens[token.hash.bytes] = Introspection(
            principal: principal, remaining: remaining)
        return principal
    }

    private func authenticate(
        _ token: OpaqueToken, tenant: Tenant? = ScriptedRegistry.acme, at now: Int64 = 0
    ) async throws(APIError) -> Principal? {
        try await authenticator.authenticate(
            token.text, tenant: tenant,
            clock: Authenticator.Clock(
                monotonic: now, now: Timestamp(microseconds: Self.today * 86_400_000_000)))
    }

    @Test("a live token speaks for its principal, and is asked about once")
    func live() async throws {
        let token = Self.token()
        let principal = issue(token)
        for now: Int64 in [0, 50, 99] {
            #expect(try await authenticate(token, at: now) == principal)
        }
        #expect(try await authenticate(token, tenant: nil, at: 99) == principal)
        #expect(registry.questions == ["token of 1 on 20000"])
    }

    @Test("another tenant's token is nobody's, before and after it is remembered")
    func otherTenant() async throws {
        let token = Self.token()
        _ = issue(token)
        #expect(try await authenticate(token, tenant: ScriptedRegistry.globex) == nil)
        #expect(registry.questions == [])
        #expect(try await authenticate(token) != nil)
        #expect(try await authenticate(token, tenant: ScriptedRegistry.globex) == nil)
    }

    @Test(
        "what cannot be live is refused without a question",
        arguments: [
            token(.refresh), token(day: today - 2), token(day: today + 92), token(day: 0),
            token(day: 2_147_483_647),
        ])
    func unasked(token: OpaqueToken) async throws {
        _ = issue(token)
        #expect(try await authenticate(token) == nil)
        #expect(registry.questions == [])
    }

    @Test("clocks may differ by a day", arguments: [today - 1, today, today + 90, today + 91])
    func clockSkew(day: Int64) async throws {
        let token = Self.token(day: day)
        let principal = issue(token)
        #expect(try await authenticate(token) == principal)
    }

    @Test("garbage is refused without a question", arguments: ["", "a", "Bearer", "pn_at_1_1_"])
    func garbage(text: String) async throws {
        let clock = Authenticator.Clock(
            monotonic: 0, now: Timestamp(microseconds: Self.today * 86_400_000_000))
        for text in [text, text + String(repeating: "x", count: 100_000)] {
            #expect(
                try await authenticator.authenticate(Secret(text), tenant: nil, clock: clock)
                    == nil)
        }
        #expect(registry.questions == [])
    }

    @Test("an unknown token is asked about once, until its memory ends")
    func unknown() async throws {
        let token = Self.token()
        for now: Int64 in [0, 50, 99, 100] {
            #expect(try await authenticate(token, at: now) == nil)
        }
        #expect(registry.questions.count == 2)
    }

    @Test("a token that ends while it is looked up is not remembered")
    func revokedMeanwhile() async throws {
        let token = Self.token()
        _ = issue(token)
        registry.meanwhile = { [authenticator] in
            authenticator.cache.revoked(prefix: token.hash.prefix)
        }
        _ = try await authenticate(token)
        registry.meanwhile = {}
        registry.tokens = [:]
        #expect(try await authenticate(token) == nil)
    }

    @Test("a token is not remembered past its end by the database's clock")
    func remaining() async throws {
        let token = Self.token()
        _ = issue(token, remaining: 0)
        _ = try await authenticate(token, at: 0)
        registry.tokens = [:]
        #expect(try await authenticate(token, at: 0) == nil)
    }

    @Test("a remaining life beyond what nanoseconds count does not overflow")
    func foreverLive() async throws {
        let token = Self.token()
        let principal = issue(token, remaining: .max)
        for _ in 0..<2 { #expect(try await authenticate(token) == principal) }
        #expect(registry.questions.count == 1)
    }

    @Test("a database that is away is no verdict about the token")
    func away() async throws {
        registry.isAway = true
        let token = Self.token()
        let error = await #expect(throws: APIError.self) { try await authenticate(token) }
        #expect(error?.kind == .unavailable)
        registry.isAway = false
        let principal = issue(token)
        #expect(try await authenticate(token) == principal)
    }
}
