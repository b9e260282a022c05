// Waiting for what comes when it comes, and never longer than a test may take.

import Dispatch

/// Whether the condition comes true within the time; it is asked again and again.
///
/// The time is a bound against hanging, not a measurement: a busy machine needs all of it.
package func becomesTrue(
    within patience: Duration = .seconds(30), _ condition: () async throws -> Bool
) async rethrows -> Bool {
    let deadline = ContinuousClock.now + patience
    while true {
        if try await condition() { return true }
        guard ContinuousClock.now < deadline else { return false }
        await nextTick()
    }
}

/// Resumes in a few milliseconds, so that asking again leaves the processor to what is asked about.
private func nextTick() async {
    await withCheckedContinuation { continuation in
        DispatchQueue.global().asyncAfter(deadline: .now() + .milliseconds(5)) {
            continuation.resume()
        }
    }
}
