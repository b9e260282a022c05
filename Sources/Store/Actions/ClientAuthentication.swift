// Whether a client is who it says: what its registration and its live secrets allow.

public import Domain
import Postgres
import Secrets

extension Store {
    /// Whether an enabled client of the tenant has this secret, and the secret has not ended.
    ///
    /// A secret that the gateway made is compared at once; others take as long as their hash was
    /// made to take, off the loop, one after another.
    public func authenticates(
        client clientID: String, secret: Secret, tenant: Tenant
    ) async throws(APIError) -> Bool {
        let kept = try await liveSecrets(of: clientID, tenant: tenant)
        let presented = secret.exposed
        for secret in kept.sorted(by: { !$0.isSlow && $1.isSlow }) {
            let matches =
                secret.isSlow
                ? try await slowWork.run { try? secret.matches(presented) }
                : try? secret.matches(presented)
            guard let matches else {
                throw APIError(.unavailable, "a secret cannot be compared now; try again shortly")
            }
            if matches { return true }
        }
        return false
    }

    /// The most secrets that one attempt is compared with.
    private static let secretsMax = 8

    private func liveSecrets(
        of clientID: String, tenant: Tenant
    ) async throws(APIError) -> [KeptSecret] {
        let query = texts.query(.liveClientSecrets) { tenant in
            """
            SELECT scheme, secret_hash FROM postern.client_secret
            WHERE \(tenant) AND client_id = $2 AND (expires_at IS NULL OR expires_at > now())
                AND EXISTS (
                    SELECT FROM postern.client
                    WHERE \(tenant) AND client_id = $2 AND enabled
                        AND (client_secret_expires_at IS NULL OR client_secret_expires_at > now()))
            ORDER BY created_at DESC LIMIT $3
            """
        }
        let statement = Statement(
            query, [.integer(tenant.number), .text(clientID), .integer(Int64(Self.secretsMax))])
        let rows = try await run([statement], tenant: tenant.number, .read)[0]
        return (0..<rows.count).compactMap { row in
            KeptSecret.Scheme(rawValue: rows.text(row, 0)).flatMap {
                KeptSecret(scheme: $0, bytes: rows.bytes(row, 1))
            }
        }
    }
}
