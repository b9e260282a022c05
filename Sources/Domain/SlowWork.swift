/// Where work is left that would hold a loop up: hashing, signing, images.
public protocol SlowWork: Sendable {
    /// Does the work on some other thread.
    ///
    /// Throws `.unavailable` where too much is in line already; then nothing was begun.
    func run<Result: Sendable>(
        _ work: @escaping @Sendable () -> Result
    ) async throws(APIError) -> Result
}
