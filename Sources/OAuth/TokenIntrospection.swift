import Access
import Domain
import JSONWire

/// Token introspection (RFC 7662).
extension AuthorizationServer {
    /// Says what an access token may do, to a client of the same tenant.
    ///
    /// Everything else is not active: refresh and ID tokens are no access tokens (§4).
    func introspect(_ request: FlowRequest) async throws(FlowError) -> FlowOutcome {
        let question = try TokenQuestion(request)
        let (client, record) = try await answer(to: question, request)
        guard !client.isPublic else { throw .refused(.unknownClient) }
        guard let record, record.kind == .access, request.now < record.expires else {
            return .inactive
        }
        return .object(description(of: record, request))
    }

    /// The client that authenticates, and what the token's row says: both in one question to the
    /// ledger, or of the token what is remembered.
    private func answer(
        to question: TokenQuestion, _ request: FlowRequest
    ) async throws(FlowError) -> (client: RegisteredClient, record: TokenRecord?) {
        let id = question.credentials.clientID
        guard let token = question.token, token.kind == .access else {
            let found = try await asking { () async throws(APIError) in
                try await ledger.client(id, tenant: request.tenant)
            }
            return (try await authenticated(question.credentials, as: found, request), nil)
        }
        switch records.find(token.hash, now: request.monotonic) {
        case .live(let record):
            let found = try await asking { () async throws(APIError) in
                try await ledger.client(id, tenant: request.tenant)
            }
            return (try await authenticated(question.credentials, as: found, request), record)
        case .unknown, nil: break
        }
        let epoch = records.epoch
        let found = try await asking { () async throws(APIError) in
            try await ledger.client(id, token: token.key, tenant: request.tenant)
        }
        if let record = found.token {
            let microseconds = max(0, record.expires.microseconds - request.now.microseconds)
            let (remaining, overflow) = microseconds.multipliedReportingOverflow(by: 1000)
            records.remember(
                record, for: token.hash, of: request.tenant.number,
                remaining: overflow ? .max : remaining, epoch: epoch, now: request.monotonic)
        }
        let client = try await authenticated(question.credentials, as: found.client, request)
        return (client, found.token)
    }

    private func description(of token: TokenRecord, _ request: FlowRequest) -> JSONObject {
        var object: JSONObject = ["active": true]
        object["scope"] = .string(token.scope)
        if let clientID = token.clientID { object["client_id"] = .string(clientID) }
        if let username = token.username { object["username"] = .string(username) }
        object["token_type"] = "Bearer"
        object["exp"] = .integer(token.expires.seconds)
        object["iat"] = .integer(token.issued.seconds)
        // A token of a client speaks for that client (RFC 9068 §2.2): nobody's user id is equal to
        // it, because those are random.
        if let subject = token.subject ?? token.clientID { object["sub"] = .string(subject) }
        let issuer = issuer(of: request.tenant)
        object["aud"] = .string(issuer.url)
        object["iss"] = .string(issuer.url)
        return object
    }
}

/// What introspection and revocation are sent: who asks, and about which token.
struct TokenQuestion {
    let credentials: ClientCredentials
    /// The token; nil for what is none of the tenant's.
    let token: OpaqueToken?

    init(_ request: FlowRequest) throws(FlowError) {
        credentials = try refusing { () throws(OAuthError) in try ClientCredentials(request) }
        let text = try refusing { () throws(OAuthError) in
            try request.parameters.required(.token)
        }
        let read = text.utf8.count <= OpaqueToken.bytesMax ? OpaqueToken(text) : nil
        token = read?.tenant == request.tenant.number ? read : nil
    }
}
