// Consents: written when a user agrees.

public import Domain
import Postgres

extension Store {
    /// Writes down that a user consented to a client: a first consent, or one that replaces the
    /// last one's words.
    ///
    /// The user and the client must exist.
    public func saveGrant(
        subject: String, client: String, scope: String, authenticated: Timestamp, tenant: Tenant
    ) async throws(APIError) {
        let query = texts.query(.saveGrant) { _ in
            """
            INSERT INTO postern.user_grant AS held
                (tenant_id, subject, client_id, scope, authenticated_at, version)
            VALUES ($1, $2, $3, $4, $5, $6)
            ON CONFLICT (tenant_id, subject, client_id) DO UPDATE
            SET scope = excluded.scope, authenticated_at = excluded.authenticated_at,
                accessed_at = now(), version = held.version + 1
            """
        }
        let statement = Statement(
            query,
            [
                .integer(tenant.number), .text(subject), .text(client), .text(scope),
                .time(authenticated.microseconds), .integer(FirstVersion.make(using: &random)),
            ])
        _ = try await run([statement], tenant: tenant.number, .write)
    }
}
