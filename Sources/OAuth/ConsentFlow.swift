import Domain

/// Consenting to what a client asks for.
extension AuthorizationServer {
    /// Takes what the consent page sent.
    func consent(_ request: FlowRequest) async throws(FlowError) -> FlowOutcome {
        let visit: Visit
        switch try await self.visit(request, .goesOn) {
        case .ends(let outcome): return outcome
        case .goesOn(let going): visit = going
        }
        guard let session = visit.state.session, let cookie = request.cookies.session,
            Ticket(.consent, visit.digest, cookie: cookie).matches(request.parameters[.ticket])
        else { return loginPage(visit, problem: .expired) }
        switch request.parameters[.decision] {
        case "allow": return try await grant(visit, session)
        case "switch":
            try await ending(of: request.tenant) { () async throws(APIError) in
                try await ledger.end(session, tenant: request.tenant)
            }
            return loginPage(visit, problem: nil)
        default: return refusal(.accessDenied, "the user did not consent", visit)
        }
    }

    /// The page that asks for consent.
    func consentPage(_ visit: Visit, _ session: LoginSession) -> FlowOutcome {
        guard let cookie = visit.request.cookies.session else {
            return loginPage(visit, problem: nil)
        }
        let question = ConsentQuestion(
            tenantName: visit.state.settings.name, client: ShownClient(visit.asked.client),
            username: session.user.username, scope: visit.asked.scope,
            redirectURI: visit.asked.address.redirectURI, target: .consent,
            request: visit.carried,
            ticket: Ticket(.consent, visit.digest, cookie: cookie).text)
        return .page(.consent(question), .none)
    }
}
