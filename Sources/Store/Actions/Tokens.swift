// Tokens: issued and revoked.

public import Domain
import Postgres

extension Store {
    /// A token to be written down: everything but its text, of which only the digest is kept.
    public struct NewToken: Sendable {
        /// SHA-256 of the token's text.
        public var hash: [UInt8]
        /// `access` or `refresh`.
        public var kind: String
        /// The client that the token is for; nil for an administrator's.
        public var client: String?
        /// The user that the token speaks for.
        public var subject: String?
        /// Space-separated words.
        public var scope: String
        /// When the token ends; its day is what the token's text says.
        public var expires: Timestamp

        /// Makes the value; see the members.
        public init(
            hash: [UInt8], kind: String, client: String?, subject: String?, scope: String,
            expires: Timestamp
        ) {
            self.hash = hash
            self.kind = kind
            self.client = client
            self.subject = subject
            self.scope = scope
            self.expires = expires
        }
    }

    /// Makes a token live.
    ///
    /// It must end within the days for which there are partitions.
    public func issue(_ token: NewToken, tenant: Tenant) async throws(APIError) {
        let query = texts.query(.issueToken) { _ in
            """
            INSERT INTO postern.token
                (tenant_id, expires_day, hash, kind, client_id, subject, scope, expires_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
            """
        }
        let statement = Statement(
            query,
            [
                .integer(tenant.number), .integer(token.expires.day), .bytes(token.hash),
                .text(token.kind), token.client.map(Parameter.text) ?? .null,
                token.subject.map(Parameter.text) ?? .null, .text(token.scope),
                .time(token.expires.microseconds),
            ])
        _ = try await run([statement], tenant: tenant.number, .write)
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
