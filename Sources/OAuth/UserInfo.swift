import Domain
import JSONWire

/// The UserInfo endpoint (OpenID Connect Core §5.3).
extension AuthorizationServer {
    /// The claims about the user whom the token speaks for, as far as it was granted them.
    func userInfo(_ request: FlowRequest) async throws(FlowError) -> JSONObject {
        guard let principal = request.principal, let subject = principal.subject else {
            throw .failed(.userRequired)
        }
        let user = try await asking { () async throws(APIError) in
            try await ledger.user(subject, tenant: request.tenant)
        }
        guard let user else {
            throw .failed(
                APIError(
                    .unauthenticated(.invalidToken), "the user of the access token is gone"))
        }
        let shown = ClaimScope.allCases.filter(principal.scopes.contains)
        var claims: JSONObject = ["sub": .string(user.id)]
        for claim in UserClaims.members(of: user, shown, settings) {
            claims[claim.name] = claim.value
        }
        return claims
    }
}

/// The claims of a user that the scopes `profile` and `email` stand for (Core §5.1, §5.4).
enum UserClaims {
    /// Names and values; what is not known is left out.
    static func members(
        of user: User, _ shown: [ClaimScope], _ settings: ServerSettings
    ) -> [(name: String, value: JSON)] {
        var claims: [(name: String, value: JSON)] = []
        if shown.contains(.profile) {
            let name = [user.givenName, user.familyName].filter { !$0.isEmpty }
            let texts = [
                ("name", name.joined(separator: " ")), ("given_name", user.givenName),
                ("family_name", user.familyName), ("preferred_username", user.username),
                ("profile", settings.profileURL?.url(of: user) ?? ""),
                ("picture", settings.pictureURL?.url(of: user) ?? ""),
            ]
            claims += texts.filter { !$0.1.isEmpty }.map { ($0.0, .string($0.1)) }
        }
        if shown.contains(.email), let email = user.email {
            claims.append(("email", .string(email)))
            claims.append(("email_verified", .boolean(user.isEmailVerified)))
        }
        return claims
    }
}
