import Domain
import JSONWire
import Signing

/// What clients need to know of a tenant's server (RFC 8414 §2, OpenID Connect Discovery §3).
extension AuthorizationServer {
    /// The metadata: what is offered, and nothing else.
    func metadata(_ request: FlowRequest) async throws(FlowError) -> JSONObject {
        let issuer = issuer(of: request.tenant)
        let allowed = try await asking { () async throws(APIError) in
            try await ledger.settings(of: request.tenant)
        }
        var members: JSONObject = ["issuer": .string(issuer.url)]
        for endpoint in ServerPath.allCases {
            guard let name = endpoint.metadataName else { continue }
            members[name] = .string(issuer.url(endpoint.rawValue))
        }
        members["scopes_supported"] = Self.texts(OpenIDScope.allCases.map(\.rawValue))
        members["response_types_supported"] = ["code"]
        members["response_modes_supported"] = Self.texts(
            AuthorizationAnswer.Mode.allCases.map(\.rawValue))
        members["grant_types_supported"] = Self.texts(GrantType.allCases.map(\.rawValue))
        members["prompt_values_supported"] = Self.texts(Prompt.allCases.map(\.rawValue))
        members["subject_types_supported"] = ["public"]
        members["id_token_signing_alg_values_supported"] = ["RS256"]
        for endpoint in ["token", "introspection", "revocation"] {
            // What a token may do is told to those who can show who they are. Assertions are
            // understood, and not offered while no dialect registers the keys they need.
            let methods: [AuthenticationMethod] =
                endpoint == "introspection" ? [.basic, .post] : [.basic, .post, .none]
            members["\(endpoint)_endpoint_auth_methods_supported"] = Self.texts(
                methods.map(\.rawValue))
        }
        members["require_pushed_authorization_requests"] = .boolean(
            allowed.requiresPushedRequests)
        let proofs = ProofKey.Method.allCases.filter {
            $0 != .plain || allowed.allowsPlainProofKeys
        }
        members["code_challenge_methods_supported"] = Self.texts(proofs.map(\.rawValue))
        members["claims_supported"] = Self.texts(Self.claims)
        members["claims_parameter_supported"] = false
        members["request_parameter_supported"] = false
        members["request_uri_parameter_supported"] = false
        members["authorization_response_iss_parameter_supported"] = true
        return members
    }

    /// The set of public keys (RFC 7517 §5).
    func publicKeys(_ request: FlowRequest) async throws(FlowError) -> FlowOutcome {
        let ring = try await asking { () async throws(APIError) in
            try await keys.ring(of: request.tenant)
        }
        return .document(ring?.published.document ?? Array(#"{"keys":[]}"#.utf8))
    }

    private static let claims = [
        "iss", "sub", "aud", "iat", "nbf", "exp", "auth_time", "nonce", "azp", "at_hash", "sid",
        "name", "given_name", "family_name", "preferred_username", "profile", "picture", "email",
        "email_verified",
    ]

    private static func texts(_ texts: [String]) -> JSON {
        .array(texts.map(JSON.string))
    }
}

/// Where the server's endpoints are, below the issuer.
public enum ServerPath: String, Sendable, Hashable, CaseIterable {
    case authorize = "/oauth2/authorize"
    case login = "/oauth2/login"
    case consent = "/oauth2/consent"
    case authorizeDevice = "/oauth2/device_authorization"
    case device = "/oauth2/device"
    case push = "/oauth2/par"
    case token = "/oauth2/token"
    case introspect = "/oauth2/introspect"
    case revoke = "/oauth2/revoke"
    case userInfo = "/oauth2/userinfo"
    case endSession = "/oauth2/logout"
    case keys = "/oauth2/jwks"
    case stylesheet = "/oauth2/style.css"

    /// What the metadata call it; nil for what is no client's business.
    var metadataName: String? {
        switch self {
        case .authorize: "authorization_endpoint"
        case .authorizeDevice: "device_authorization_endpoint"
        case .push: "pushed_authorization_request_endpoint"
        case .token: "token_endpoint"
        case .introspect: "introspection_endpoint"
        case .revoke: "revocation_endpoint"
        case .userInfo: "userinfo_endpoint"
        case .endSession: "end_session_endpoint"
        case .keys: "jwks_uri"
        case .login, .consent, .device, .stylesheet: nil
        }
    }
}
