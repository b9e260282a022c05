package import Domain
import Reactor

/// Where this process computes what would hold a loop up.
///
/// On threads of their own, no more than there are processors, or than memory is for, and with a
/// line that ends before its last would have waited for long.
package struct ComputingThreads: SlowWork {
    private let threads: OffLoop

    /// For secrets and passwords: each takes tens of milliseconds.
    package static let hashing = ComputingThreads("hashing", waitingCountMax: 64)
    /// For keys and signatures: each takes a millisecond.
    package static let signing = ComputingThreads("signing", waitingCountMax: 2048)

    /// For images: most take tens of milliseconds, the largest a second and 300 MB, which one
    /// thread asks for once.
    package static let drawing = ComputingThreads(
        "drawing", threadCountMax: 1, waitingCountMax: 64)

    private init(
        _ name: String, threadCountMax: Int = ProcessorCount.online, waitingCountMax: Int
    ) {
        threads = OffLoop(
            name: name, threadCountMax: threadCountMax, waitingCountMax: waitingCountMax)
    }

    package func run<Result: Sendable>(
        _ work: @escaping @Sendable () -> Result
    ) async throws(APIError) -> Result {
        do {
            return try await threads.run(work)
        } catch {
            throw APIError(
                .unavailable, "too much is being computed at the moment; try again shortly",
                detail: "\(error)")
        }
    }
}
