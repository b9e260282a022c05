// Clients as the flows need them: the registration with its live secrets, in one row each.

public import Domain
public import OAuth
import Postgres
import Secrets

extension Store {
    /// The most secrets that one attempt is compared with.
    private static let secretsMax = 8

    /// The statement that finds an enabled client and its live secrets; a row for each secret, and
    /// one where there is none.
    func clientStatement(_ id: String, tenant: Tenant) -> Statement {
        let query = texts.query(.registeredClient) { tenant in
            """
            SELECT held.client_id, held.client_name, held.client_uri, held.logo_preview <> '',
                held.redirect_uris, held.post_logout_redirect_uris,
                held.token_endpoint_auth_methods, held.grant_types, held.scopes, held.jwks,
                held.require_pushed_authorization_requests,
                secret.scheme, secret.secret_hash, secret.sealed
            FROM (
                SELECT * FROM postern.client
                WHERE \(tenant) AND client_id = $2 AND enabled
            ) AS held
            LEFT JOIN postern.client_secret AS secret
                ON secret.tenant_id = held.tenant_id AND secret.client_id = held.client_id
                AND (secret.expires_at IS NULL OR secret.expires_at > now())
                AND (held.client_secret_expires_at IS NULL
                    OR held.client_secret_expires_at > now())
            ORDER BY secret.created_at DESC LIMIT $3
            """
        }
        return Statement(
            query, [.integer(tenant.number), .text(id), .integer(Int64(Self.secretsMax))])
    }

    /// Reads what `clientStatement` finds; nil for no row.
    func client(in rows: Rows) -> RegisteredClient? {
        guard rows.count > 0 else { return nil }
        var secrets: [RegisteredClient.ClientSecret] = []
        for row in 0..<rows.count where !rows.isNull(row, 11) {
            guard let scheme = KeptSecret.Scheme(rawValue: rows.text(row, 11)),
                let kept = KeptSecret(scheme: scheme, bytes: rows.bytes(row, 12))
            else { continue }
            let sealed = rows.isNull(row, 13) ? nil : rows.bytes(row, 13)
            secrets.append(RegisteredClient.ClientSecret(kept: kept, sealed: sealed))
        }
        return RegisteredClient(
            id: rows.text(0, 0), name: rows.text(0, 1), uri: rows.text(0, 2),
            hasLogo: rows.boolean(0, 3), redirectURIs: rows.texts(0, 4),
            postLogoutRedirectURIs: rows.texts(0, 5),
            authenticationMethods: Set(rows.texts(0, 6)), grantTypes: Set(rows.texts(0, 7)),
            scopes: Set(rows.texts(0, 8)), keys: rows.isNull(0, 9) ? nil : rows.json(0, 9),
            mustPush: rows.boolean(0, 10), secrets: secrets)
    }

    /// The enabled client with its live secrets; nil where there is none.
    public func client(_ id: String, tenant: Tenant) async throws(APIError) -> RegisteredClient? {
        let rows = try await run(
            [clientStatement(id, tenant: tenant)], tenant: tenant.number, .read)
        return client(in: rows[0])
    }

    /// Notes that an assertion was used; false where it had been used before.
    public func noteAssertion(
        _ hash: [UInt8], of clientID: String, expires: Timestamp, tenant: Tenant
    ) async throws(APIError) -> Bool {
        let query = texts.query(.noteAssertion) { _ in
            """
            INSERT INTO postern.client_assertion (tenant_id, client_id, jti_hash, expires_at)
            VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING
            """
        }
        let statement = Statement(
            query,
            [
                .integer(tenant.number), .text(clientID), .bytes(hash),
                .time(expires.microseconds),
            ])
        return try await run([statement], tenant: tenant.number, .write)[0].affected > 0
    }
}
