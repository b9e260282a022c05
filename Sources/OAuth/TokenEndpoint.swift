import Access
import Domain

/// The token endpoint (RFC 6749 §3.2): which grant, and what all of them share.
extension AuthorizationServer {
    /// Exchanges what the client brings for tokens.
    func exchange(_ request: FlowRequest) async throws(FlowError) -> IssuedTokens {
        let parameters = request.parameters
        let (grant, credentials) = try refusing { () throws(OAuthError) in
            let word = try parameters.required(.grantType)
            guard let grant = GrantType(rawValue: word) else {
                throw OAuthError(
                    .unsupportedGrantType, "the grant types offered are those of the metadata")
            }
            return (grant, try ClientCredentials(request))
        }
        switch grant {
        case .authorizationCode: return try await redeemCode(request, credentials)
        case .refreshToken: return try await refreshTokens(request, credentials)
        case .deviceCode: return try await redeemDeviceCode(request, credentials)
        case .clientCredentials: return try await issueToClient(request, credentials)
        }
    }

    /// A new token of the tenant and what is kept of it.
    func token(
        _ kind: TokenKind, for holder: TokenHolder, scope: GrantedScope, lifetime: Int64,
        _ request: FlowRequest
    ) -> (text: Secret, kept: NewToken) {
        let expires = request.now.advanced(bySeconds: lifetime)
        let token = OpaqueToken(
            kind: kind, tenant: request.tenant.number, expiresDay: expires.day, using: &random)
        let kept = NewToken(
            hash: token.hash.bytes, kind: kind, client: holder.clientID, subject: holder.subject,
            scope: scope.description, family: holder.family, issued: request.now, expires: expires)
        return (token.text, kept)
    }

    /// The tokens of a family: an access token of this scope, and a refresh token where the family
    /// has one, which is then its current one.
    func tokens(
        of family: inout TokenFamily, scope: GrantedScope, refreshes: Bool, _ request: FlowRequest
    ) -> (shown: IssuedTokens, kept: [NewToken]) {
        let holder = TokenHolder(
            clientID: family.clientID, subject: family.subject, family: family.id)
        let access = token(
            .access, for: holder, scope: scope, lifetime: settings.accessTokenLifetime, request)
        var shown = IssuedTokens(
            access: access.text, expiresIn: settings.accessTokenLifetime, refresh: nil,
            scope: scope, identity: nil)
        guard refreshes else { return (shown, [access.kept]) }
        let lifetime = min(
            settings.refreshTokenLifetime,
            family.created.seconds + settings.familyLifetime - request.now.seconds)
        let refresh = token(
            .refresh, for: holder, scope: family.scope, lifetime: lifetime, request)
        family.refresh = TokenFamily.Refresh(
            current: refresh.kept.hash, previous: family.refresh?.current, rotated: request.now)
        family.expires = refresh.kept.expires
        shown.refresh = refresh.text
        return (shown, [access.kept, refresh.kept])
    }
}

/// Who holds a token, and for whom.
struct TokenHolder {
    let clientID: String
    let subject: String?
    let family: String?
}

extension OpaqueToken {
    /// Reads a token of one kind that says it is the tenant's; nil for anything else.
    init?(_ text: String, _ kind: TokenKind, of tenant: Tenant) {
        self.init(text)
        guard self.kind == kind, self.tenant == tenant.number else { return nil }
    }

    /// Where its row is.
    var key: TokenKey { TokenKey(hash: hash.bytes, expiresDay: expiresDay) }
}
