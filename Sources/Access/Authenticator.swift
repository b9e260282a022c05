public import Domain

/// Turns a token's text into the principal whom its row names.
///
/// One per loop, with that loop's cache. What the text claims decides only where to look.
public final class Authenticator {
    /// What is remembered; revocations are told to it.
    public var cache: IntrospectionCache<Principal>
    private let tokens: any TokenRegistry
    private let lifetimeDaysMax: Int64

    /// Asks the registry what the cache does not know.
    ///
    /// A token that claims to live longer than `lifetimeDaysMax` was never issued.
    public init(
        tokens: any TokenRegistry, cache: IntrospectionCache<Principal>, lifetimeDaysMax: Int64
    ) {
        self.tokens = tokens
        self.cache = cache
        self.lifetimeDaysMax = lifetimeDaysMax
    }

    /// The principal of a live access token of the tenant; nil for any other token.
    ///
    /// With no tenant given, the token's own claim says where to look.
    public func authenticate(
        _ text: Secret, tenant: Tenant?, clock: Clock
    ) async throws(APIError) -> Principal? {
        guard text.exposed.utf8.count <= OpaqueToken.bytesMax else { return nil }
        let hash = TokenHash(of: text.exposed)
        switch cache.find(hash, now: clock.monotonic) {
        case .live(let principal):
            let isTheirs = tenant == nil || tenant?.number == principal.tenant
            return isTheirs && clock.now < principal.expires ? principal : nil
        case .unknown: return nil
        case nil: break
        }
        guard let token = OpaqueToken(text.exposed), token.kind == .access,
            tenant == nil || tenant?.number == token.tenant,
            token.expiresDay >= clock.today - 1,
            token.expiresDay <= clock.today + lifetimeDaysMax + 1
        else { return nil }
        let epoch = cache.epoch
        let found = try await tokens.introspect(
            tenant: token.tenant, expiresDay: token.expiresDay, hash: hash.bytes)
        guard let found else {
            cache.rememberUnknown(hash, now: clock.monotonic)
            return nil
        }
        let (remaining, overflow) = found.remaining.multipliedReportingOverflow(by: 1000)
        cache.remember(
            found.principal, for: hash, of: token.tenant,
            remaining: overflow ? .max : remaining, epoch: epoch, now: clock.monotonic)
        return clock.now < found.principal.expires ? found.principal : nil
    }

    /// The two clocks, as they stood when the request was taken up.
    public struct Clock: Sendable, Hashable {
        /// Nanoseconds of a clock that never steps: for how long things are remembered.
        public let monotonic: Int64
        /// What people's clocks show.
        public let now: Timestamp
        /// Days since the Unix epoch: for which tokens cannot be live any more.
        public var today: Int64 { now.day }

        /// Makes the value.
        public init(monotonic: Int64, now: Timestamp) {
            self.monotonic = monotonic
            self.now = now
        }
    }
}
