// Single tokens, as introspection and revocation see them.

public import Domain
public import OAuth
import Postgres

extension Store: AuthorizationLedger {
    /// A client, and what the row of a live token says, whoever's it is.
    public func client(
        _ id: String, token: TokenKey, tenant: Tenant
    ) async throws(APIError) -> (client: RegisteredClient?, token: TokenRecord?) {
        let answers = try await run(
            [clientStatement(id, tenant: tenant), tokenStatement(token, tenant: tenant)],
            tenant: tenant.number, .read)
        return (client(in: answers[0]), Self.token(in: answers[1]))
    }

    func tokenStatement(_ key: TokenKey, tenant: Tenant) -> Statement {
        let query = texts.query(.findToken(day: key.expiresDay)) { tenant in
            """
            SELECT held.kind, held.client_id, held.subject, person.username, held.scope,
                held.family, held.issued_at, held.expires_at
            FROM (
                SELECT * FROM postern.token
                WHERE \(tenant) AND expires_day = \(key.expiresDay) AND hash = $2
                    AND revoked_at IS NULL AND expires_at > statement_timestamp()
            ) AS held
            LEFT JOIN postern.end_user AS person
                ON person.tenant_id = held.tenant_id AND person.user_id = held.subject
            """
        }
        return Statement(query, [.integer(tenant.number), .bytes(key.hash)])
    }

    private static func token(in rows: Rows) -> TokenRecord? {
        guard rows.count > 0, let kind = TokenKind(rawValue: rows.text(0, 0)) else { return nil }
        return TokenRecord(
            kind: kind, clientID: rows.optionalText(0, 1), subject: rows.optionalText(0, 2),
            username: rows.optionalText(0, 3), scope: rows.text(0, 4),
            family: rows.optionalText(0, 5), issued: Timestamp(microseconds: rows.time(0, 6)),
            expires: Timestamp(microseconds: rows.time(0, 7)))
    }

    /// Ends one token.
    public func endToken(_ key: TokenKey, tenant: Tenant) async throws(APIError) {
        _ = try await revoke(
            hash: key.hash, expiresDay: key.expiresDay, tenant: tenant.number)
    }
}
