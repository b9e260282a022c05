import Access
import Domain

/// The refresh token grant (RFC 6749 §6), with rotation (RFC 9700 §4.14.2).
extension AuthorizationServer {
    /// Exchanges a refresh token for new tokens; the old one is used up.
    func refreshTokens(
        _ request: FlowRequest, _ credentials: ClientCredentials
    ) async throws(FlowError) -> IssuedTokens {
        let text = try refusing { () throws(OAuthError) in
            try request.parameters.required(.refreshToken)
        }
        guard let token = OpaqueToken(text, .refresh, of: request.tenant) else {
            // Who sends nonsense is asked who they are all the same.
            let client = try await asking { () async throws(APIError) in
                try await ledger.client(credentials.clientID, tenant: request.tenant)
            }
            _ = try await authenticated(credentials, as: client, request)
            throw .refused(Self.unknownRefreshToken)
        }
        let found = try await asking { () async throws(APIError) in
            try await ledger.client(
                credentials.clientID, refreshToken: token.key, tenant: request.tenant)
        }
        let client = try await authenticated(credentials, as: found.client, request)
        try refusing { () throws(OAuthError) in try client.require(.refreshToken) }
        guard var family = found.family, family.clientID == client.id else {
            throw .refused(Self.unknownRefreshToken)
        }
        let verdict = family.verdict(
            for: token.key.hash, grace: settings.refreshGrace, now: request.now)
        switch verdict {
        case .good, .lostAnswer: return try await rotate(&family, request)
        case .raced:
            throw .refused(
                .invalidGrant("the refresh token was exchanged by another request just now"))
        case .expired: throw .refused(Self.unknownRefreshToken)
        case .reused:
            let name = family.name
            try await ending(of: request.tenant) { () async throws(APIError) in
                try await ledger.end(name, tenant: request.tenant)
            }
            throw .refused(
                .invalidGrant("the refresh token was used before; all of its family is revoked"))
        }
    }

    private func rotate(
        _ family: inout TokenFamily, _ request: FlowRequest
    ) async throws(FlowError) -> IssuedTokens {
        let granted = family.scope
        let scope = try refusing { () throws(OAuthError) in
            try RequestedScope.narrowed(request.parameters[.scope], from: granted)
        }
        try await requireSigningKey(for: scope, request)
        let expected = family.refresh?.current ?? []
        var (tokens, kept) = self.tokens(of: &family, scope: scope, refreshes: true, request)
        let next = family
        let user = try await asking { () async throws(APIError) in
            try await ledger.refresh(next, from: expected, kept, tenant: request.tenant)
        }
        guard let user else {
            throw .refused(
                .invalidGrant("the refresh token was exchanged by another request just now"))
        }
        // OpenID Connect Core §12.2: as the first one, without its nonce.
        tokens.identity = try await identityToken(
            of: user, family, scope: scope, nonce: nil, sessionID: family.sessionID,
            access: tokens.access, request)
        return tokens
    }

    private static let unknownRefreshToken = OAuthError.invalidGrant(
        "the refresh token is unknown, has expired, or was issued to another client")
}
