// Secrets that clients chose: what is kept of one, and whether a client has the one it presents.

import Catalog
import Domain
import Postgres
import Secrets

extension Store {
    /// What is to be kept of a secret that a client sent.
    func hashed(_ secret: Secret) async throws(APIError) -> KeptSecret {
        let submitted: SubmittedSecret
        do throws(SubmittedSecret.Flaw) {
            submitted = try SubmittedSecret(secret.exposed)
        } catch {
            throw .invalid(Client.secret.declaration.name, error.sentence)
        }
        if let hash = submitted.hash { return hash }
        guard let kept = try await slowWork.run({ try? submitted.kept() }) else {
            throw APIError(.defect, "something went wrong here", detail: "no hash of a secret")
        }
        return kept
    }
}
