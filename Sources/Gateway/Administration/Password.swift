import Domain
import Reactor
import Secrets

/// Slow hashes of passwords, made on another thread.
enum Password {
    private static let workers = OffLoop(name: "passwords", threadCountMax: 1, waitingCountMax: 16)

    /// Hashes a password under a fresh salt.
    static func hash(_ password: Domain.Secret) async throws(AdministrationError) -> String {
        do {
            return try await workers.run {
                try ScryptHash(of: password.exposed, cost: .password).text
            }
        } catch {
            throw AdministrationError("the password could not be hashed: \(error)")
        }
    }
}
