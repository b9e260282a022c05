import Access
import Domain
import Secrets

/// Logging in with name and password.
extension AuthorizationServer {
    private static let usernameBytesMax = 256
    private static let passwordBytesMax = 1024

    /// Takes what the login page sent.
    func login(_ request: FlowRequest) async throws(FlowError) -> FlowOutcome {
        let visit: Visit
        switch try await self.visit(request, .goesOn) {
        case .ends(let outcome): return outcome
        case .goesOn(let going): visit = going
        }
        guard let cookie = request.cookies.visit,
            Ticket(.login, visit.digest, cookie: cookie).matches(request.parameters[.ticket])
        else { return loginPage(visit, problem: .expired) }
        if request.parameters[.decision] == "cancel" {
            return refusal(.accessDenied, "the user did not log in", visit)
        }
        let username = request.parameters[.username] ?? ""
        let password = request.parameters[.password] ?? ""
        switch try await authenticate(username, Secret(password), request) {
        case .failed(let problem): return loginPage(visit, problem: problem)
        case .succeeded(let user): return try await begin(user, visit)
        }
    }

    /// Lets the user be logged in in the browser, in the place of whoever was.
    func beginSession(
        of user: User, _ request: FlowRequest
    ) async throws(FlowError) -> (cookie: Secret, session: LoginSession) {
        let cookie = secret()
        let session = LoginSession(
            hash: cookie.hash, id: RandomText.base64URL(bytes: 16).make(using: &random),
            user: user, authenticated: request.now,
            expires: request.now.advanced(bySeconds: settings.sessionLifetime))
        try await asking { () async throws(APIError) in
            try await ledger.begin(
                session, replacing: request.cookies.session?.digest, tenant: request.tenant)
        }
        return (cookie.text, session)
    }

    private func begin(_ user: User, _ visit: Visit) async throws(FlowError) -> FlowOutcome {
        let (cookie, _) = try await beginSession(of: user, visit.request)
        var next = visit.request
        next.cookies.session = cookie
        guard case .goesOn(let visit) = try await self.visit(next, .goesOn) else {
            throw .failed(APIError(.unavailable, "the login did not last; try again"))
        }
        let outcome: FlowOutcome
        if let hinted = visit.asked.hintedSubject, hinted != user.id {
            outcome = refusal(.loginRequired, "another user logged in than was asked for", visit)
        } else {
            outcome = try await judge(visit, justLoggedIn: true)
        }
        return outcome.telling(.begins(cookie, lifetime: settings.sessionLifetime))
    }

    /// What came of a name and a password.
    enum Attempt {
        case succeeded(User)
        case failed(LoginQuestion.Problem)
    }

    /// Compares a password, off the loop, and takes as long where there is no such user.
    func authenticate(
        _ username: String, _ password: Secret, _ request: FlowRequest
    ) async throws(FlowError) -> Attempt {
        guard username.utf8.count <= Self.usernameBytesMax,
            password.exposed.utf8.count <= Self.passwordBytesMax, !username.isEmpty,
            !password.exposed.isEmpty, !username.utf8.contains(0)
        else { return .failed(.wrongCredentials) }
        let subject = Throttle.Subject.password(
            tenant: request.tenant.number, username: TokenHash(of: username))
        if let pause = throttle.pause(subject, from: request.peer, now: request.now) {
            return .failed(.tooManyAttempts(seconds: pause))
        }
        // Counted before it is known, so that many at once are not more than were allowed.
        throttle.failed(subject, from: request.peer, now: request.now)
        let login = try await asking { () async throws(APIError) in
            try await ledger.login(username: username, tenant: request.tenant)
        }
        let hash = login?.passwordHash
        let isRight = try await asking { () async throws(APIError) in
            try await hashing.run {
                (hash.flatMap(ScryptHash.init(text:)) ?? ScryptHash.ofNobody)
                    .isOf(password.exposed) && hash != nil
            }
        }
        guard isRight, let login else { return .failed(.wrongCredentials) }
        throttle.succeeded(subject, from: request.peer)
        return .succeeded(login.user)
    }

    /// The page that asks for name and password.
    func loginPage(_ visit: Visit, problem: LoginQuestion.Problem?) -> FlowOutcome {
        let cookie = visit.request.cookies.visit ?? secret().text
        let question = LoginQuestion(
            tenantName: visit.state.settings.name, client: ShownClient(visit.asked.client),
            target: .login, request: visit.carried,
            ticket: Ticket(.login, visit.digest, cookie: cookie).text,
            username: visit.request.parameters[.username] ?? visit.asked.loginHint ?? "",
            problem: problem, redirectURI: visit.asked.address.redirectURI)
        return .page(.login(question), .visit(cookie))
    }
}

extension FlowOutcome {
    /// The same, with another change to the browser.
    func telling(_ change: BrowserChange) -> FlowOutcome {
        switch self {
        case .answer(let answer, _): .answer(answer, change)
        case .proceed(let path, _): .proceed(path: path, change)
        case .page(let page, _): .page(page, change)
        case .object, .created, .document, .tokens, .code, .inactive, .done, .stylesheet: self
        }
    }
}

extension Secret {
    /// What is kept of it.
    var digest: [UInt8] { TokenHash(of: exposed).bytes }
}

extension ScryptHash {
    fileprivate func isOf(_ text: String) -> Bool {
        (try? matches(text)) ?? false
    }
}
