import Access
import Domain

/// Token revocation (RFC 7009).
extension AuthorizationServer {
    /// Ends the client's own token: a refresh token with its whole family, an access token alone.
    ///
    /// Every other token is none of its business, and nothing is said of it (§2.2). A wrong
    /// `token_type_hint` costs nothing: the text says its kind.
    func revoke(_ request: FlowRequest) async throws(FlowError) -> FlowOutcome {
        let question = try TokenQuestion(request)
        let id = question.credentials.clientID
        let found: (client: RegisteredClient?, token: TokenRecord?)
        found = try await asking { () async throws(APIError) in
            guard let token = question.token else {
                return (try await ledger.client(id, tenant: request.tenant), nil)
            }
            return try await ledger.client(id, token: token.key, tenant: request.tenant)
        }
        let client = try await authenticated(question.credentials, as: found.client, request)
        guard let token = question.token, let record = found.token, record.clientID == client.id
        else { return .done }
        try await ending(of: request.tenant) { () async throws(APIError) in
            if record.kind == .refresh, let family = record.family, let subject = record.subject {
                let name = FamilyName(id: family, clientID: client.id, subject: subject)
                try await ledger.end(name, tenant: request.tenant)
            } else {
                try await ledger.endToken(token.key, tenant: request.tenant)
            }
        }
        return .done
    }
}
