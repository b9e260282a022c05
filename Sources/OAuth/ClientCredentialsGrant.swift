import Domain

/// The client credentials grant (RFC 6749 §4.4).
extension AuthorizationServer {
    /// Issues an access token that speaks for the client itself: no user, no refresh token.
    func issueToClient(
        _ request: FlowRequest, _ credentials: ClientCredentials
    ) async throws(FlowError) -> IssuedTokens {
        let found = try await asking { () async throws(APIError) in
            try await ledger.client(credentials.clientID, tenant: request.tenant)
        }
        let client = try await authenticated(credentials, as: found, request)
        let scope = try refusing { () throws(OAuthError) in
            try client.require(.clientCredentials)
            guard !client.isPublic else {
                throw OAuthError(
                    .unauthorizedClient, "a public client cannot be granted client_credentials")
            }
            return try RequestedScope.granted(
                request.parameters[.scope], to: client, includingOpenID: false)
        }
        let holder = TokenHolder(clientID: client.id, subject: nil, family: nil)
        let (text, kept) = token(
            .access, for: holder, scope: scope, lifetime: settings.accessTokenLifetime, request)
        try await asking { () async throws(APIError) in
            try await ledger.issue(kept, tenant: request.tenant)
        }
        return IssuedTokens(
            access: text, expiresIn: settings.accessTokenLifetime, refresh: nil, scope: scope,
            identity: nil)
    }
}
