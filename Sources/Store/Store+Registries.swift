// The two questions that come before a request's own: which tenant, and whose token.

public import Domain
import Postgres

extension Store: TenantRegistry {
    /// Asks the registry's function for the host.
    public func tenant(host: String) async throws(APIError) -> Tenant? {
        try await tenant(Statement(Self.tenantByHost, [.text(host)]))
    }

    /// Asks the registry's function for the name.
    public func tenant(slug: Slug) async throws(APIError) -> Tenant? {
        try await tenant(Statement(Self.tenantBySlug, [.text(slug.text)]))
    }

    /// Asks the registry's function for the number.
    public func tenant(number: Int64) async throws(APIError) -> Tenant? {
        try await tenant(Statement(Self.tenantByNumber, [.integer(number)]))
    }

    private func tenant(_ statement: Statement) async throws(APIError) -> Tenant? {
        let rows = try await lookUp(statement)
        guard rows.count > 0, let slug = Slug(rows.text(0, 1)) else { return nil }
        return Tenant(number: rows.integer(0, 0), slug: slug)
    }

    private static let tenantByHost = Query(
        "SELECT number, slug FROM postern.tenant_by_host($1)")
    private static let tenantBySlug = Query(
        "SELECT number, slug FROM postern.tenant_by_slug($1)")
    private static let tenantByNumber = Query(
        "SELECT number, slug FROM postern.tenant_by_number($1)")
}

extension Store: TokenRegistry {
    /// Looks the token up in its day's partition, inside its tenant's transaction.
    ///
    /// The day is part of the statement, not a parameter, so that the prepared plan holds that one
    /// partition; the number of live days bounds the number of statements.
    public func introspect(
        tenant: Int64, expiresDay: Int64, hash: [UInt8]
    ) async throws(APIError) -> Introspection? {
        let query = texts.query(.introspect(day: expiresDay)) { predicate in
            """
            SELECT client_id, subject, scope, issued_at, expires_at, statement_timestamp()
            FROM postern.token
            WHERE \(predicate) AND expires_day = \(expiresDay) AND hash = $2
                AND kind = 'access' AND revoked_at IS NULL AND expires_at > statement_timestamp()
            """
        }
        let statement = Statement(query, [.integer(tenant), .bytes(hash)])
        let rows = try await run([statement], tenant: tenant, .read)[0]
        guard rows.count > 0 else { return nil }
        let expires = rows.time(0, 4)
        let principal = Principal(
            tenant: tenant, client: rows.optionalText(0, 0), subject: rows.optionalText(0, 1),
            scopes: ScopeSet(parsing: rows.text(0, 2)),
            issued: Timestamp(microseconds: rows.time(0, 3)),
            expires: Timestamp(microseconds: expires))
        return Introspection(principal: principal, remaining: expires &- rows.time(0, 5))
    }
}
