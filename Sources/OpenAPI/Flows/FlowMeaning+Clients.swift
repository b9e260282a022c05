import Dialects
import Domain
import JSONWire
import OAuth

/// What clients ask without a person: tokens, and what may be known of them.
extension FlowMeaning {
    static let token = FlowMeaning(
        request: .oneOf(GrantType.allCases.map(\.variant)), authenticatesClient: true,
        outcomes: [
            .tokens(
                IssuedTokens(
                    access: Secret("sample"), expiresIn: 300, refresh: Secret("sample"),
                    scope: GrantedScope(["sample"]), identity: Secret("sample")))
        ],
        shape: .named(
            "Tokens",
            .object([
                .member("access_token", .secret), .member("token_type", .exactly("Bearer")),
                .member("expires_in", .integer), .optional("refresh_token", .secret),
                .member("scope", .text), .optional("id_token", .secret),
            ])),
        refusals: refusals([
            .invalidGrant, .unauthorizedClient, .unsupportedGrantType, .invalidScope,
            .authorizationPending, .slowDown, .expiredToken, .accessDenied,
        ]), changesSomething: true)

    static let authorizeDevice = FlowMeaning(
        request: .fields([.optional(.scope)]), authenticatesClient: true, outcomes: [.object([:])],
        shape: .named(
            "DeviceAuthorization",
            .object([
                .member("device_code", .secret), .member("user_code", .text),
                .member("verification_uri", .text), .member("verification_uri_complete", .text),
                .member("expires_in", .integer), .member("interval", .integer),
            ])),
        refusals: refusals([.unauthorizedClient, .invalidScope]), changesSomething: true)

    static let push = FlowMeaning(
        request: .fields([.required(.responseType)] + wish), authenticatesClient: true,
        outcomes: [.created([:])],
        shape: .named(
            "PushedRequest",
            .object([.member("request_uri", .secret), .member("expires_in", .integer)])),
        refusals: refusals([
            .unauthorizedClient, .unsupportedResponseType, .invalidScope, .requestNotSupported,
            .registrationNotSupported,
        ]), changesSomething: true)

    static let introspect = FlowMeaning(
        request: .fields([.required(.token), .optional(.tokenTypeHint)]),
        authenticatesClient: true, outcomes: [.object(["active": true]), .inactive],
        shape: .named(
            "Introspection",
            .object([
                .member("active", .boolean), .optional("scope", .text),
                .optional("client_id", .text), .optional("username", .text),
                .optional("token_type", .text), .optional("exp", .integer),
                .optional("iat", .integer), .optional("sub", .text), .optional("aud", .text),
                .optional("iss", .text),
            ])),
        refusals: refusals([]))

    static let revoke = FlowMeaning(
        request: .fields([.required(.token), .optional(.tokenTypeHint)]),
        authenticatesClient: true, outcomes: [.done],
        refusals: refusals([]), changesSomething: true)

    static let userInfo = FlowMeaning(
        outcomes: [.object(["sub": "sample"])],
        shape: .named(
            "UserInfo",
            .object([
                .member("sub", .text), .optional("name", .text), .optional("given_name", .text),
                .optional("family_name", .text), .optional("preferred_username", .text),
                .optional("profile", .text), .optional("picture", .text),
                .optional("email", .text), .optional("email_verified", .boolean),
            ])))

    /// What every endpoint that clients authenticate at refuses, and more.
    private static func refusals(_ codes: [OAuthError.Code]) -> [OAuthError] {
        ([.invalidRequest, .invalidClient] + codes).map { OAuthError(sample: $0) } + [.heldBack]
    }
}

extension GrantType {
    /// The token request of the grant.
    fileprivate var variant: FlowMeaning.Variant {
        let name: String
        let fields: [FlowField]
        switch self {
        case .authorizationCode:
            name = "AuthorizationCodeGrant"
            fields = [.required(.code), .optional(.redirectURI), .optional(.codeVerifier)]
        case .refreshToken:
            name = "RefreshTokenGrant"
            fields = [.required(.refreshToken), .optional(.scope)]
        case .deviceCode:
            name = "DeviceCodeGrant"
            fields = [.required(.deviceCode)]
        case .clientCredentials:
            name = "ClientCredentialsGrant"
            fields = [.optional(.scope)]
        }
        return FlowMeaning.Variant(
            name: name, field: .grantType, word: rawValue, fields: fields)
    }
}
