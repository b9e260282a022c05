// Authorization requests that clients have sent ahead: kept until a code comes of them.

public import Domain
public import OAuth
import Postgres

extension Store {
    /// Keeps a request until it is used.
    public func keep(_ request: PushedRequest, tenant: Tenant) async throws(APIError) {
        let query = texts.query(.keepPushedRequest) { _ in
            """
            INSERT INTO postern.pushed_request
                (tenant_id, request_hash, client_id, parameters, expires_at)
            VALUES ($1, $2, $3, $4, $5)
            """
        }
        let statement = Statement(
            query,
            [
                .integer(tenant.number), .bytes(request.hash), .text(request.clientID),
                .json(request.document), .time(request.expires.microseconds),
            ])
        _ = try await run([statement], tenant: tenant.number, .write)
    }

    /// The request whose handle has that digest, whoever's it is and however old.
    public func pushedRequest(
        _ handle: [UInt8], tenant: Tenant
    ) async throws(APIError) -> PushedRequest? {
        let query = texts.query(.findPushedRequest) { tenant in
            """
            SELECT request_hash, client_id, parameters, expires_at FROM postern.pushed_request
            WHERE \(tenant) AND request_hash = $2
            """
        }
        let statement = Statement(query, [.integer(tenant.number), .bytes(handle)])
        let rows = try await run([statement], tenant: tenant.number, .read)[0]
        guard rows.count > 0 else { return nil }
        return PushedRequest(
            hash: rows.bytes(0, 0), clientID: rows.text(0, 1), document: rows.json(0, 2),
            expires: Timestamp(microseconds: rows.time(0, 3)))
    }

    /// Writes down a consent, and the code that comes of it if the handle was not used before.
    ///
    /// One statement deletes the handle and makes the code: whoever comes second waits for the
    /// first, and then deletes nothing.
    public func grant(
        _ code: AuthorizationCode, usingUp handle: [UInt8], now: Timestamp, tenant: Tenant
    ) async throws(APIError) -> Bool {
        let insert = texts.query(.insertCodeOfPushedRequest) { tenant in
            """
            WITH used AS (
                DELETE FROM postern.pushed_request
                WHERE \(tenant) AND request_hash = $14 AND client_id = $3
                RETURNING tenant_id
            )
            INSERT INTO postern.authorization_code (\(Self.codeColumns))
            SELECT tenant_id, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13 FROM used
            """
        }
        let consent = consentStatement(
            subject: code.subject, client: code.clientID, scope: code.scope.description,
            authenticated: code.authenticated, .adds, now: now, tenant: tenant)
        let made = Statement(insert, Self.parameters(of: code, tenant) + [.bytes(handle)])
        return try await run([consent, made], tenant: tenant.number, .write)[1].affected > 0
    }
}
