package import Domain
import Reactor
import Store

/// Where this process hashes secrets: on threads of their own, no more than there are processors,
/// and with a line that ends before its last one would have waited for long.
package struct Hashing {
    private static let threads = OffLoop(
        name: "hashing", threadCountMax: ProcessorCount.online, waitingCountMax: 64)

    package init() {}

    package func run<Result: Sendable>(
        _ work: @escaping @Sendable () -> Result
    ) async throws(APIError) -> Result {
        do {
            return try await Self.threads.run(work)
        } catch {
            throw APIError(
                .unavailable, "too many secrets are being hashed; try again shortly",
                detail: "\(error)")
        }
    }
}

extension Hashing: SlowWork {}
