import Access
import Domain

/// The authorization code grant (RFC 6749 §4.1.3, §4.1.4).
extension AuthorizationServer {
    static let codeBytesMax = 512

    /// Redeems a code: once, by the client that it was given to, with proof of who asked for it.
    func redeemCode(
        _ request: FlowRequest, _ credentials: ClientCredentials
    ) async throws(FlowError) -> IssuedTokens {
        let parameters = request.parameters
        let (text, redirectURI, verifier) = try refusing { () throws(OAuthError) in
            let text = try parameters.required(.code)
            let redirectURI = try parameters.text(
                .redirectURI, bytesMax: RedirectURI.bytesMax)
            let verifier = parameters[.codeVerifier]
            return (
                text, redirectURI,
                request.comparesAnyVerifier ? verifier : try ProofKey.verifier(verifier)
            )
        }
        let hash = TokenHash(of: text.utf8.count <= Self.codeBytesMax ? text : "").bytes
        let found = try await asking { () async throws(APIError) in
            try await ledger.client(credentials.clientID, code: hash, tenant: request.tenant)
        }
        let client = try await authenticated(credentials, as: found.client, request)
        try refusing { () throws(OAuthError) in try client.require(.authorizationCode) }
        guard let code = found.code else { throw .refused(AuthorizationCode.unknown) }
        let verdict = code.verdict(
            for: client, redirectURI: redirectURI, verifier: verifier, now: request.now)
        switch verdict {
        case .good: return try await redeem(code, for: client, request)
        case .replayed(let family): throw try await replayed(code, family, request)
        case .refused(let error): throw .refused(error)
        }
    }

    private func redeem(
        _ code: AuthorizationCode, for client: RegisteredClient, _ request: FlowRequest
    ) async throws(FlowError) -> IssuedTokens {
        try await requireSigningKey(for: code.scope, request)
        let outlivesSession = code.scope.contains(.offlineAccess)
        var family = TokenFamily(
            id: RandomText.base64URL(bytes: 16).make(using: &random), clientID: client.id,
            subject: code.subject, scope: code.scope, authenticated: code.authenticated,
            sessionID: outlivesSession ? nil : code.sessionID, created: request.now,
            expires: request.now.advanced(bySeconds: settings.accessTokenLifetime), refresh: nil)
        let refreshes =
            client.refreshes && (outlivesSession || !request.refreshesOfflineOnly)
        var (tokens, kept) = self.tokens(
            of: &family, scope: code.scope, refreshes: refreshes, request)
        let user = try await asking { () async throws(APIError) in
            try await ledger.redeem(code, into: family, kept, tenant: request.tenant)
        }
        guard let user else {
            // Somebody else was faster; what they got ends, as with every second use.
            let now = try await asking { () async throws(APIError) in
                try await ledger.client(client.id, code: code.hash, tenant: request.tenant)
            }
            guard case .redeemed(let winner)? = now.code?.state else {
                throw .refused(AuthorizationCode.unknown)
            }
            throw try await replayed(code, winner, request)
        }
        tokens.identity = try await identityToken(
            of: user, family, scope: code.scope, nonce: code.nonce, sessionID: code.sessionID,
            access: tokens.access, request)
        return tokens
    }

    /// Ends what came of a code that was used twice (RFC 6749 §4.1.2).
    private func replayed(
        _ code: AuthorizationCode, _ family: String, _ request: FlowRequest
    ) async throws(FlowError) -> FlowError {
        let name = FamilyName(id: family, clientID: code.clientID, subject: code.subject)
        try await ending(of: request.tenant) { () async throws(APIError) in
            try await ledger.end(name, tenant: request.tenant)
        }
        return .refused(
            .invalidGrant("the code was used before; what it was exchanged for is revoked"))
    }
}
