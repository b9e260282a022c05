public import Domain

/// What one loop remembers of the tenant registry: bounded, and forgotten whenever it changes.
public final class TenantDirectory {
    /// How much and how long is remembered.
    public struct Limits: Sendable, Hashable {
        /// The most hosts, slugs and numbers remembered, each.
        public var entries: Int
        /// Nanoseconds for which an answer, also "none", is remembered.
        public var lifetime: Int64

        /// Limits; see the members for units.
        public init(entries: Int, lifetime: Int64) {
            self.entries = entries
            self.lifetime = lifetime
        }
    }

    private struct Answer {
        let tenant: Tenant?
        let until: Int64
    }

    private let registry: any TenantRegistry
    private let limits: Limits
    private var hosts: GenerationalCache<String, Answer>
    private var slugs: GenerationalCache<Slug, Answer>
    private var numbers: GenerationalCache<Int64, Answer>
    private var epoch = 0
    private var hearsChanges = false

    /// Asks the registry what it does not remember.
    public init(registry: any TenantRegistry, limits: Limits) {
        self.registry = registry
        self.limits = limits
        hosts = GenerationalCache(capacity: limits.entries)
        slugs = GenerationalCache(capacity: limits.entries)
        numbers = GenerationalCache(capacity: limits.entries)
    }

    /// The tenant of a host in lower case without port; `now` is monotonic, in nanoseconds.
    public func tenant(host: String, now: Int64) async throws(APIError) -> Tenant? {
        if let answer = hosts.find(host), answer.until > now { return answer.tenant }
        let asked = epoch
        let tenant = try await registry.tenant(host: host)
        if let answer = kept(tenant, asked: asked, now: now) { hosts.insert(answer, for: host) }
        return tenant
    }

    /// The tenant of a name.
    public func tenant(slug: Slug, now: Int64) async throws(APIError) -> Tenant? {
        if let answer = slugs.find(slug), answer.until > now { return answer.tenant }
        let asked = epoch
        let tenant = try await registry.tenant(slug: slug)
        if let answer = kept(tenant, asked: asked, now: now) { slugs.insert(answer, for: slug) }
        return tenant
    }

    /// The tenant of a number.
    public func tenant(number: Int64, now: Int64) async throws(APIError) -> Tenant? {
        if let answer = numbers.find(number), answer.until > now { return answer.tenant }
        let asked = epoch
        let tenant = try await registry.tenant(number: number)
        if let answer = kept(tenant, asked: asked, now: now) { numbers.insert(answer, for: number) }
        return tenant
    }

    /// Forgets everything: some tenant came, changed or went.
    public func registryChanged() {
        epoch += 1
        hosts.removeAll()
        slugs.removeAll()
        numbers.removeAll()
    }

    /// From now on changes are heard, or not: then nothing is remembered.
    public func hearsChanges(_ hears: Bool) {
        hearsChanges = hears
        registryChanged()
    }

    /// The answer to remember; nil where the registry may have changed while it was asked.
    private func kept(_ tenant: Tenant?, asked: Int, now: Int64) -> Answer? {
        guard hearsChanges, asked == epoch else { return nil }
        return Answer(tenant: tenant, until: now &+ limits.lifetime)
    }
}
