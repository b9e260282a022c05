// Browsers in which somebody is logged in, and what an authorization request finds there.

public import Domain
public import OAuth
import Postgres

extension Store {
    /// What an authorization request depends on, in one round trip.
    public func authorizationState(
        clientID: String, session: [UInt8]?, now: Timestamp, tenant: Tenant
    ) async throws(APIError) -> AuthorizationState {
        var statements = [
            settingsStatement(tenant), clientStatement(clientID, tenant: tenant),
        ]
        if let session {
            statements.append(sessionStatement(session, now: now, tenant: tenant))
            statements.append(
                grantStatement(session, client: clientID, now: now, tenant: tenant))
        }
        let answers = try await run(statements, tenant: tenant.number, .read)
        var state = AuthorizationState(
            settings: Self.settings(in: answers[0], of: tenant), client: client(in: answers[1]),
            session: nil, granted: nil)
        if answers.count == 4 {
            state.session = Self.session(in: answers[2])
            state.granted =
                answers[3].count > 0
                ? GrantedScope(stored: answers[3].text(0, 0)) : nil
        }
        return state
    }

    /// What the tenant allows.
    public func settings(of tenant: Tenant) async throws(APIError) -> TenantSettings {
        let rows = try await run([settingsStatement(tenant)], tenant: tenant.number, .read)[0]
        return Self.settings(in: rows, of: tenant)
    }

    private func settingsStatement(_ tenant: Tenant) -> Statement {
        let query = texts.query(.findSettings) { tenant in
            """
            SELECT (SELECT postern.tenant_name()), settings.plain_proof_keys,
                settings.dynamic_registration, settings.pushed_requests_required
            FROM (SELECT) AS one LEFT JOIN (
                SELECT * FROM postern.authorization_settings WHERE \(tenant)
            ) AS settings ON true
            """
        }
        return Statement(query, [.integer(tenant.number)])
    }

    private static func settings(in rows: Rows, of tenant: Tenant) -> TenantSettings {
        guard rows.count > 0 else { return TenantSettings(name: tenant.slug.text) }
        var settings = TenantSettings(name: rows.optionalText(0, 0) ?? tenant.slug.text)
        settings.allowsPlainProofKeys = rows.optionalBoolean(0, 1) ?? false
        settings.allowsRegistration = rows.optionalBoolean(0, 2) ?? false
        settings.requiresPushedRequests = rows.optionalBoolean(0, 3) ?? false
        return settings
    }

    private func sessionStatement(
        _ hash: [UInt8], now: Timestamp, tenant: Tenant
    ) -> Statement {
        let query = texts.query(.findSession) { tenant in
            """
            SELECT \(Self.userColumns), held.session_hash, held.session_id,
                held.authenticated_at, held.expires_at
            FROM (
                SELECT * FROM postern.login_session
                WHERE \(tenant) AND session_hash = $2 AND expires_at > $3
            ) AS held
            JOIN postern.end_user AS person
                ON person.tenant_id = held.tenant_id AND person.user_id = held.subject
            WHERE person.enabled
            """
        }
        return Statement(
            query, [.integer(tenant.number), .bytes(hash), .time(now.microseconds)])
    }

    private static func session(in rows: Rows) -> LoginSession? {
        guard let user = user(in: rows) else { return nil }
        return LoginSession(
            hash: rows.bytes(0, 6), id: rows.text(0, 7), user: user,
            authenticated: Timestamp(microseconds: rows.time(0, 8)),
            expires: Timestamp(microseconds: rows.time(0, 9)))
    }

    private func grantStatement(
        _ session: [UInt8], client: String, now: Timestamp, tenant: Tenant
    ) -> Statement {
        let query = texts.query(.findGrant) { tenant in
            """
            SELECT scope FROM postern.user_grant
            WHERE \(tenant) AND client_id = $3 AND subject = (
                SELECT subject FROM postern.login_session
                WHERE \(tenant) AND session_hash = $2 AND expires_at > $4)
            """
        }
        return Statement(
            query,
            [.integer(tenant.number), .bytes(session), .text(client), .time(now.microseconds)])
    }

    /// Begins a session, in the place of another where one is named.
    public func begin(
        _ session: LoginSession, replacing old: [UInt8]?, tenant: Tenant
    ) async throws(APIError) {
        let end = texts.query(.endSession) { tenant in
            "DELETE FROM postern.login_session WHERE \(tenant) AND session_hash = $2"
        }
        let begin = texts.query(.beginSession) { _ in
            """
            INSERT INTO postern.login_session
                (tenant_id, session_hash, session_id, subject, authenticated_at, expires_at)
            VALUES ($1, $2, $3, $4, $5, $6)
            """
        }
        var statements: [Statement] = []
        if let old { statements.append(Statement(end, [.integer(tenant.number), .bytes(old)])) }
        statements.append(
            Statement(
                begin,
                [
                    .integer(tenant.number), .bytes(session.hash), .text(session.id),
                    .text(session.user.id), .time(session.authenticated.microseconds),
                    .time(session.expires.microseconds),
                ]))
        _ = try await run(statements, tenant: tenant.number, .write)
    }

    /// Ends a session, and the families that end with it.
    ///
    /// The families are noted in the transaction, so that the statement that ends their tokens sees
    /// those that were made while the first one waited for a family.
    public func end(_ session: LoginSession, tenant: Tenant) async throws(APIError) {
        let end = texts.query(.endSession) { tenant in
            "DELETE FROM postern.login_session WHERE \(tenant) AND session_hash = $2"
        }
        let families = texts.query(.endFamiliesOfSession) { tenant in
            """
            WITH gone AS (
                DELETE FROM postern.token_family WHERE \(tenant) AND session_id = $2
                RETURNING family, client_id
            )
            SELECT set_config(
                    'postern.ended_families', coalesce(array_agg(family), '{}')::text, true),
                set_config(
                    'postern.ended_clients',
                    coalesce(array_agg(DISTINCT client_id), '{}')::text, true)
            FROM gone
            """
        }
        let tokens = texts.query(.endTokensOfSession) { tenant in
            """
            UPDATE postern.token SET revoked_at = now()
            WHERE \(tenant) AND subject = $2 AND revoked_at IS NULL
                AND client_id = ANY (current_setting('postern.ended_clients')::text[])
                AND family = ANY (current_setting('postern.ended_families')::text[])
            """
        }
        let number = Parameter.integer(tenant.number)
        _ = try await run(
            [
                Statement(end, [number, .bytes(session.hash)]),
                Statement(families, [number, .text(session.id)]),
                Statement(tokens, [number, .text(session.user.id)]),
            ], tenant: tenant.number, .write)
    }
}
