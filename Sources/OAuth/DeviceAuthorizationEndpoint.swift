import Domain
import JSONWire

/// The device authorization endpoint (RFC 8628 §3.1, §3.2).
extension AuthorizationServer {
    /// How often a code is made anew that is taken; more often, something else is wrong.
    private static let userCodesMax = 4

    /// Makes the codes of a device that wants tokens.
    func authorizeDevice(_ request: FlowRequest) async throws(FlowError) -> FlowOutcome {
        let credentials = try refusing { () throws(OAuthError) in try ClientCredentials(request) }
        let found = try await asking { () async throws(APIError) in
            try await ledger.client(credentials.clientID, tenant: request.tenant)
        }
        let client = try await authenticated(credentials, as: found, request)
        let scope = try refusing { () throws(OAuthError) in
            try client.require(.deviceCode)
            return try RequestedScope.granted(
                request.parameters[.scope], to: client, includingOpenID: true)
        }
        try ration(client, request)
        let code = secret()
        for _ in 0..<Self.userCodesMax {
            let device = DeviceAuthorization(
                hash: code.hash, userCode: UserCode(using: &random), clientID: client.id,
                scope: client.refreshes ? scope : scope.without(.offlineAccess),
                interval: settings.deviceInterval, polled: nil,
                expires: request.now.advanced(bySeconds: settings.deviceLifetime), state: .pending)
            let isNew = try await asking { () async throws(APIError) -> Bool in
                try await ledger.begin(device, tenant: request.tenant)
            }
            if isNew { return .object(description(of: device, code.text, request)) }
        }
        throw .failed(APIError(.unavailable, "no code is free; try again shortly"))
    }

    private func description(
        of device: DeviceAuthorization, _ code: Secret, _ request: FlowRequest
    ) -> JSONObject {
        let page = issuer(of: request.tenant).url(ServerPath.device.rawValue)
        let userCode = device.userCode.shown
        return [
            "device_code": .string(code.exposed), "user_code": .string(userCode),
            "verification_uri": .string(page),
            "verification_uri_complete": .string("\(page)?user_code=\(userCode)"),
            "expires_in": .integer(settings.deviceLifetime), "interval": .integer(device.interval),
        ]
    }
}
