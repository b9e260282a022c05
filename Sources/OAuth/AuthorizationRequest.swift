import Domain

/// What a client asks a person for, through their browser (RFC 6749 §4.1.1, OpenID Connect Core
/// §3.1.2.1): checked, so that only the person's answer is missing.
struct AuthorizationRequest {
    let client: RegisteredClient
    let address: ReturnAddress
    let scope: GrantedScope
    let nonce: String?
    let challenge: ProofKey.Challenge?
    let prompts: Set<Prompt>
    /// Seconds since the login, at most.
    let maxAge: Int64?
    let loginHint: String?
    /// The subject of the ID token that the client has of the user; nil where it sent none.
    let hintedSubject: String?

    private static let stateBytesMax = 1024
    private static let nonceBytesMax = 255
    private static let loginHintBytesMax = 255

    /// Where to send even an error, once client and URI are known to belong together.
    struct ReturnAddress {
        let client: RegisteredClient
        let redirectURI: String
        let isNamed: Bool
        let mode: AuthorizationAnswer.Mode
        let state: String?
    }

    /// Finds out where answers go.
    ///
    /// Throws what must be shown to the person instead: nothing is ever sent to a URI that is not
    /// the client's (RFC 6749 §3.1.2.4).
    static func returnAddress(
        _ parameters: Parameters, _ client: RegisteredClient?
    ) throws(OAuthError) -> ReturnAddress {
        guard let client else { throw OAuthError(.invalidClient, "there is no such app here") }
        let redirectURI: String
        if let sent = parameters[.redirectURI] {
            guard RedirectURI.isRegistered(sent, among: client.redirectURIs) else {
                throw .invalid("redirect_uri is not one that the app has registered")
            }
            redirectURI = sent
        } else {
            guard client.redirectURIs.count == 1 else {
                throw .invalid("redirect_uri is missing")
            }
            redirectURI = client.redirectURIs[0]
        }
        let mode = parameters[.responseMode].flatMap(AuthorizationAnswer.Mode.init(rawValue:))
        let state = parameters[.state].flatMap { $0.utf8.count <= stateBytesMax ? $0 : nil }
        return ReturnAddress(
            client: client, redirectURI: redirectURI, isNamed: parameters[.redirectURI] != nil,
            mode: mode ?? .query, state: state)
    }

    /// Checks the rest; what it throws may be sent to the return address.
    init(
        _ parameters: Parameters, to address: ReturnAddress, _ settings: TenantSettings,
        hintedSubject: String?
    ) throws(OAuthError) {
        let client = address.client
        self.client = client
        self.address = address
        self.hintedSubject = hintedSubject
        try Self.refuseUnsupported(parameters)
        try client.require(.authorizationCode)
        guard try parameters.required(.responseType) == "code" else {
            throw OAuthError(.unsupportedResponseType, "response_type must be code")
        }
        if let sent = parameters[.responseMode],
            AuthorizationAnswer.Mode(rawValue: sent) == nil
        {
            throw .invalid("response_mode must be query, fragment or form_post")
        }
        _ = try parameters.text(.state, bytesMax: Self.stateBytesMax)
        nonce = try parameters.text(.nonce, bytesMax: Self.nonceBytesMax)
        loginHint = try parameters.text(.loginHint, bytesMax: Self.loginHintBytesMax)
        challenge = try ProofKey.challenge(
            parameters[.codeChallenge], method: parameters[.codeChallengeMethod],
            allowsPlain: settings.allowsPlainProofKeys)
        guard challenge != nil || !client.isPublic else {
            throw .invalid("code_challenge is missing: an app without a secret needs PKCE")
        }
        prompts = try Prompt.read(parameters[.prompt])
        maxAge = try Self.maxAge(parameters[.maxAge])
        let scope = try RequestedScope.granted(
            parameters[.scope], to: client, includingOpenID: true)
        // Core §11: long-lived access is asked for in the open, and a silent request asks nobody.
        let isOffline = client.refreshes && prompts != [.none]
        self.scope = isOffline ? scope : scope.without(.offlineAccess)
    }

    private static func refuseUnsupported(_ parameters: Parameters) throws(OAuthError) {
        if parameters[.request] != nil {
            throw OAuthError(.requestNotSupported, "request objects are not supported")
        }
        if parameters[.requestURI] != nil {
            throw OAuthError(.requestURINotSupported, "request_uri must be one that was pushed")
        }
        if parameters[.registration] != nil {
            throw OAuthError(.registrationNotSupported, "registration is not supported here")
        }
    }

    /// A number of seconds; anything beyond what clocks show is as good as no limit.
    private static func maxAge(_ text: String?) throws(OAuthError) -> Int64? {
        guard let text else { return nil }
        guard !text.isEmpty, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
            throw .invalid("max_age must be a number of seconds")
        }
        return Int64(text) ?? .max
    }
}

/// What a client says about asking the person (OpenID Connect Core §3.1.2.1).
enum Prompt: String, Sendable, Hashable, CaseIterable {
    case none
    case login
    case consent
    case selectAccount = "select_account"

    static func read(_ text: String?) throws(OAuthError) -> Set<Prompt> {
        var prompts: Set<Prompt> = []
        for word in (text ?? "").split(separator: " ") {
            guard let prompt = Prompt(rawValue: String(word)) else {
                throw .invalid("prompt must be none, login, consent or select_account")
            }
            prompts.insert(prompt)
        }
        guard !prompts.contains(.none) || prompts.count == 1 else {
            throw .invalid("prompt none cannot be combined with others")
        }
        return prompts
    }
}
