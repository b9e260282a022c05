import Domain

/// Consent by a user's own token: whoever shows the pages elsewhere asks for the code with the
/// user's token, and sends the browser on by itself. That is how Governor's user interface works.
extension AuthorizationServer {
    /// Writes the user's consent down, in the place of an earlier one, and makes a code of it.
    ///
    /// The code is for the one redirect URI that the client has; the user had logged in when the
    /// token was issued.
    func consentByToken(_ request: FlowRequest) async throws(FlowError) -> FlowOutcome {
        guard let principal = request.principal, let subject = principal.subject else {
            throw .failed(.userRequired)
        }
        let asked = try TokenConsent(request.parameters)
        let state = try await asking { () async throws(APIError) in
            try await ledger.authorizationState(
                clientID: asked.clientID, session: nil, now: request.now, tenant: request.tenant)
        }
        let challenge = try refusing { () throws(OAuthError) in
            try asked.challenge(state.settings)
        }
        guard let client = state.client else {
            throw .failed(
                APIError(.notFound(key: asked.clientID), "there is no such client"))
        }
        let (redirectURI, scope) = try refusing { () throws(OAuthError) in
            try TokenConsent.check(client, state.settings, challenge)
            return (
                try client.onlyRedirectURI(),
                RequestedScope.grantable(among: asked.words, to: client)
            )
        }
        let code = secret()
        let kept = AuthorizationCode(
            hash: code.hash, clientID: client.id, subject: subject, redirectURI: redirectURI,
            isRedirectURINamed: true, scope: scope, nonce: asked.nonce, challenge: challenge,
            authenticated: principal.issued, sessionID: nil,
            expires: request.now.advanced(bySeconds: settings.codeLifetime), state: .unused)
        try await asking { () async throws(APIError) in
            try await ledger.grant(kept, .replaces, now: request.now, tenant: request.tenant)
        }
        return .code(code.text)
    }
}

/// What a user's token is used to consent to, as far as the request alone shows it.
private struct TokenConsent {
    let clientID: String
    let words: [String]
    let nonce: String?
    private let challengeText: String?
    private let challengeMethod: String?

    private static let clientIDBytesMax = 128
    private static let scopeBytesMax = 255
    private static let nonceBytesMax = 255

    /// Throws what the published service has a code for as a refusal, and the rest as a failure.
    init(_ parameters: Parameters) throws(FlowError) {
        guard let clientID = parameters[.clientID],
            clientID.utf8.count <= Self.clientIDBytesMax
        else {
            throw .failed(
                .invalid("client_id", "must have 1 to \(Self.clientIDBytesMax) bytes"))
        }
        self.clientID = clientID
        let scope = parameters[.scope] ?? ""
        words = scope.split(whereSeparator: \.isWhitespace).map(String.init)
        guard scope.utf8.count <= Self.scopeBytesMax,
            words.contains(OpenIDScope.openID.rawValue)
        else {
            throw .refused(
                .invalidScope,
                "scope must contain openid, and have \(Self.scopeBytesMax) bytes at most")
        }
        nonce = parameters[.nonce]
        guard nonce.map(Self.isNonce) ?? true else {
            throw .refused(
                .invalidRequest,
                "nonce must be printable ASCII of \(Self.nonceBytesMax) bytes at most")
        }
        challengeText = parameters[.codeChallenge]
        challengeMethod = parameters[.codeChallengeMethod]
    }

    func challenge(_ settings: TenantSettings) throws(OAuthError) -> ProofKey.Challenge? {
        try ProofKey.challenge(
            challengeText, method: challengeMethod, allowsPlain: settings.allowsPlainProofKeys,
            isLenient: true)
    }

    /// Whether the client may be given a code this way.
    static func check(
        _ client: RegisteredClient, _ settings: TenantSettings, _ challenge: ProofKey.Challenge?
    ) throws(OAuthError) {
        try client.require(.authorizationCode)
        guard challenge != nil || !client.isPublic else {
            throw .invalid("code_challenge is missing: an app without a secret needs PKCE")
        }
        guard !client.mustPush, !settings.requiresPushedRequests else {
            throw .invalid("the app's authorization requests must be pushed")
        }
    }

    private static func isNonce(_ text: String) -> Bool {
        text.utf8.count <= nonceBytesMax && text.utf8.allSatisfy { (0x20...0x7E).contains($0) }
    }
}

extension RegisteredClient {
    /// Where answers go that name no URI: nowhere, unless there is one and no other.
    fileprivate func onlyRedirectURI() throws(OAuthError) -> String {
        guard redirectURIs.count == 1 else {
            throw .invalid("the app does not have exactly one redirect URI")
        }
        return redirectURIs[0]
    }
}
