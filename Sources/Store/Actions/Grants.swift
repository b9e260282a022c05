// Consents: written when a user agrees.

public import Domain
import OAuth
import Postgres

extension Store {
    /// Writes down that a user consented to a client.
    ///
    /// The user and the client must exist.
    public func saveGrant(
        subject: String, client: String, scope: String, authenticated: Timestamp, now: Timestamp,
        tenant: Tenant
    ) async throws(APIError) {
        let statement = consentStatement(
            subject: subject, client: client, scope: scope, authenticated: authenticated,
            .replaces, now: now, tenant: tenant)
        _ = try await run([statement], tenant: tenant.number, .write)
    }

    /// The scope of a consent that adds to the one `held` before.
    static let mergedScope = """
        (SELECT string_agg(DISTINCT word COLLATE "C", ' ' ORDER BY word COLLATE "C")
            FROM string_to_table(held.scope || ' ' || excluded.scope, ' ') AS word)
        """

    /// A first consent, or one that adds to the last one or takes its place.
    func consentStatement(
        subject: String, client: String, scope: String, authenticated: Timestamp,
        _ consent: Consent, now: Timestamp, tenant: Tenant
    ) -> Statement {
        let name: StatementTexts.Name
        let merged: String
        switch consent {
        case .adds:
            name = .consentAdding
            merged = Self.mergedScope
        case .replaces:
            name = .consentReplacing
            merged = "excluded.scope"
        }
        let query = texts.query(name) { _ in
            """
            INSERT INTO postern.user_grant AS held
                (tenant_id, subject, client_id, scope, authenticated_at, accessed_at, created_at,
                version)
            VALUES ($1, $2, $3, $4, $5, $6, $6, $7)
            ON CONFLICT (tenant_id, subject, client_id) DO UPDATE
            SET scope = \(merged), authenticated_at = excluded.authenticated_at,
                accessed_at = excluded.accessed_at, version = held.version + 1
            """
        }
        return Statement(
            query,
            [
                .integer(tenant.number), .text(subject), .text(client), .text(scope),
                .time(authenticated.microseconds), .time(now.microseconds),
                .integer(FirstVersion.make(using: &random)),
            ])
    }
}
