// Logos in tests that are not about how they are drawn.

package import Domain

/// Draws on the caller's loop: no other test's images are in line before.
package struct DrawingAtOnce: SlowWork {
    package init() {}

    package func run<Result: Sendable>(
        _ work: @escaping @Sendable () -> Result
    ) async throws(APIError) -> Result {
        work()
    }
}
