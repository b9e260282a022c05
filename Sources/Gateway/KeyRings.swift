import Access
package import Domain
package import OAuth
package import Reactor
import Secrets
package import Store

/// What one loop remembers of its tenants' signing keys: bounded, and forgotten whenever a tenant
/// or a key changes anywhere.
///
/// Keys are opened off the loop, once however many requests wait for them.
package final class KeyRings: KeyRingSource {
    private struct Answer {
        let ring: KeyRing?
        let until: Instant
    }

    /// Somebody opening a tenant's keys; who comes after a change waits for no answer from before.
    private struct Opening: Hashable {
        let tenant: Int64
        let epoch: Int
    }

    private typealias Outcome = Result<KeyRing?, APIError>

    /// How many tenants' keys are remembered, half of them for certain.
    private static let entriesMax = 1024
    /// Keys that have retired cease to be published within this time, though nothing changes.
    private static let lifetime = Duration.seconds(60)

    private let loop: EventLoop
    private let store: Store
    private let slowWork: any SlowWork
    private let seal: Seal?
    private var answers = GenerationalCache<Int64, Answer>(capacity: entriesMax)
    /// Who waits for keys that somebody is opening.
    private var waiting: [Opening: [CheckedContinuation<Outcome, Never>]] = [:]
    private var epoch = 0
    private var hearsChanges = false

    /// Remembers for the loop of the store; without `secrets.key` no tenant has keys.
    package init(
        loop: EventLoop, store: Store, slowWork: any SlowWork, secretsKey: Redacted<[UInt8]>?
    ) {
        self.loop = loop
        self.store = store
        self.slowWork = slowWork
        seal = secretsKey.map { Seal(secretsKey: $0.reveal(), purpose: .signingKey) }
    }

    /// The tenant's keys; nil where it has none, or `secrets.key` is not configured.
    ///
    /// Throws `.defect` where `secrets.key` does not open them, and what the database throws.
    package func ring(of tenant: Tenant) async throws(APIError) -> KeyRing? {
        guard let seal else { return nil }
        if let answer = answers.find(tenant.number), answer.until > loop.now { return answer.ring }
        let opening = Opening(tenant: tenant.number, epoch: epoch)
        if waiting[opening] != nil {
            return try await withCheckedContinuation { waiting[opening]?.append($0) }.get()
        }
        waiting[opening] = []
        let outcome = await open(tenant, with: seal)
        for other in waiting.removeValue(forKey: opening) ?? [] { other.resume(returning: outcome) }
        return try outcome.get()
    }

    /// Forgets everything: some tenant or key came, changed or went.
    package func registryChanged() {
        epoch += 1
        answers.removeAll()
    }

    /// From now on changes are heard, or not: then nothing is remembered.
    package func hearsChanges(_ hears: Bool) {
        hearsChanges = hears
        registryChanged()
    }

    private func open(_ tenant: Tenant, with seal: Seal) async -> Outcome {
        let asked = epoch
        do throws(APIError) {
            let keys = try await store.signingKeys(
                of: tenant, retiredSeconds: KeyRing.retiredSeconds)
            let opened = try await slowWork.run { () -> Result<KeyRing?, KeyRing.Flaw> in
                Result { () throws(KeyRing.Flaw) in
                    try KeyRing(opening: keys, of: tenant, with: seal)
                }
            }
            let ring = try opened.mapError { flaw in
                APIError(.defect, "something went wrong here", detail: flaw.description)
            }.get()
            // Not where the keys may have changed while they were read.
            if hearsChanges, asked == epoch {
                let answer = Answer(ring: ring, until: loop.now + Self.lifetime)
                answers.insert(answer, for: tenant.number)
            }
            return .success(ring)
        } catch {
            return .failure(error)
        }
    }
}
