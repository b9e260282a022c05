// Tokens: issued and revoked.

public import Domain
import Postgres

extension Store {
    /// Makes a token live.
    ///
    /// It must end within the days for which there are partitions.
    public func issue(_ token: NewToken, tenant: Tenant) async throws(APIError) {
        let query = texts.query(.issueToken) { _ in
            """
            INSERT INTO postern.token
                (tenant_id, expires_day, hash, kind, client_id, subject, scope, family, issued_at,
                expires_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
            """
        }
        _ = try await run(
            [Statement(query, [.integer(tenant.number)] + token.parameters)],
            tenant: tenant.number, .write)
    }

    /// Ends a token; every gateway hears of it in the same transaction.
    ///
    /// False where no live token of the tenant has that digest on that day.
    public func revoke(
        hash: [UInt8], expiresDay: Int64, tenant: Int64
    ) async throws(APIError) -> Bool {
        let query = texts.query(.revokeToken(day: expiresDay)) { predicate in
            """
            UPDATE postern.token SET revoked_at = now()
            WHERE \(predicate) AND expires_day = \(expiresDay) AND hash = $2
                AND revoked_at IS NULL
            """
        }
        let statement = Statement(query, [.integer(tenant), .bytes(hash)])
        return try await run([statement], tenant: tenant, .write)[0].affected > 0
    }
}

extension NewToken {
    /// Its columns but the tenant's, in the order in which tokens are written down.
    var parameters: [Parameter] {
        [
            .integer(expires.day), .bytes(hash), .text(kind.rawValue), .optional(client),
            .optional(subject), .text(scope), .optional(family), .time(issued.microseconds),
            .time(expires.microseconds),
        ]
    }
}

extension Parameter {
    /// The text, or NULL.
    static func optional(_ text: String?) -> Parameter {
        text.map(Parameter.text) ?? .null
    }
}
