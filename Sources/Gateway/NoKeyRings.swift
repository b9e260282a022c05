import Domain
import OAuth
struct NoKeyRings: KeyRingSource {
    func ring(of tenant: Tenant) async throws(APIError) -> KeyRing? { nil }
}
