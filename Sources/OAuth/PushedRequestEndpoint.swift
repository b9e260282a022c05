import Access
import Domain
import JSONWire

/// The pushed authorization request endpoint (RFC 9126 §2).
extension AuthorizationServer {
    /// Keeps a request that would be good at the authorization endpoint, and names it.
    ///
    /// What is wrong with it is said here, to the client, and never shown to a person (§2.3).
    func push(_ request: FlowRequest) async throws(FlowError) -> FlowOutcome {
        let credentials = try refusing { () throws(OAuthError) in try ClientCredentials(request) }
        let state = try await asking { () async throws(APIError) in
            try await ledger.authorizationState(
                clientID: credentials.clientID, session: nil, now: request.now,
                tenant: request.tenant)
        }
        let client = try await authenticated(credentials, as: state.client, request)
        let handle = PushedRequest.prefix + secret().text.exposed
        let pushed = try refusing { () throws(OAuthError) in
            let parameters = try Self.pushable(request.parameters, by: client, state.settings)
            let pushed = PushedRequest(
                hash: Secret(handle).digest, clientID: client.id, parameters: parameters,
                expires: request.now.advanced(bySeconds: settings.pushedRequestLifetime))
            guard pushed.document.count <= PushedRequest.bytesMax else {
                throw .invalid("the request has more than \(PushedRequest.bytesMax) bytes")
            }
            return pushed
        }
        try ration(client, request)
        try await asking { () async throws(APIError) in
            try await ledger.keep(pushed, tenant: request.tenant)
        }
        return .created([
            "request_uri": .string(handle), "expires_in": .integer(settings.pushedRequestLifetime),
        ])
    }

    /// The parameters to keep: checked as if a browser had brought them (§2.1).
    private static func pushable(
        _ sent: Parameters, by client: RegisteredClient, _ settings: TenantSettings
    ) throws(OAuthError) -> Parameters {
        guard sent[.requestURI] == nil else {
            throw .invalid("request_uri cannot be pushed itself")
        }
        var values = sent.without([.clientSecret, .clientAssertion, .clientAssertionType]).all
        values[Parameters.Name.clientID.rawValue] = client.id
        // Nothing that is kept as JSON has it.
        guard !values.contains(where: { $0.key.utf8.contains(0) || $0.value.utf8.contains(0) })
        else { throw .invalid("a parameter has a NUL") }
        let parameters = Parameters(values)
        let address = try AuthorizationRequest.returnAddress(parameters, client)
        _ = try AuthorizationRequest(
            parameters, to: address, settings, hintedSubject: nil)
        return parameters
    }

    /// Bounds what is written down for whoever names a public client: nobody has to prove anything
    /// for that.
    func ration(_ client: RegisteredClient, _ request: FlowRequest) throws(FlowError) {
        guard client.isPublic else { return }
        try ration(
            .unproven(tenant: request.tenant.number, client: TokenHash(of: client.id)), request)
    }

    /// Counts a use of what is rationed; throws 429 after too many.
    func ration(_ subject: Throttle.Subject, _ request: FlowRequest) throws(FlowError) {
        if let pause = throttle.pause(subject, from: request.peer, now: request.now) {
            throw .refused(
                OAuthError(
                    .slowDown, "too many such requests; try again later", retryAfter: pause))
        }
        throttle.failed(subject, from: request.peer, now: request.now)
    }
}
