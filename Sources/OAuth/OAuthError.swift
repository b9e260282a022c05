public import Domain

/// A refusal that a protocol of the OAuth family has a code for.
public struct OAuthError: Error, Sendable, Hashable {
    /// The codes, as they stand on the wire, each where it is defined.
    public enum Code: String, Sendable, Hashable, CaseIterable {
        // RFC 6749 §4.1.2.1 and §5.2.
        case invalidRequest = "invalid_request"
        case invalidClient = "invalid_client"
        case invalidGrant = "invalid_grant"
        case unauthorizedClient = "unauthorized_client"
        case unsupportedGrantType = "unsupported_grant_type"
        case unsupportedResponseType = "unsupported_response_type"
        case invalidScope = "invalid_scope"
        case accessDenied = "access_denied"
        case serverError = "server_error"
        case temporarilyUnavailable = "temporarily_unavailable"
        // OpenID Connect Core §3.1.2.6.
        case loginRequired = "login_required"
        case consentRequired = "consent_required"
        case interactionRequired = "interaction_required"
        case requestNotSupported = "request_not_supported"
        case requestURINotSupported = "request_uri_not_supported"
        case registrationNotSupported = "registration_not_supported"
        // RFC 9101 §5.2.
        case invalidRequestURI = "invalid_request_uri"
        // RFC 7009 §2.2.1.
        case unsupportedTokenType = "unsupported_token_type"
        // RFC 8707 §2.
        case invalidTarget = "invalid_target"
        // RFC 8628 §3.5.
        case authorizationPending = "authorization_pending"
        case slowDown = "slow_down"
        case expiredToken = "expired_token"
        // RFC 7591 §3.2.2.
        case invalidRedirectURI = "invalid_redirect_uri"
        case invalidClientMetadata = "invalid_client_metadata"
        case invalidSoftwareStatement = "invalid_software_statement"
        // RFC 6750 §3.1.
        case invalidToken = "invalid_token"
        case insufficientScope = "insufficient_scope"
    }

    /// The code for programs.
    public let code: Code
    /// One sentence that says what to do: printable ASCII without `"` and `\` (RFC 6749 §5.2).
    public let description: String
    /// Seconds after which it is worth trying again, where that is why.
    public let retryAfter: Int64?

    /// Makes a refusal.
    public init(_ code: Code, _ description: String, retryAfter: Int64? = nil) {
        self.code = code
        self.description = description
        self.retryAfter = retryAfter
    }
}

extension OAuthError {
    /// What is said of a client that is unknown, disabled or has shown the wrong secret: these must
    /// not be told apart (RFC 6749 §5.2, checklist A24).
    public static let unknownClient = OAuthError(
        .invalidClient, "the client is unknown or did not authenticate as registered")

    /// A parameter that must be there is not, or its value breaks the grammar.
    public static func invalid(_ description: String) -> OAuthError {
        OAuthError(.invalidRequest, description)
    }

    /// What is said of a code, a refresh token or a device code that is not good.
    public static func invalidGrant(_ description: String) -> OAuthError {
        OAuthError(.invalidGrant, description)
    }
}

/// Why a flow ended without what was asked for.
public enum FlowError: Error, Sendable, Hashable {
    /// The protocol has a code for it.
    case refused(OAuthError)
    /// The gateway could not do it, or the request is nothing that a flow understands.
    case failed(APIError)
}

extension FlowError {
    /// A refusal by its code.
    public static func refused(_ code: OAuthError.Code, _ description: String) -> FlowError {
        .refused(OAuthError(code, description))
    }
}
