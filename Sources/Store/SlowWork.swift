public import Domain

/// Where a store leaves work that would hold its loop up.
public protocol SlowWork: Sendable {
    /// Does the work on some other thread.
    ///
    /// Throws `.unavailable` where too much is in line already; then nothing was begun.
    func run<Result: Sendable>(
        _ work: @escaping @Sendable () -> Result
    ) async throws(APIError) -> Result
}
