import Crypto
import Domain
import HTTPWire

/// The authorization endpoint (RFC 6749 §3.1): from a request to a page or an answer.
///
/// Nothing is kept between the pages: each carries the request along, and is judged anew. A ticket
/// proves that a page was shown to the browser that answers it.
extension AuthorizationServer {
    /// What a step of the authorization knows.
    struct Visit {
        let request: FlowRequest
        let state: AuthorizationState
        let asked: AuthorizationRequest
        /// The digest of the handle of a request that was pushed; nil for others.
        let pushed: [UInt8]?
        /// The parameters that each of the request's pages carries along.
        let carried: [String: String]
        /// What identifies the request in tickets: the same for each of its pages.
        let digest: String
    }

    /// Answers a browser that a client sent.
    func authorize(_ request: FlowRequest) async throws(FlowError) -> FlowOutcome {
        switch try await visit(request, .begins) {
        case .ends(let outcome): outcome
        case .goesOn(let visit): try await judge(visit, justLoggedIn: false)
        }
    }

    /// Sends a browser that posted its request on to the same by GET: with a form from another site
    /// come no cookies, and with a redirect they do.
    func authorizeByForm(_ request: FlowRequest) -> FlowOutcome {
        let query = request.parameters.all.sorted { $0.key < $1.key }.map { name, value in
            "\(PercentCoding.encode(name))=\(PercentCoding.encode(value))"
        }.joined(separator: "&")
        return .proceed(path: "\(ServerPath.authorize.rawValue)?\(query)", .none)
    }

    /// A request either ends at once or is one that can be answered.
    enum Beginning {
        case ends(FlowOutcome)
        case goesOn(Visit)
    }

    /// Reads a request and what it depends on, however the browser got here.
    func visit(
        _ request: FlowRequest, _ step: PushedRequest.Step
    ) async throws(FlowError) -> Beginning {
        let clientID = request.parameters[.clientID] ?? ""
        let state = try await asking { () async throws(APIError) in
            try await ledger.authorizationState(
                clientID: clientID.utf8.count <= ClientCredentials.textBytesMax ? clientID : "",
                session: request.cookies.session?.digest, now: request.now, tenant: request.tenant)
        }
        var effective = request
        let pushed = PushedRequest.handle(in: request.parameters)
        if let pushed {
            let kept = try await asking { () async throws(APIError) in
                try await ledger.pushedRequest(pushed, tenant: request.tenant)
            }
            guard let kept, kept.isGood(for: clientID, step, now: request.now) else {
                return .ends(
                    .page(.refusal(PushedRequest.unknown, tenantName: state.settings.name), .none))
            }
            // RFC 9126 §4: what stands beside the handle does not count.
            effective.parameters = kept.parameters
        }
        return try await visit(request, asking: effective, state, pushed: pushed)
    }

    /// Checks what is asked for, which for a pushed request is not what the browser brought.
    private func visit(
        _ request: FlowRequest, asking effective: FlowRequest, _ state: AuthorizationState,
        pushed: [UInt8]?
    ) async throws(FlowError) -> Beginning {
        let address: AuthorizationRequest.ReturnAddress
        do throws(OAuthError) {
            address = try AuthorizationRequest.returnAddress(effective.parameters, state.client)
        } catch {
            return .ends(.page(.refusal(error, tenantName: state.settings.name), .none))
        }
        let hint = await identityTokenHint(effective)
        do throws(OAuthError) {
            guard hint != nil || effective.parameters[.idTokenHint] == nil else {
                throw .invalid("id_token_hint is no ID token of this server")
            }
            let asked = try AuthorizationRequest(
                effective.parameters, to: address, state.settings, hintedSubject: hint?.subject)
            let mustPush = address.client.mustPush || state.settings.requiresPushedRequests
            guard pushed != nil || !mustPush else {
                throw .invalid("the request must be pushed (RFC 9126) instead of sent here")
            }
            let carried = Self.carried(request.parameters, isPushed: pushed != nil)
            return .goesOn(
                Visit(
                    request: request, state: state, asked: asked, pushed: pushed,
                    carried: carried, digest: Self.digest(of: carried)))
        } catch {
            return .ends(refusal(error, to: address, request))
        }
    }

    /// What the person has to do next, or what the client is told.
    func judge(_ visit: Visit, justLoggedIn: Bool) async throws(FlowError) -> FlowOutcome {
        let asked = visit.asked
        let isSilent = asked.prompts == [.none]
        guard let session = visit.state.session, justLoggedIn || isFresh(session, for: visit)
        else {
            guard !isSilent else { return refusal(.loginRequired, "nobody is logged in", visit) }
            return loginPage(visit, problem: nil)
        }
        let isGranted = visit.state.granted.map(asked.scope.isSubset) ?? false
        if isGranted, !asked.prompts.contains(.consent) {
            return try await grant(visit, session)
        }
        guard !isSilent else {
            return refusal(.consentRequired, "the user has not consented to all of this", visit)
        }
        return consentPage(visit, session)
    }

    /// Whether the session will do without another login (OpenID Connect Core §3.1.2.1, §3.1.2.3).
    private func isFresh(_ session: LoginSession, for visit: Visit) -> Bool {
        let asked = visit.asked
        let age = visit.request.now.seconds - session.authenticated.seconds
        return !asked.prompts.contains(.login) && !asked.prompts.contains(.selectAccount)
            && asked.maxAge.map { age <= $0 } ?? true
            && asked.loginHint.map { session.user.answers(to: $0) } ?? true
            && asked.hintedSubject.map { $0 == session.user.id } ?? true
    }

    /// Makes the code, and writes the consent down that it rests on.
    func grant(_ visit: Visit, _ session: LoginSession) async throws(FlowError) -> FlowOutcome {
        let asked = visit.asked
        let code = secret()
        let kept = AuthorizationCode(
            hash: code.hash, clientID: asked.client.id, subject: session.user.id,
            redirectURI: asked.address.redirectURI, isRedirectURINamed: asked.address.isNamed,
            scope: asked.scope, nonce: asked.nonce, challenge: asked.challenge,
            authenticated: session.authenticated,
            sessionID: session.id,
            expires: visit.request.now.advanced(bySeconds: settings.codeLifetime), state: .unused)
        let (now, tenant) = (visit.request.now, visit.request.tenant)
        let isGranted = try await asking { () async throws(APIError) -> Bool in
            guard let pushed = visit.pushed else {
                try await ledger.grant(kept, .adds, now: now, tenant: tenant)
                return true
            }
            return try await ledger.grant(kept, usingUp: pushed, now: now, tenant: tenant)
        }
        guard isGranted else {
            return .page(
                .refusal(PushedRequest.unknown, tenantName: visit.state.settings.name), .none)
        }
        let answer = AuthorizationAnswer(
            code: code.text.exposed, state: asked.address.state,
            issuer: issuer(of: visit.request.tenant), to: asked.address.redirectURI,
            asked.address.mode)
        return .answer(answer, .none)
    }

    /// Tells the client why not.
    func refusal(
        _ code: OAuthError.Code, _ description: String, _ visit: Visit
    ) -> FlowOutcome {
        refusal(OAuthError(code, description), to: visit.asked.address, visit.request)
    }

    private func refusal(
        _ error: OAuthError, to address: AuthorizationRequest.ReturnAddress,
        _ request: FlowRequest
    ) -> FlowOutcome {
        .answer(
            AuthorizationAnswer(
                error, state: address.state, issuer: issuer(of: request.tenant),
                to: address.redirectURI, address.mode), .none)
    }

    private static let pageNames: Set<Parameters.Name> = [
        .ticket, .username, .password, .decision,
    ]

    /// The request without what its pages add; of a pushed one, what names it.
    private static func carried(_ parameters: Parameters, isPushed: Bool) -> [String: String] {
        let carried = parameters.without(pageNames).all
        let names: Set<Parameters.Name> = [.clientID, .requestURI]
        return isPushed
            ? carried.filter { pair in names.contains { $0.rawValue == pair.key } } : carried
    }

    /// SHA-256 of what is carried along.
    private static func digest(of carried: [String: String]) -> String {
        var hash = SHA256()
        for (name, value) in carried.sorted(by: { $0.key < $1.key }) {
            hash.update(data: Array("\(name.utf8.count):\(name)".utf8))
            hash.update(data: Array("\(value.utf8.count):\(value)".utf8))
        }
        return Base64URL.encode(Array(hash.finalize()))
    }
}

extension User {
    /// Whether this is whom a `login_hint` means: the name or the address.
    fileprivate func answers(to hint: String) -> Bool {
        hint == username || hint.lowercased() == email?.lowercased()
    }
}
