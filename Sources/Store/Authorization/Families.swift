// Families of tokens: begun with a code, moved on with every refresh, ended as one.

public import Domain
public import OAuth
import Postgres

extension Store {
    /// A client, and the family of a refresh token that was not revoked, whoever's it is.
    public func client(
        _ id: String, refreshToken: TokenKey, tenant: Tenant
    ) async throws(APIError) -> (client: RegisteredClient?, family: TokenFamily?) {
        let day = refreshToken.expiresDay
        let query = texts.query(.findFamily(day: day)) { tenant in
            """
            SELECT family, client_id, subject, scope, authenticated_at, session_id, created_at,
                expires_at, refresh_hash, previous_hash, rotated_at
            FROM postern.token_family
            WHERE \(tenant) AND family = (
                SELECT family FROM postern.token
                WHERE \(tenant) AND expires_day = \(day) AND hash = $2 AND kind = 'refresh'
                    AND revoked_at IS NULL)
            """
        }
        let find = Statement(query, [.integer(tenant.number), .bytes(refreshToken.hash)])
        let answers = try await run(
            [clientStatement(id, tenant: tenant), find], tenant: tenant.number, .read)
        return (client(in: answers[0]), Self.family(in: answers[1]))
    }

    private static func family(in rows: Rows) -> TokenFamily? {
        guard rows.count > 0 else { return nil }
        let refresh =
            rows.isNull(0, 8)
            ? nil
            : TokenFamily.Refresh(
                current: rows.bytes(0, 8), previous: rows.isNull(0, 9) ? nil : rows.bytes(0, 9),
                rotated: rows.optionalTime(0, 10).map(Timestamp.init(microseconds:)))
        return TokenFamily(
            id: rows.text(0, 0), clientID: rows.text(0, 1), subject: rows.text(0, 2),
            scope: GrantedScope(stored: rows.text(0, 3)),
            authenticated: Timestamp(microseconds: rows.time(0, 4)),
            sessionID: rows.optionalText(0, 5),
            created: Timestamp(microseconds: rows.time(0, 6)),
            expires: Timestamp(microseconds: rows.time(0, 7)), refresh: refresh)
    }

    /// Begins a family, if the code was redeemed for it.
    func insertion(
        of family: TokenFamily, from code: AuthorizationCode, tenant: Tenant
    ) -> Statement {
        let query = texts.query(.insertFamily) { tenant in
            """
            INSERT INTO postern.token_family
                (tenant_id, family, client_id, subject, scope, authenticated_at, session_id,
                created_at, expires_at, refresh_hash)
            SELECT tenant_id, family, client_id, subject, scope, authenticated_at, $4, $5, $6, $7
            FROM postern.authorization_code
            WHERE \(tenant) AND code_hash = $2 AND family = $3
            """
        }
        return Statement(
            query,
            [
                .integer(tenant.number), .bytes(code.hash), .text(family.id),
                .optional(family.sessionID), .time(family.created.microseconds),
                .time(family.expires.microseconds), .optional(family.refresh?.current),
            ])
    }

    /// Makes a token live, if its family has come to where it is one of its tokens.
    func insertion(of token: NewToken, in family: TokenFamily, tenant: Tenant) -> Statement {
        let query = texts.query(.insertTokenOfFamily) { tenant in
            """
            INSERT INTO postern.token
                (tenant_id, expires_day, hash, kind, client_id, subject, scope, family, issued_at,
                expires_at)
            SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, $10
            WHERE EXISTS (
                SELECT FROM postern.token_family
                WHERE \(tenant) AND family = $8 AND refresh_hash IS NOT DISTINCT FROM $11)
            """
        }
        return Statement(
            query,
            [.integer(tenant.number)] + token.parameters + [.optional(family.refresh?.current)])
    }

    /// Puts new tokens in the place of a family's refresh token, if that still is `expected`.
    public func refresh(
        _ family: TokenFamily, from expected: [UInt8], _ tokens: [NewToken], tenant: Tenant
    ) async throws(APIError) -> User? {
        let rotate = texts.query(.rotateFamily) { tenant in
            """
            UPDATE postern.token_family
            SET refresh_hash = $4, previous_hash = $3, rotated_at = $5, expires_at = $6
            WHERE \(tenant) AND family = $2 AND refresh_hash = $3
            """
        }
        let now = family.refresh?.rotated?.microseconds ?? 0
        let parameters: [Parameter] = [
            .integer(tenant.number), .text(family.id), .bytes(expected),
            .optional(family.refresh?.current), .time(now), .time(family.expires.microseconds),
        ]
        let statements =
            [Statement(rotate, parameters)]
            + tokens.map { insertion(of: $0, in: family, tenant: tenant) }
            + [grantUse(of: family, tenant: tenant), userStatement(family.subject, tenant)]
        let answers = try await run(statements, tenant: tenant.number, .write)
        guard answers[0].affected > 0 else { return nil }
        return answers.last.flatMap { Self.user(in: $0) }
    }

    /// Notes that the client used the user's consent, if the family has come to where it says.
    func grantUse(of family: TokenFamily, tenant: Tenant) -> Statement {
        let query = texts.query(.noteGrantUse) { tenant in
            """
            UPDATE postern.user_grant SET accessed_at = $4, version = version + 1
            WHERE \(tenant) AND subject = $2 AND client_id = $3 AND EXISTS (
                SELECT FROM postern.token_family
                WHERE \(tenant) AND family = $5 AND refresh_hash IS NOT DISTINCT FROM $6)
            """
        }
        let now = family.refresh?.rotated ?? family.created
        return Statement(
            query,
            [
                .integer(tenant.number), .text(family.subject), .text(family.clientID),
                .time(now.microseconds), .text(family.id), .optional(family.refresh?.current),
            ])
    }

    /// Ends a family and all of its tokens.
    ///
    /// The family first: whoever is about to refresh it waits, and then finds nothing.
    public func end(_ family: FamilyName, tenant: Tenant) async throws(APIError) {
        let end = texts.query(.endFamily) { tenant in
            "DELETE FROM postern.token_family WHERE \(tenant) AND family = $2"
        }
        let tokens = texts.query(.endTokensOfFamily) { tenant in
            """
            UPDATE postern.token SET revoked_at = now()
            WHERE \(tenant) AND client_id = $3 AND subject = $4 AND family = $2
                AND revoked_at IS NULL
            """
        }
        let id: [Parameter] = [.integer(tenant.number), .text(family.id)]
        _ = try await run(
            [
                Statement(end, id),
                Statement(tokens, id + [.text(family.clientID), .text(family.subject)]),
            ], tenant: tenant.number, .write)
    }
}

extension Parameter {
    /// The bytes, or NULL.
    static func optional(_ bytes: [UInt8]?) -> Parameter {
        bytes.map(Parameter.bytes) ?? .null
    }
}
