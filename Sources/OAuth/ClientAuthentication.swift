import Access
import Domain
import Secrets

/// Whether a client is who it says (RFC 6749 §2.3, §3.2.1).
extension AuthorizationServer {
    /// The client that authenticated by a method it is registered for.
    ///
    /// `found` is the client that the credentials name, if there is one. Throws `invalid_client` in
    /// the same words whatever was wrong, and 429 after too many failures.
    func authenticated(
        _ credentials: ClientCredentials, as found: RegisteredClient?, _ request: FlowRequest
    ) async throws(FlowError) -> RegisteredClient {
        let subject = Throttle.Subject.client(
            tenant: request.tenant.number, id: TokenHash(of: credentials.clientID))
        if let pause = throttle.pause(subject, from: request.peer, now: request.now) {
            throw .refused(
                OAuthError(
                    .slowDown, "too many failed authentications; try again later",
                    retryAfter: pause))
        }
        guard let found, try await proves(credentials.proof, found, request) else {
            throttle.failed(subject, from: request.peer, now: request.now)
            throw .refused(.unknownClient)
        }
        return found
    }

    private func proves(
        _ proof: ClientCredentials.Proof, _ client: RegisteredClient, _ request: FlowRequest
    ) async throws(FlowError) -> Bool {
        switch proof {
        case .none: return client.isPublic
        case .secret(let secret, let method):
            // Registered for one of the two, a client may use the other: RFC 6749 §2.3.1 has both
            // for every client with a password.
            let methods: Set<String> = [
                AuthenticationMethod.basic.rawValue, AuthenticationMethod.post.rawValue,
            ]
            guard method == .basic || method == .post,
                !client.authenticationMethods.isDisjoint(with: methods)
            else { return false }
            return try await matches(secret, client)
        case .assertion(let assertion):
            return try await verifies(assertion, of: client, request)
        }
    }

    /// Secrets that the gateway made are compared first, because that takes no time.
    private func matches(
        _ secret: Secret, _ client: RegisteredClient
    ) async throws(FlowError) -> Bool {
        let presented = secret.exposed
        let kept = client.secrets.map(\.kept).sorted { !$0.isSlow && $1.isSlow }
        for secret in kept {
            let matches =
                secret.isSlow
                ? try await asking { () async throws(APIError) in
                    try await hashing.run { try? secret.matches(presented) }
                } : try? secret.matches(presented)
            guard let matches else {
                throw .failed(
                    APIError(
                        .unavailable, "a secret cannot be compared now; try again shortly"))
            }
            if matches { return true }
        }
        return false
    }
}
