import Domain

/// The pages on which a person allows a device (RFC 8628 §3.3): the code, who they are, what the
/// device may do.
///
/// All of them are answered at one path. The ticket that comes back says which of them it was, and
/// that this browser was shown it.
extension AuthorizationServer {
    /// What a step knows, once a code was found.
    private struct Connection {
        let request: FlowRequest
        let state: AuthorizationState
        let client: RegisteredClient
        let device: DeviceAuthorization

        /// What identifies it in tickets.
        var digest: String { device.userCode.letters }
        /// What its pages carry along.
        var carried: [String: String] {
            [Parameters.Name.userCode.rawValue: device.userCode.shown]
        }
    }

    /// Asks for the code; one that came along is to be compared with the device's (§3.3.1).
    func showDevicePage(_ request: FlowRequest) async throws(FlowError) -> FlowOutcome {
        codePage(request, try await settings(of: request.tenant), nil)
    }

    /// Takes what any of the pages sent.
    func answerDevicePage(_ request: FlowRequest) async throws(FlowError) -> FlowOutcome {
        let ticket = request.parameters[.ticket]
        guard let typed = request.parameters[.userCode], let code = UserCode(typed: typed) else {
            return codePage(request, try await settings(of: request.tenant), .unknownCode)
        }
        if let cookie = request.cookies.session,
            Ticket(.consent, code.letters, cookie: cookie).matches(ticket)
        {
            return try await connecting(code, request, decide)
        }
        guard let cookie = request.cookies.visit else {
            return codePage(request, try await settings(of: request.tenant), nil)
        }
        if Ticket(.login, code.letters, cookie: cookie).matches(ticket) {
            return try await connecting(code, request, logIn)
        }
        guard Ticket(.device, "", cookie: cookie).matches(ticket) else {
            return codePage(request, try await settings(of: request.tenant), nil)
        }
        let subject = Throttle.Subject.userCode(tenant: request.tenant.number)
        if let pause = throttle.pause(subject, from: request.peer, now: request.now) {
            return codePage(
                request, try await settings(of: request.tenant), .tooManyAttempts(seconds: pause))
        }
        return try await connecting(code, request) { connection throws(FlowError) in
            guard let session = connection.state.session, let cookie = request.cookies.session
            else { return loginPage(connection, problem: nil) }
            return consentPage(connection, session, cookie: cookie)
        }
    }

    /// Goes on where the code is a device's that still waits; each that is not counts as a guess
    /// (§5.1).
    private func connecting(
        _ code: UserCode, _ request: FlowRequest,
        _ next: (Connection) async throws(FlowError) -> FlowOutcome
    ) async throws(FlowError) -> FlowOutcome {
        let device = try await asking { () async throws(APIError) in
            try await ledger.device(code, tenant: request.tenant)
        }
        guard let device, device.state == .pending else {
            return try await missed(request, .unknownCode)
        }
        guard request.now < device.expires else { return try await missed(request, .expired) }
        let state = try await asking { () async throws(APIError) in
            try await ledger.authorizationState(
                clientID: device.clientID, session: request.cookies.session?.digest,
                now: request.now, tenant: request.tenant)
        }
        guard let client = state.client else { return try await missed(request, .unknownCode) }
        return try await next(
            Connection(request: request, state: state, client: client, device: device))
    }

    private func missed(
        _ request: FlowRequest, _ problem: DeviceCodeQuestion.Problem
    ) async throws(FlowError) -> FlowOutcome {
        throttle.failed(
            .userCode(tenant: request.tenant.number), from: request.peer, now: request.now)
        return codePage(request, try await settings(of: request.tenant), problem)
    }

    private func settings(of tenant: Tenant) async throws(FlowError) -> TenantSettings {
        try await asking { () async throws(APIError) in try await ledger.settings(of: tenant) }
    }

    private func codePage(
        _ request: FlowRequest, _ settings: TenantSettings, _ problem: DeviceCodeQuestion.Problem?
    ) -> FlowOutcome {
        let cookie = request.cookies.visit ?? secret().text
        let typed = request.parameters[.userCode].flatMap { text in
            UserCode(typed: text)?.shown
                ?? (text.utf8.count <= UserCode.typedBytesMax ? text : nil)
        }
        let question = DeviceCodeQuestion(
            tenantName: settings.name, userCode: typed,
            ticket: Ticket(.device, "", cookie: cookie).text, problem: problem)
        return .page(.deviceCode(question), .visit(cookie))
    }

    private func logIn(_ connection: Connection) async throws(FlowError) -> FlowOutcome {
        let request = connection.request
        guard request.parameters[.decision] != "cancel" else { return try await deny(connection) }
        let attempt = try await authenticate(
            request.parameters[.username] ?? "", Secret(request.parameters[.password] ?? ""),
            request)
        switch attempt {
        case .failed(let problem): return loginPage(connection, problem: problem)
        case .succeeded(let user):
            let (cookie, session) = try await beginSession(of: user, request)
            return consentPage(connection, session, cookie: cookie)
                .telling(.begins(cookie, lifetime: settings.sessionLifetime))
        }
    }

    private func loginPage(
        _ connection: Connection, problem: LoginQuestion.Problem?
    ) -> FlowOutcome {
        let cookie = connection.request.cookies.visit ?? secret().text
        let question = LoginQuestion(
            tenantName: connection.state.settings.name, client: ShownClient(connection.client),
            target: .device, request: connection.carried,
            ticket: Ticket(.login, connection.digest, cookie: cookie).text,
            username: connection.request.parameters[.username] ?? "", problem: problem,
            redirectURI: nil)
        return .page(.login(question), .visit(cookie))
    }

    /// Asks even whoever has consented before: the device may be another person's (§5.4).
    private func consentPage(
        _ connection: Connection, _ session: LoginSession, cookie: Secret
    ) -> FlowOutcome {
        let question = ConsentQuestion(
            tenantName: connection.state.settings.name, client: ShownClient(connection.client),
            username: session.user.username, scope: connection.device.scope, redirectURI: nil,
            target: .device, request: connection.carried,
            ticket: Ticket(.consent, connection.digest, cookie: cookie).text)
        return .page(.consent(question), .none)
    }

    private func decide(_ connection: Connection) async throws(FlowError) -> FlowOutcome {
        let request = connection.request
        guard let session = connection.state.session else {
            return loginPage(connection, problem: .expired)
        }
        switch request.parameters[.decision] {
        case "allow":
            let approval = DeviceAuthorization.Approval(
                subject: session.user.id, authenticated: session.authenticated)
            let isApproved = try await asking { () async throws(APIError) -> Bool in
                try await ledger.approve(
                    connection.device, approval, now: request.now, tenant: request.tenant)
            }
            guard isApproved else { return try await missed(request, .expired) }
            return done(connection, isApproved: true)
        case "switch":
            try await asking { () async throws(APIError) in
                try await ledger.end(session, tenant: request.tenant)
            }
            return loginPage(connection, problem: nil)
        default: return try await deny(connection)
        }
    }

    private func deny(_ connection: Connection) async throws(FlowError) -> FlowOutcome {
        try await asking { () async throws(APIError) in
            try await ledger.deny(connection.device, tenant: connection.request.tenant)
        }
        return done(connection, isApproved: false)
    }

    private func done(_ connection: Connection, isApproved: Bool) -> FlowOutcome {
        let name = connection.state.settings.name
        return .page(.deviceDone(isApproved: isApproved, tenantName: name), .none)
    }
}
