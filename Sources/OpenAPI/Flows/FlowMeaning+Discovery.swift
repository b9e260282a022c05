import Dialects
import JSONWire
import OAuth

/// What is published: metadata, keys, the stylesheet.
extension FlowMeaning {
    static let metadata = FlowMeaning(
        outcomes: [.object([:])],
        shape: .named("ServerMetadata", .object([.member("issuer", .text)] + metadataMembers)))

    static let keys = FlowMeaning(
        outcomes: [.document([])],
        shape: .named("PublicKeys", .object([.member("keys", .array(.anything))])))

    static let stylesheet = FlowMeaning(outcomes: [.stylesheet])

    /// RFC 8414 §2, OpenID Connect Discovery §3; which of them there are depends on the dialect.
    private static let metadataMembers: [ShapeMember] =
        [
            "authorization_endpoint", "token_endpoint", "introspection_endpoint",
            "revocation_endpoint", "userinfo_endpoint", "end_session_endpoint", "jwks_uri",
            "registration_endpoint", "device_authorization_endpoint",
            "pushed_authorization_request_endpoint",
        ].map { .optional($0, .text) }
        + [
            "scopes_supported", "response_types_supported", "response_modes_supported",
            "grant_types_supported", "prompt_values_supported", "subject_types_supported",
            "id_token_signing_alg_values_supported", "code_challenge_methods_supported",
            "claims_supported", "token_endpoint_auth_methods_supported",
            "introspection_endpoint_auth_methods_supported",
            "revocation_endpoint_auth_methods_supported",
        ].map { .optional($0, .array(.text)) }
        + [
            "claims_parameter_supported", "request_parameter_supported",
            "request_uri_parameter_supported", "require_request_uri_registration",
            "require_pushed_authorization_requests",
            "authorization_response_iss_parameter_supported",
        ].map { .optional($0, .boolean) }
}
