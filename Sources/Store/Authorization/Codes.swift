// Authorization codes: made with the consent that they rest on, and redeemed once.

public import Domain
public import OAuth
import Postgres

extension Store {
    /// A client, and the code with that digest, whoever's it is.
    public func client(
        _ id: String, code: [UInt8], tenant: Tenant
    ) async throws(APIError) -> (client: RegisteredClient?, code: AuthorizationCode?) {
        let query = texts.query(.findCode) { tenant in
            """
            SELECT code_hash, client_id, subject, redirect_uri, scope, nonce, code_challenge,
                code_challenge_method, authenticated_at, session_id, expires_at, family,
                redirect_uri_named
            FROM postern.authorization_code WHERE \(tenant) AND code_hash = $2
            """
        }
        let find = Statement(query, [.integer(tenant.number), .bytes(code)])
        let answers = try await run(
            [clientStatement(id, tenant: tenant), find], tenant: tenant.number, .read)
        return (client(in: answers[0]), Self.code(in: answers[1]))
    }

    private static func code(in rows: Rows) -> AuthorizationCode? {
        guard rows.count > 0 else { return nil }
        let challenge = rows.optionalText(0, 7).flatMap(ProofKey.Method.init(rawValue:))
            .flatMap { method in
                rows.optionalText(0, 6).map { ProofKey.Challenge(method: method, text: $0) }
            }
        return AuthorizationCode(
            hash: rows.bytes(0, 0), clientID: rows.text(0, 1), subject: rows.text(0, 2),
            redirectURI: rows.text(0, 3), isRedirectURINamed: rows.boolean(0, 12),
            scope: GrantedScope(stored: rows.text(0, 4)),
            nonce: rows.optionalText(0, 5), challenge: challenge,
            authenticated: Timestamp(microseconds: rows.time(0, 8)),
            sessionID: rows.optionalText(0, 9),
            expires: Timestamp(microseconds: rows.time(0, 10)),
            state: rows.optionalText(0, 11).map { .redeemed(family: $0) } ?? .unused)
    }

    /// Writes down a consent and the code that comes of it.
    public func grant(
        _ code: AuthorizationCode, _ consent: Consent, now: Timestamp, tenant: Tenant
    ) async throws(APIError) {
        var statements = [
            consentStatement(
                subject: code.subject, client: code.clientID, scope: code.scope.description,
                authenticated: code.authenticated, consent, now: now, tenant: tenant)
        ]
        if consent == .replaces {
            let forget = texts.query(.forgetCodes) { tenant in
                """
                DELETE FROM postern.authorization_code
                WHERE \(tenant) AND subject = $2 AND client_id = $3 AND family IS NULL
                """
            }
            statements.append(
                Statement(
                    forget, [.integer(tenant.number), .text(code.subject), .text(code.clientID)]))
        }
        let insert = texts.query(.insertCode) { _ in
            """
            INSERT INTO postern.authorization_code (\(Self.codeColumns))
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
            """
        }
        statements.append(Statement(insert, Self.parameters(of: code, tenant)))
        _ = try await run(statements, tenant: tenant.number, .write)
    }

    /// The columns of a code that nobody redeemed yet, as `parameters(of:_:)` fills them.
    static let codeColumns = """
        tenant_id, code_hash, client_id, subject, redirect_uri, scope, nonce, code_challenge, \
        code_challenge_method, authenticated_at, session_id, expires_at, redirect_uri_named
        """

    static func parameters(of code: AuthorizationCode, _ tenant: Tenant) -> [Parameter] {
        [
            .integer(tenant.number), .bytes(code.hash), .text(code.clientID),
            .text(code.subject), .text(code.redirectURI), .text(code.scope.description),
            .optional(code.nonce), .optional(code.challenge?.text),
            .optional(code.challenge?.method.rawValue),
            .time(code.authenticated.microseconds), .optional(code.sessionID),
            .time(code.expires.microseconds), .boolean(code.isRedirectURINamed),
        ]
    }

    /// Redeems an unused code: its family, and the family's first tokens.
    public func redeem(
        _ code: AuthorizationCode, into family: TokenFamily, _ tokens: [NewToken], tenant: Tenant
    ) async throws(APIError) -> User? {
        let use = texts.query(.redeemCode) { tenant in
            """
            UPDATE postern.authorization_code SET family = $3
            WHERE \(tenant) AND code_hash = $2 AND family IS NULL
            """
        }
        let parameters: [Parameter] = [
            .integer(tenant.number), .bytes(code.hash), .text(family.id),
        ]
        let statements =
            [Statement(use, parameters), insertion(of: family, from: code, tenant: tenant)]
            + tokens.map { insertion(of: $0, in: family, tenant: tenant) }
            + [grantUse(of: family, tenant: tenant), userStatement(family.subject, tenant)]
        let answers = try await run(statements, tenant: tenant.number, .write)
        guard answers[0].affected > 0 else { return nil }
        return answers.last.flatMap { Self.user(in: $0) }
    }
}
