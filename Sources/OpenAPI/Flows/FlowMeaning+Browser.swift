import Dialects
import Domain
import OAuth

/// What a person sees: authorization, its pages, and logging out.
extension FlowMeaning {
    static let authorize = FlowMeaning(
        request: .fields(authorizationRequest), outcomes: pages + ways,
        refusals: [OAuthError(sample: .invalidRequest)], changesSomething: true)

    static let authorizeByForm = FlowMeaning(
        request: .fields(authorizationRequest), outcomes: [.proceed(path: "/", .none)],
        refusals: [OAuthError(sample: .invalidRequest)])

    static let login = FlowMeaning(
        request: .fields(authorizationRequest),
        page: [
            .required(.ticket), .optional(.username), .optional(.password), .optional(.decision),
        ],
        outcomes: pages + ways + [.page(.login(.heldBack), .visit(Secret("sample")))],
        refusals: [OAuthError(sample: .invalidRequest)], changesSomething: true)

    static let consent = FlowMeaning(
        request: .fields(authorizationRequest),
        page: [.required(.ticket), .required(.decision)], outcomes: pages + ways,
        refusals: [OAuthError(sample: .invalidRequest)], changesSomething: true)

    /// By whoever shows the pages elsewhere.
    static let consentByToken = FlowMeaning(
        request: .fields([
            .required(.clientID), .required(.scope), .optional(.nonce), .optional(.codeChallenge),
            .optional(.codeChallengeMethod),
        ]),
        outcomes: [.code(Secret("sample"))],
        shape: .named("ConsentCode", .object([.member("code", .secret)])),
        refusals: [OAuthError(sample: .invalidRequest), OAuthError(sample: .invalidScope)],
        failures: [APIError(.notFound(key: "sample"), "there is no such client")],
        changesSomething: true)

    static let endSession = FlowMeaning(
        request: .fields([
            .optional(.idTokenHint), .optional(.clientID), .optional(.postLogoutRedirectURI),
            .optional(.state),
        ]),
        page: [.optional(.ticket), .optional(.decision)], outcomes: pages + ways,
        refusals: [OAuthError(sample: .invalidRequest)], changesSomething: true)

    static let devicePage = FlowMeaning(
        request: .fields([.optional(.userCode)]), outcomes: pages,
        refusals: [OAuthError(sample: .invalidRequest)])

    static let deviceAnswer = FlowMeaning(
        request: .fields([.optional(.userCode)]),
        page: [
            .required(.ticket), .optional(.username), .optional(.password), .optional(.decision),
        ],
        outcomes: pages + [
            .page(.login(.heldBack), .visit(Secret("sample"))),
            .page(.login(.heldBack), .none),
        ],
        refusals: [OAuthError(sample: .invalidRequest)], changesSomething: true)

    /// A request whose parameters are there, or were pushed (RFC 9126 §4).
    private static let authorizationRequest: [FlowField] =
        [.required(.clientID), .optional(.requestURI), .optional(.responseType)] + wish

    /// RFC 6749 §4.1.1, RFC 7636 §4.3, OpenID Connect Core §3.1.2.1: what the person is asked for.
    static let wish: [FlowField] = [
        .optional(.redirectURI), .optional(.scope), .optional(.state), .optional(.responseMode),
        .optional(.codeChallenge), .optional(.codeChallengeMethod), .optional(.nonce),
        .optional(.prompt), .optional(.maxAge), .optional(.loginHint), .optional(.idTokenHint),
    ]

    /// A page, with and without a cookie; which page it is makes no difference to its fields.
    private static let pages: [FlowOutcome] = [
        .page(.loggedOut(tenantName: "sample"), .none),
        .page(.loggedOut(tenantName: "sample"), .ends),
    ]

    /// The way to another page, or back to the client, with and without a cookie.
    private static let ways: [FlowOutcome] = [
        .proceed(path: "/", .none), .proceed(path: "/", .visit(Secret("sample"))),
    ]
}

extension LoginQuestion {
    /// The one that has to be waited for.
    fileprivate static let heldBack = LoginQuestion(
        tenantName: "sample", client: ShownClient(id: "sample", name: "sample"), target: .login,
        request: [:],
        ticket: "sample", username: "sample", problem: .tooManyAttempts(seconds: 300),
        redirectURI: "https://app.example/callback")
}
