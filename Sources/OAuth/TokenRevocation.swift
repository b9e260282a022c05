import Access
import Domain

/// Token revocation (RFC 7009).
extension AuthorizationServer {
    /// Ends the client's own token: a refresh token with its whole family, an access token alone.
    ///
    /// Every other token is none of its business, and nothing is said of it (§2.2). A wrong
    /// `token_type_hint` costs nothing: the text says its kind.
    func revoke(_ request: FlowRequest) async throws(FlowError) -> FlowOutcome {
        let (client, text) = try await tokenRequest(request)
        guard text.utf8.count <= OpaqueToken.bytesMax, let token = OpaqueToken(text),
            token.tenant == request.tenant.number
        else { return .done }
        let record = try await asking { () async throws(APIError) in
            try await ledger.token(token.key, tenant: request.tenant)
        }
        guard let record, record.clientID == client.id else { return .done }
        try await asking { () async throws(APIError) in
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
