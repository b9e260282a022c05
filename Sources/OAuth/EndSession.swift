import Domain
import JSONWire
import Signing

/// Logging out at a client's wish (OpenID Connect RP-Initiated Logout 1.0).
extension AuthorizationServer {
    /// Logs the browser out: at once where a hint shows that the client knows who is logged in,
    /// else after asking (§2, §6).
    func endSession(_ request: FlowRequest) async throws(FlowError) -> FlowOutcome {
        let hint = await identityTokenHint(request)
        let clientID = request.parameters[.clientID] ?? hint?.clientID ?? ""
        let state = try await asking { () async throws(APIError) in
            try await ledger.authorizationState(
                clientID: clientID, session: request.cookies.session?.digest, now: request.now,
                tenant: request.tenant)
        }
        let target: AuthorizationAnswer?
        do throws(OAuthError) {
            if request.parameters[.idTokenHint] != nil, hint == nil {
                throw .invalid("id_token_hint is no ID token of this server")
            }
            if let hint, hint.clientID != clientID {
                throw .invalid("client_id is not whom the id_token_hint was issued to")
            }
            target = try Self.logoutTarget(request.parameters, state.client)
        } catch {
            return .page(.refusal(error, tenantName: state.settings.name), .none)
        }
        let over =
            target.map { FlowOutcome.answer($0, .ends) }
            ?? .page(.loggedOut(tenantName: state.settings.name), .ends)
        guard let session = state.session, let cookie = request.cookies.session else { return over }
        let digest = "\(clientID) \(request.parameters[.postLogoutRedirectURI] ?? "")"
        let ticket = Ticket(.logout, digest, cookie: cookie)
        let isMeant = hint.map { $0.subject == session.user.id } ?? false
        if let sent = request.parameters[.ticket], ticket.matches(sent) {
            guard request.parameters[.decision] == "logout" else {
                return .page(.stillLoggedIn(tenantName: state.settings.name), .none)
            }
        } else if !isMeant {
            let question = LogoutQuestion(
                tenantName: state.settings.name, username: session.user.username,
                request: request.parameters.without([.ticket, .decision]).all, ticket: ticket.text)
            return .page(.logout(question), .none)
        }
        try await ending(of: request.tenant) { () async throws(APIError) in
            try await ledger.end(session, tenant: request.tenant)
        }
        return over
    }

    /// Where the browser goes afterwards: only to what the client registered (§3).
    private static func logoutTarget(
        _ parameters: Parameters, _ client: RegisteredClient?
    ) throws(OAuthError) -> AuthorizationAnswer? {
        guard let uri = parameters[.postLogoutRedirectURI] else { return nil }
        guard let client, client.postLogoutRedirectURIs.contains(uri) else {
            throw .invalid("post_logout_redirect_uri is not one that the app has registered")
        }
        return AuthorizationAnswer(state: parameters[.state], to: uri)
    }

    /// Whose ID token the client has, and who the client is.
    struct IdentityTokenHint {
        let subject: String
        let clientID: String
    }

    /// The `id_token_hint`, where this server made it, however long ago.
    func identityTokenHint(_ request: FlowRequest) async -> IdentityTokenHint? {
        guard let text = request.parameters[.idTokenHint],
            let ring = try? await keys.ring(of: request.tenant),
            let claims = try? await signing.run({ ring.published.verify(text, type: "JWT") }),
            claims["iss"]?.string == issuer(of: request.tenant).url,
            let subject = claims["sub"]?.string, let clientID = claims.audiences?.first
        else { return nil }
        return IdentityTokenHint(subject: subject, clientID: clientID)
    }
}
