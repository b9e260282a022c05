import Access
import Domain
import JSONWire

/// Token introspection (RFC 7662).
extension AuthorizationServer {
    static let tokenBytesMax = 4096

    /// Says what an access token may do, to a client of the same tenant; of everything else, that it
    /// is not active. Refresh and ID tokens are no access tokens, so they are not active here (§4).
    func introspect(_ request: FlowRequest) async throws(FlowError) -> FlowOutcome {
        let (client, text) = try await tokenRequest(request)
        guard !client.isPublic else { throw .refused(.unknownClient) }
        guard let token = OpaqueToken(text, .access, of: request.tenant) else { return .inactive }
        let record = try await asking { () async throws(APIError) in
            try await ledger.token(token.key, tenant: request.tenant)
        }
        guard let record, record.kind == .access, request.now < record.expires else {
            return .inactive
        }
        return .object(description(of: record, request))
    }

    /// The client that authenticates, and the token that it asks about.
    func tokenRequest(
        _ request: FlowRequest
    ) async throws(FlowError) -> (client: RegisteredClient, token: String) {
        let (credentials, text) = try refusing { () throws(OAuthError) in
            let credentials = try ClientCredentials(request)
            return (credentials, try request.parameters.required(.token))
        }
        let found = try await asking { () async throws(APIError) in
            try await ledger.client(credentials.clientID, tenant: request.tenant)
        }
        return (try await authenticated(credentials, as: found, request), text)
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
