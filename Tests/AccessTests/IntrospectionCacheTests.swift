// What a loop remembers of tokens, as transcripts: what is found after which events.

import Domain
import Testing

@testable import Access

@Suite struct IntrospectionCacheTests {
    /// Remembers live tokens for 100 and unknown ones for 10 nanoseconds, and hears revocations.
    private static func listening(entries: Int = 8) -> IntrospectionCache<Principal> {
        var cache = IntrospectionCache<Principal>(
            limits: IntrospectionLimits(
                lifetime: 100, unknownLifetime: 10, entries: entries))
        cache.hearsRevocations(true)
        return cache
    }

    private static func principal(tenant: Int64 = 1, client: String? = nil) -> Principal {
        Principal(
            tenant: tenant, client: client, subject: nil, scopes: .all,
            issued: Timestamp(microseconds: 0), expires: Timestamp(microseconds: 0))
    }

    private let hash = TokenHash(of: "a")
    private let other = TokenHash(of: "b")

    @Test("a live token is remembered for the lifetime and not a moment longer")
    func lifetime() {
        var cache = Self.listening()
        #expect(cache.find(hash, now: 0) == nil)
        cache.remember(
            Self.principal(), for: hash, of: Self.principal().tenant, remaining: .max,
            epoch: cache.epoch, now: 0)
        #expect(cache.find(hash, now: 99) == .live(Self.principal()))
        #expect(cache.find(hash, now: 100) == nil)
        #expect(cache.find(other, now: 0) == nil)
        #expect(cache.hits == 1)
        #expect(cache.misses == 3)
    }

    @Test("never past the token's own end", arguments: [(1, 0, 1), (30, 29, 30), (100, 99, 100)])
    func expiry(remaining: Int64, last: Int64, gone: Int64) {
        var cache = Self.listening()
        cache.remember(
            Self.principal(), for: hash, of: Self.principal().tenant, remaining: remaining,
            epoch: cache.epoch, now: 0)
        #expect(cache.find(hash, now: last) == .live(Self.principal()))
        #expect(cache.find(hash, now: gone) == nil)
    }

    @Test("an unknown token is remembered for its own lifetime")
    func unknown() {
        var cache = Self.listening()
        cache.rememberUnknown(hash, now: 0)
        #expect(cache.find(hash, now: 9) == .unknown)
        #expect(cache.find(hash, now: 10) == nil)
    }

    @Test("nothing is remembered before revocations are heard, nor while they are not")
    func deafness() {
        var cache = IntrospectionCache<Principal>(
            limits: IntrospectionLimits(lifetime: 100, unknownLifetime: 10, entries: 8))
        #expect(!cache.isHearingRevocations)
        cache.remember(
            Self.principal(), for: hash, of: Self.principal().tenant, remaining: 99,
            epoch: cache.epoch, now: 0)
        cache.rememberUnknown(other, now: 0)
        #expect(cache.find(hash, now: 1) == nil)
        #expect(cache.find(other, now: 1) == nil)

        cache.hearsRevocations(true)
        cache.remember(
            Self.principal(), for: hash, of: Self.principal().tenant, remaining: 99,
            epoch: cache.epoch, now: 1)
        cache.rememberUnknown(other, now: 1)
        #expect(cache.find(hash, now: 2) == .live(Self.principal()))
        #expect(cache.find(other, now: 2) == .unknown)

        cache.hearsRevocations(false)
        #expect(cache.find(hash, now: 3) == nil)
        #expect(cache.find(other, now: 3) == nil)
        cache.remember(
            Self.principal(), for: hash, of: Self.principal().tenant, remaining: 99,
            epoch: cache.epoch, now: 3)
        #expect(cache.find(hash, now: 4) == nil)

        cache.hearsRevocations(true)
        #expect(cache.find(hash, now: 5) == nil)
    }

    /// What can happen while a look-up is under way.
    enum Event: Sendable, CaseIterable {
        case thisRevoked, anotherRevoked, tenantRevoked, linkLost, linkLostAndBack

        func happens(to cache: inout IntrospectionCache<Principal>) {
            switch self {
            case .thisRevoked: cache.revoked(prefix: TokenHash(of: "a").prefix)
            case .anotherRevoked: cache.revoked(prefix: TokenHash(of: "b").prefix)
            case .tenantRevoked: cache.revokedAll(tenant: 1)
            case .linkLost: cache.hearsRevocations(false)
            case .linkLostAndBack:
                cache.hearsRevocations(false)
                cache.hearsRevocations(true)
            }
        }
    }

    @Test("an answer that may be older than a revocation is not kept", arguments: Event.allCases)
    func epochs(event: Event) {
        var cache = Self.listening()
        let asked = cache.epoch
        event.happens(to: &cache)
        cache.remember(
            Self.principal(), for: hash, of: Self.principal().tenant, remaining: 99, epoch: asked,
            now: 0)
        #expect(cache.find(hash, now: 1) == nil)
    }

    @Test("a revocation ends the one token, by the first bytes of its hash")
    func revocation() {
        var cache = Self.listening()
        for hash in [hash, other] {
            cache.remember(
                Self.principal(), for: hash, of: Self.principal().tenant, remaining: 99,
                epoch: cache.epoch, now: 0)
        }
        cache.revoked(prefix: hash.prefix)
        #expect(cache.find(hash, now: 1) == nil)
        #expect(cache.find(other, now: 1) == .live(Self.principal()))
    }

    @Test("a tenant's revocation ends all of its tokens and none of another's")
    func tenantRevocation() {
        var cache = Self.listening()
        let theirs = Self.principal(tenant: 2)
        cache.remember(
            Self.principal(), for: hash, of: Self.principal().tenant, remaining: 99,
            epoch: cache.epoch, now: 0)
        cache.remember(
            theirs, for: other, of: theirs.tenant, remaining: 99, epoch: cache.epoch, now: 0)
        cache.revokedAll(tenant: 1)
        #expect(cache.find(hash, now: 1) == nil)
        #expect(cache.find(other, now: 1) == .live(theirs))
    }

    @Test("with a lifetime of nothing it remembers nothing")
    func off() {
        var cache = IntrospectionCache<Principal>(
            limits: IntrospectionLimits(lifetime: 0, unknownLifetime: 0, entries: 8))
        cache.hearsRevocations(true)
        cache.remember(
            Self.principal(), for: hash, of: Self.principal().tenant, remaining: 99,
            epoch: cache.epoch, now: 0)
        cache.rememberUnknown(other, now: 0)
        #expect(cache.find(hash, now: 0) == nil)
        #expect(cache.find(other, now: 0) == nil)
    }

    @Test("unknown tokens never push live ones out")
    func flood() {
        var cache = Self.listening(entries: 4)
        cache.remember(
            Self.principal(), for: hash, of: Self.principal().tenant, remaining: 99,
            epoch: cache.epoch, now: 0)
        for number in 0..<1000 { cache.rememberUnknown(TokenHash(of: "\(number)"), now: 0) }
        #expect(cache.find(hash, now: 1) == .live(Self.principal()))
    }

    @Test("a clock near its end does not overflow")
    func overflow() {
        var cache = Self.listening()
        cache.remember(
            Self.principal(), for: hash, of: Self.principal().tenant, remaining: .max,
            epoch: cache.epoch, now: .max - 1)
        cache.rememberUnknown(other, now: .max)
        #expect(cache.find(hash, now: .max - 1) == nil)
    }
}
