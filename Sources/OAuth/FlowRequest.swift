public import Domain

/// The operations of the authorization server, each where it is defined.
public enum Flow: String, Sendable, Hashable, CaseIterable {
    /// OpenID Connect Discovery §4, RFC 8414 §3.
    case metadata
    /// RFC 7517 §5.
    case keys
    /// RFC 6749 §4.1.1.
    case authorize
    /// The same, with the parameters in a form (OpenID Connect Core §3.1.2.1).
    case authorizeByForm = "authorize_by_form"
    /// The answer to the page that asks for name and password.
    case login
    /// The answer to the page that asks for consent.
    case consent
    /// RFC 8628 §3.1.
    case authorizeDevice = "authorize_device"
    /// The page that asks for a device's code (RFC 8628 §3.3).
    case devicePage = "device_page"
    /// The answer to that page and those that follow it.
    case deviceAnswer = "device_answer"
    /// RFC 9126.
    case push
    /// Consent by a user's own token, answered with the code: no page of ours is shown.
    case consentByToken = "consent_by_token"
    /// RFC 6749 §3.2.
    case token
    /// RFC 7662.
    case introspect
    /// RFC 7009.
    case revoke
    /// OpenID Connect Core §5.3.
    case userInfo = "user_info"
    /// OpenID Connect RP-Initiated Logout 1.0.
    case endSession = "end_session"
    /// How the pages look.
    case stylesheet

    /// Whether a person sees the answer.
    public var isForBrowsers: Bool {
        switch self {
        case .authorize, .authorizeByForm, .login, .consent, .devicePage, .deviceAnswer,
            .endSession, .stylesheet:
            true
        case .metadata, .keys, .authorizeDevice, .push, .consentByToken, .token, .introspect,
            .revoke, .userInfo:
            false
        }
    }
}

/// What a flow is told: the protocol's parameters, and who sent them as far as HTTP says.
public struct FlowRequest: Sendable {
    /// Whose server is asked.
    public var tenant: Tenant
    /// When.
    public var now: Timestamp
    /// The address that the request came from.
    public var peer: String
    /// The parameters: of the form where there is one, else of the query.
    public var parameters: Parameters
    /// The names in the query of a request whose parameters are its form's.
    public var queryNames: Set<String>
    /// The value of `Authorization`.
    public var authorization: String?
    /// What a browser's cookies say.
    public var cookies: BrowserCookies
    /// Whom a live bearer token speaks for, where the operation asks for one.
    public var principal: Principal?
    /// Nanoseconds of a clock that never steps: for how long things are remembered.
    public var monotonic: Int64 = 0
    /// Whether a refresh token needs the scope `offline_access`: else clients that are registered
    /// for refreshing get one for as long as the session lasts.
    public var refreshesOfflineOnly = false
    /// Whether a `code_verifier` of a wrong form counts as one that proves nothing
    /// (`invalid_grant`), and not as a malformed request.
    public var comparesAnyVerifier = false

    /// Makes the value; see the members.
    public init(
        tenant: Tenant, now: Timestamp, peer: String, parameters: Parameters,
        queryNames: Set<String> = [], authorization: String? = nil,
        cookies: BrowserCookies = BrowserCookies(), principal: Principal? = nil
    ) {
        self.tenant = tenant
        self.now = now
        self.peer = peer
        self.parameters = parameters
        self.queryNames = queryNames
        self.authorization = authorization
        self.cookies = cookies
        self.principal = principal
    }
}

/// What the server keeps in a browser, under names that belong to one tenant.
public struct BrowserCookies: Sendable, Hashable {
    /// Whoever has it is logged in.
    public var session: Secret?
    /// Ties the pages of somebody who is not logged in to their browser.
    public var visit: Secret?

    /// Makes the value.
    public init(session: Secret? = nil, visit: Secret? = nil) {
        self.session = session
        self.visit = visit
    }
}
