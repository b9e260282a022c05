import Access
import Domain
import JSONWire
import Signing

/// Clients that authenticate by a JWT of theirs (RFC 7523 §3, OpenID Connect Core §9).
extension AuthorizationServer {
    /// For how long ahead an assertion may be good, in seconds: as long as its use is remembered.
    ///
    /// Widespread clients make theirs for an hour.
    private static let assertionLifetimeMax: Int64 = 3600
    /// How far clocks may differ, in seconds.
    private static let clockSkew: Int64 = 30

    /// Whether the assertion is the client's, meant for this server, in its time, and new.
    func verifies(
        _ assertion: ClientAssertion, of client: RegisteredClient, _ request: FlowRequest
    ) async throws(FlowError) -> Bool {
        guard let claims = try await verifiedClaims(assertion, of: client, request),
            claims["iss"]?.string == client.id, claims["sub"]?.string == client.id,
            let audiences = claims.audiences, audiences.contains(where: acceptedAudiences(request)),
            let expires = claims.numericDate("exp"), let jti = claims["jti"]?.string
        else { return false }
        let now = request.now.seconds
        guard expires > now - Self.clockSkew,
            expires <= now + Self.assertionLifetimeMax + Self.clockSkew,
            claims.numericDate("nbf").map({ $0 <= now + Self.clockSkew }) ?? true,
            claims.numericDate("iat").map({ $0 <= now + Self.clockSkew }) ?? true,
            let end = Timestamp(seconds: expires + Self.clockSkew)
        else { return false }
        return try await asking { () async throws(APIError) in
            try await ledger.noteAssertion(
                TokenHash(of: jti).bytes, of: client.id, expires: end, tenant: request.tenant)
        }
    }

    private func verifiedClaims(
        _ assertion: ClientAssertion, of client: RegisteredClient, _ request: FlowRequest
    ) async throws(FlowError) -> JSONObject? {
        let methods = client.authenticationMethods
        if methods.contains(AuthenticationMethod.privateKeyJWT.rawValue), let keys = client.keys {
            // Up to a millisecond for each key: not for a loop.
            let claims = try await asking { () async throws(APIError) in
                try await signing.run {
                    (try? ClientKeySet(bytes: keys)).flatMap(assertion.claims(keys:))
                }
            }
            if let claims { return claims }
        }
        return nil
    }

    /// The issuer, or one of the endpoints that clients authenticate at (RFC 7523 §3, RFC 9126 §2).
    private func acceptedAudiences(_ request: FlowRequest) -> (String) -> Bool {
        let issuer = issuer(of: request.tenant)
        let paths = [ServerPath.token, .introspect, .revoke, .push, .authorizeDevice]
        let accepted = Set([issuer.url] + paths.map { issuer.url($0.rawValue) })
        return accepted.contains
    }
}
