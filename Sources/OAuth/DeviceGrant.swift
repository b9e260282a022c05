import Access
import Domain

/// The device code grant (RFC 8628 §3.4, §3.5).
extension AuthorizationServer {
    /// Gives a device its tokens once a person has allowed it; until then, tells it to ask again.
    func redeemDeviceCode(
        _ request: FlowRequest, _ credentials: ClientCredentials
    ) async throws(FlowError) -> IssuedTokens {
        let text = try refusing { () throws(OAuthError) in
            try request.parameters.required(.deviceCode)
        }
        let hash = TokenHash(of: text.utf8.count <= Self.codeBytesMax ? text : "").bytes
        let found = try await asking { () async throws(APIError) in
            try await ledger.client(
                credentials.clientID, deviceCode: hash, tenant: request.tenant)
        }
        let client = try await authenticated(credentials, as: found.client, request)
        try refusing { () throws(OAuthError) in try client.require(.deviceCode) }
        guard let device = found.device else { throw .refused(DeviceAuthorization.unknown) }
        switch device.verdict(for: client, now: request.now) {
        case .good(let approval): return try await redeem(device, approval, client, request)
        case .undecided:
            try await note(device.asked(at: request.now, tooEarly: false), request)
            throw .refused(.authorizationPending, "the user has not decided yet; ask again")
        case .tooEarly:
            try await note(device.asked(at: request.now, tooEarly: true), request)
            throw .refused(.slowDown, "wait five seconds more between two questions")
        case .refused(let error): throw .refused(error)
        }
    }

    private func note(
        _ device: DeviceAuthorization, _ request: FlowRequest
    ) async throws(FlowError) {
        try await asking { () async throws(APIError) in
            try await ledger.note(device, tenant: request.tenant)
        }
    }

    /// The device is not the browser in which it was allowed: its tokens belong to no session.
    private func redeem(
        _ device: DeviceAuthorization, _ approval: DeviceAuthorization.Approval,
        _ client: RegisteredClient, _ request: FlowRequest
    ) async throws(FlowError) -> IssuedTokens {
        var family = TokenFamily(
            id: RandomText.base64URL(bytes: 16).make(using: &random), clientID: client.id,
            subject: approval.subject, scope: device.scope,
            authenticated: approval.authenticated, sessionID: nil, created: request.now,
            expires: request.now.advanced(bySeconds: settings.accessTokenLifetime), refresh: nil)
        let outlives = device.scope.contains(.offlineAccess)
        var (tokens, kept) = self.tokens(
            of: &family, scope: device.scope,
            refreshes: client.refreshes && (outlives || !request.refreshesOfflineOnly), request)
        let begun = family
        let user = try await asking { () async throws(APIError) in
            try await ledger.redeem(device, into: begun, kept, tenant: request.tenant)
        }
        // Somebody else was faster, or the user withdrew the consent, or is no more.
        guard let user else { throw .refused(DeviceAuthorization.used) }
        tokens.identity = try await identityToken(
            of: user, family, scope: device.scope, nonce: nil, sessionID: nil,
            access: tokens.access, request)
        return tokens
    }
}
