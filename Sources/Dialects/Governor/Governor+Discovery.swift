import JSONWire
import OAuth

/// The metadata as the published service words them: its members and no others, each as far as the
/// server offers it, with the endpoints of this dialect.
extension Governor {
    /// The dialect's document, made of the complete one.
    static func discovery(_ offered: JSONObject, _ issuer: Issuer) -> JSONObject {
        var document: JSONObject = [
            "issuer": .string(issuer.url),
            "authorization_endpoint": .string(issuer.url(ServerPath.authorize.rawValue)),
            "token_endpoint": .string(issuer.url(tokenPath)),
            "userinfo_endpoint": .string(issuer.url(userInfoPath)),
            "jwks_uri": .string(issuer.url(keysPath)),
        ]
        for (name, words) in published {
            let offered = offered[name]?.strings ?? []
            document[name] = .array(words.filter(offered.contains).map(JSON.string))
        }
        return document
    }

    private static let published: [(name: String, words: [String])] = [
        ("scopes_supported", ["openid", "profile", "email", "offline_access"]),
        ("response_types_supported", ["code"]),
        ("response_modes_supported", ["query", "fragment"]),
        ("grant_types_supported", ["authorization_code", "refresh_token"]),
        ("subject_types_supported", ["public"]),
        ("id_token_signing_alg_values_supported", ["RS256"]),
        (
            "token_endpoint_auth_methods_supported", ["client_secret_basic", "client_secret_post"]
        ),
        ("code_challenge_methods_supported", ["plain", "S256"]),
        (
            "claims_supported",
            [
                "iss", "sub", "aud", "iat", "nbf", "exp", "auth_time", "nonce", "azp", "name",
                "given_name", "family_name", "preferred_username", "profile", "picture", "email",
                "email_verified",
            ]
        ),
    ]
}
