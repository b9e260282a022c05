/// What one loop remembers of introspected tokens: bounded, short-lived, and empty while
/// revocations cannot be heard.
///
/// An answer that was on its way when a revocation arrived may be older than it; so a look-up
/// notes the `epoch` it started in, and an answer from an earlier epoch is not kept.
public struct IntrospectionCache<Content: Sendable & Hashable> {
    /// What is remembered of a token.
    public enum Memory: Sendable, Hashable {
        /// It is live, and this is what its row says.
        case live(Content)
        /// No live token has this hash.
        case unknown
    }

    private struct Entry {
        let hash: TokenHash
        let tenant: Int64
        let content: Content
        let until: Int64
    }

    /// How often answers were found and not found; for metrics.
    public private(set) var hits = 0
    /// See `hits`.
    public private(set) var misses = 0
    /// Counts revocations; see the type.
    public private(set) var epoch = 0
    private let limits: IntrospectionLimits
    /// By the first bytes of the hash, as revocations name tokens.
    private var live: GenerationalCache<UInt64, Entry>
    private var unknown: GenerationalCache<TokenHash, Int64>
    /// Whether revocations are heard; while they are not, nothing is remembered.
    public private(set) var isHearingRevocations = false

    /// Remembers nothing until it can hear revocations.
    public init(limits: IntrospectionLimits) {
        self.limits = limits
        live = GenerationalCache(capacity: limits.lifetime > 0 ? limits.entries : 0)
        unknown = GenerationalCache(capacity: limits.unknownLifetime > 0 ? limits.entries : 0)
    }

    /// What is remembered of the token at this moment of the monotonic clock, in nanoseconds.
    public mutating func find(_ hash: TokenHash, now: Int64) -> Memory? {
        if let entry = live.find(hash.prefix), entry.hash == hash, entry.until > now {
            hits += 1
            return .live(entry.content)
        }
        if let until = unknown.find(hash), until > now {
            hits += 1
            return .unknown
        }
        misses += 1
        return nil
    }

    /// Remembers a tenant's live token whose life ends `remaining` nanoseconds from now.
    public mutating func remember(
        _ content: Content, for hash: TokenHash, of tenant: Int64, remaining: Int64, epoch: Int,
        now: Int64
    ) {
        guard isHearingRevocations, epoch == self.epoch else { return }
        let until = now &+ min(limits.lifetime, remaining)
        live.insert(
            Entry(hash: hash, tenant: tenant, content: content, until: until), for: hash.prefix)
    }

    /// Remembers that no live token has the hash.
    public mutating func rememberUnknown(_ hash: TokenHash, now: Int64) {
        guard isHearingRevocations else { return }
        unknown.insert(now &+ limits.unknownLifetime, for: hash)
    }

    /// Forgets one revoked token, by the first bytes of its hash.
    public mutating func revoked(prefix: UInt64) {
        epoch += 1
        live.remove(prefix)
    }

    /// Forgets every token of a tenant.
    public mutating func revokedAll(tenant: Int64) {
        epoch += 1
        live.removeAll { _, entry in entry.tenant == tenant }
    }

    /// From now on revocations are heard, or not: then nothing is remembered.
    public mutating func hearsRevocations(_ hears: Bool) {
        isHearingRevocations = hears
        epoch += 1
        live.removeAll()
        unknown.removeAll()
    }
}

/// How long and how much is remembered.
public struct IntrospectionLimits: Sendable, Hashable {
    /// Nanoseconds that a live token is remembered; 0 for not at all.
    public var lifetime: Int64
    /// Nanoseconds that an unknown token is remembered; 0 for not at all.
    public var unknownLifetime: Int64
    /// The most tokens, and the most unknown tokens, remembered at once.
    public var entries: Int

    /// Limits; see the members for units.
    public init(lifetime: Int64, unknownLifetime: Int64, entries: Int) {
        self.lifetime = lifetime
        self.unknownLifetime = unknownLifetime
        self.entries = entries
    }
}
