// Where clients may block: a thread of their own, never one of Swift's few.

import Dispatch

/// Runs an actor's methods one at a time on a thread that may wait in system calls.
final class BlockingExecutor: SerialExecutor {
    private let queue = DispatchQueue(label: "test.client")

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.async { job.runSynchronously(on: self.asUnownedSerialExecutor()) }
    }
}
