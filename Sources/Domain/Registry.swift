/// Who the tenants are, asked before a tenant is known: exact matches, one answer or none.
///
/// `Store` answers; `Access` asks. Neither knows the other.
public protocol TenantRegistry {
    /// The tenant that registered the host, written in lower case without a port.
    func tenant(host: String) async throws(APIError) -> Tenant?
    /// The tenant of that name.
    func tenant(slug: Slug) async throws(APIError) -> Tenant?
    /// The tenant of that number.
    func tenant(number: Int64) async throws(APIError) -> Tenant?
}

/// Which tokens are live, asked inside the tenant's own transaction.
public protocol TokenRegistry {
    /// The live access token with that SHA-256 among the tenant's that end on that day (days since
    /// the Unix epoch); nil where there is none.
    func introspect(
        tenant: Int64, expiresDay: Int64, hash: [UInt8]
    ) async throws(APIError) -> Introspection?
}

/// What a live token's row says.
public struct Introspection: Sendable, Hashable {
    /// Whom the token speaks for.
    public let principal: Principal
    /// Microseconds until it ends, by the database's clock.
    public let remaining: Int64

    /// Makes the value from a row.
    public init(principal: Principal, remaining: Int64) {
        self.principal = principal
        self.remaining = remaining
    }
}
