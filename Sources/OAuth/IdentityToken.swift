import Crypto
import Domain
import JSONWire
import Signing

/// ID tokens (OpenID Connect Core §2).
extension AuthorizationServer {
    /// The signed claims about the user, where `openid` was granted; nil otherwise.
    ///
    /// Throws `.unavailable` where the tenant has no key to sign with.
    func identityToken(
        of user: User, _ family: TokenFamily, scope: GrantedScope, nonce: String?,
        sessionID: String?, access: Secret, _ request: FlowRequest
    ) async throws(FlowError) -> Secret? {
        guard scope.contains(.openID) else { return nil }
        let ring = try await asking { () async throws(APIError) in
            try await keys.ring(of: request.tenant)
        }
        guard let ring else { throw .failed(Self.noSigningKey) }
        var claims: JSONObject = [
            "iss": .string(issuer(of: request.tenant).url), "sub": .string(user.id),
            "aud": .array([.string(family.clientID)]), "azp": .string(family.clientID),
        ]
        claims["exp"] = .integer(request.now.seconds + settings.identityTokenLifetime)
        claims["iat"] = .integer(request.now.seconds)
        claims["nbf"] = .integer(request.now.seconds)
        claims["auth_time"] = .integer(family.authenticated.seconds)
        if let nonce { claims["nonce"] = .string(nonce) }
        if let sessionID { claims["sid"] = .string(sessionID) }
        claims["at_hash"] = .string(Self.halfHash(of: access))
        let shown = ClaimScope.allCases.filter { scope.contains($0.rawValue) }
        for claim in UserClaims.members(of: user, shown, settings) {
            claims[claim.name] = claim.value
        }
        let key = ring.signing
        let signed = try await asking { () async throws(APIError) in
            try await signing.run { [claims] in try? key.sign(claims, type: "JWT") }
        }
        guard let signed else {
            throw .failed(
                APIError(.defect, "something went wrong here", detail: "no signature was made"))
        }
        return Secret(signed)
    }

    /// Passes where an ID token of that scope can be signed: asked before a code or a refresh token
    /// is used up for it.
    ///
    /// Throws `.unavailable` where the tenant has no key to sign with.
    func requireSigningKey(
        for scope: GrantedScope, _ request: FlowRequest
    ) async throws(FlowError) {
        guard scope.contains(.openID) else { return }
        let ring = try await asking { () async throws(APIError) in
            try await keys.ring(of: request.tenant)
        }
        guard ring != nil else { throw .failed(Self.noSigningKey) }
    }

    static let noSigningKey = APIError(
        .unavailable, "this tenant has no signing key yet; an operator runs postern key rotate",
        detail: "no signing key, or no secrets.key to open it")

    /// `at_hash`: the left half of the SHA-256 of the access token (§3.1.3.6).
    private static func halfHash(of access: Secret) -> String {
        Base64URL.encode(Array(SHA256.hash(data: Array(access.exposed.utf8)).prefix(16)))
    }
}
