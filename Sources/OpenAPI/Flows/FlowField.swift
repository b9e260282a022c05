import JSONWire
import OAuth

/// A field of a flow's request: a parameter in the query, or a member of the body.
struct FlowField {
    /// Its name.
    let name: Parameters.Name
    /// Whether the flow cannot do without it.
    let isRequired: Bool

    static func required(_ name: Parameters.Name) -> FlowField {
        FlowField(name: name, isRequired: true)
    }

    static func optional(_ name: Parameters.Name) -> FlowField {
        FlowField(name: name, isRequired: false)
    }

    /// How a client shows who it is in the body (RFC 6749 §2.3.1, RFC 7523 §2.2).
    static let clientAuthentication: [FlowField] = [
        .optional(.clientID), .optional(.clientSecret), .optional(.clientAssertion),
        .optional(.clientAssertionType),
    ]

    /// The schema of its value.
    var schema: JSONObject {
        let words = name.words
        return words.isEmpty ? ["type": "string"] : ["enum": .array(words.map(JSON.string))]
    }

    /// The schema and the meaning in one.
    var property: JSON {
        var schema = schema
        schema["description"] = .string(name.meaning)
        return .object(schema)
    }
}

extension Parameters.Name {
    /// The values there are; none where it may be any text.
    fileprivate var words: [String] {
        switch self {
        case .responseType: ["code"]
        case .responseMode: AuthorizationAnswer.Mode.allCases.map(\.rawValue)
        case .codeChallengeMethod: ProofKey.Method.allCases.map(\.rawValue)
        case .grantType: GrantType.allCases.map(\.rawValue)
        case .clientAssertionType: ["urn:ietf:params:oauth:client-assertion-type:jwt-bearer"]
        case .acrValues, .clientAssertion, .clientID, .clientSecret, .code, .codeChallenge,
            .codeVerifier, .decision, .deviceCode, .display, .idTokenHint, .loginHint, .maxAge,
            .nonce, .password, .postLogoutRedirectURI, .prompt, .redirectURI, .refreshToken,
            .registration, .request, .requestURI, .resource, .scope, .state, .ticket, .token,
            .tokenTypeHint, .userCode, .username:
            []
        }
    }

    /// What it is, in a sentence.
    fileprivate var meaning: String {
        switch self {
        case .acrValues: "How the user should be authenticated (OpenID Connect Core §3.1.2.1)."
        case .clientAssertion: "A JWT of the client's own (RFC 7523 §2.2)."
        case .clientAssertionType: "What the assertion is (RFC 7521 §4.2)."
        case .clientID: "Names the client (RFC 6749 §2.2)."
        case .clientSecret: "The client's secret, where it is not in Authorization."
        case .code: "The authorization code (RFC 6749 §4.1.3)."
        case .codeChallenge: "What the redeemer must prove (RFC 7636 §4.2)."
        case .codeChallengeMethod:
            "How the challenge was made; plain only where the tenant allows it (RFC 7636 §4.2)."
        case .codeVerifier: "The proof (RFC 7636 §4.1)."
        case .decision: "The button that was pressed."
        case .deviceCode: "The device's code (RFC 8628 §3.4)."
        case .display: "How pages should look; ignored."
        case .grantType: "What is exchanged for tokens (RFC 6749 §4)."
        case .idTokenHint: "An ID token of the user who should be logged in."
        case .loginHint: "The name to start the login page with."
        case .maxAge: "Seconds since the login, at most (OpenID Connect Core §3.1.2.1)."
        case .nonce: "What the ID token repeats (OpenID Connect Core §3.1.2.1)."
        case .password: "The user's password."
        case .postLogoutRedirectURI: "Where the browser goes after logging out."
        case .prompt: "Whether the user is to be asked: none, login, consent, select_account."
        case .redirectURI: "Where the answer is sent; exactly as registered (RFC 6749 §3.1.2)."
        case .refreshToken: "The refresh token (RFC 6749 §6)."
        case .registration, .request: "Refused (OpenID Connect Core §6, §7.2.1)."
        case .requestURI: "Where the request is: one that was pushed (RFC 9126 §4)."
        case .resource: "Where the token is for (RFC 8707 §2)."
        case .responseMode: "How the answer travels (OAuth 2.0 Multiple Response Types §2.1)."
        case .responseType: "What the answer is (RFC 6749 §3.1.1)."
        case .scope: "Words with spaces between them (RFC 6749 §3.3)."
        case .state: "What the answer repeats (RFC 6749 §4.1.1)."
        case .ticket: "What shows that the page was shown to this browser."
        case .token: "The token that it is about."
        case .tokenTypeHint: "Which sort of token it is thought to be; not needed."
        case .userCode: "The code that the device shows (RFC 8628 §3.3)."
        case .username: "What the user logs in with."
        }
    }
}
