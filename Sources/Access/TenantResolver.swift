public import Domain

/// Finds the one tenant that a request is for.
///
/// In this order: registered host, sub-domain of the base domain, path prefix, header from a
/// trusted proxy, the token's own tenant, the default. Whatever else is present must agree with
/// the first that answers; where it does not, the answer is that of a tenant that does not exist.
public struct TenantResolver {
    /// What a request says about its tenant.
    public struct Evidence: Sendable, Hashable {
        /// The host that the client asked, in lower case without port and trailing dot.
        public var host: String?
        /// The name in a path that starts with `/t/`; an impossible name is no name's.
        public var path: String?
        /// `X-Postern-Tenant`, if a trusted proxy sent it.
        public var header: String?

        /// Evidence; leave out what the request does not say.
        public init(host: String? = nil, path: String? = nil, header: String? = nil) {
            self.host = host
            self.path = path
            self.header = header
        }
    }

    /// The domain whose sub-domains are tenants, in lower case without a leading dot.
    public let baseDomain: String?
    private let directory: TenantDirectory

    /// Resolves with the directory's answers.
    public init(baseDomain: String?, directory: TenantDirectory) {
        self.baseDomain = baseDomain
        self.directory = directory
    }

    /// The tenant that host, path and header agree on; nil where they say nothing, so that the
    /// token or the default decides.
    ///
    /// Throws `.unknownTenant` where they name none, or two.
    public func resolve(
        _ evidence: Evidence, now: Int64
    ) async throws(APIError) -> Tenant? {
        var answer: Tenant?
        if let host = evidence.host {
            answer = try await tenant(ofHost: host, now: now)
        }
        for name in [evidence.path, evidence.header] {
            guard let name else { continue }
            guard let slug = Slug(name) else { throw .unknownTenant }
            if let answer {
                guard answer.slug == slug else { throw .unknownTenant }
            } else {
                answer = try await known(directory.tenant(slug: slug, now: now))
            }
        }
        return answer
    }

    private func tenant(ofHost host: String, now: Int64) async throws(APIError) -> Tenant? {
        if let tenant = try await directory.tenant(host: host, now: now) { return tenant }
        guard let baseDomain, host.hasSuffix("." + baseDomain) else { return nil }
        let label = host.dropLast(baseDomain.utf8.count + 1)
        guard let slug = Slug(label) else { throw .unknownTenant }
        return try await known(directory.tenant(slug: slug, now: now))
    }

    private func known(_ tenant: Tenant?) throws(APIError) -> Tenant {
        guard let tenant else { throw .unknownTenant }
        return tenant
    }
}
