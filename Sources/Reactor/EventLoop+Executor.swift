// The loop as Swift concurrency sees it.

import Dispatch
import Glibc

extension EventLoop {
    /// Takes a job of an actor or task that lives on this loop; from any thread.
    public func enqueue(_ job: consuming ExecutorJob) {
        enqueue(.job(UnownedJob(job)))
    }

    /// The loop as the executor of an actor.
    public func asUnownedSerialExecutor() -> UnownedSerialExecutor {
        UnownedSerialExecutor(ordinary: self)
    }

    /// The loop as the executor that a task prefers.
    public func asUnownedTaskExecutor() -> UnownedTaskExecutor {
        UnownedTaskExecutor(ordinary: self)
    }

    /// Stops the process unless it is in one of the loop's turns.
    public func checkIsolated() {
        precondition(isCurrent, "not on \(name)")
    }

    /// Whether the caller is in one of the loop's turns, and so may touch what lives on the loop.
    public func isIsolatingCurrentContext() -> Bool? {
        isCurrent
    }

    func enqueue(_ work: Work) {
        if isCurrent {
            ready.append(work)
            return
        }
        // SAFETY: balanced on return. The work may be the end of the actor that alone keeps this
        // loop, and be over on the loop's thread before this one has called for attention.
        let loop = Unmanaged.passRetained(self)
        defer { loop.release() }
        switch inbox.post(work) {
        case .none: break
        case .bell: poller.ring()
        case .queue: queue.async { [self] in turn() }
        }
    }

    /// Runs what is ready and what that makes ready, in a bounded number of rounds.
    func runReadyWork() {
        var rounds = 0
        while !ready.isEmpty && rounds < Self.readyRoundsMax {
            swap(&ready, &running)
            var index = 0
            while index < running.count {
                switch running[index] {
                case .job(let job):
                    job.runSynchronously(
                        isolatedTo: asUnownedSerialExecutor(), taskExecutor: asUnownedTaskExecutor()
                    )
                case .body(let body):
                    body()
                }
                index += 1
            }
            running.removeAll(keepingCapacity: true)
            rounds += 1
        }
    }

    /// How often jobs may make further jobs ready before descriptors are looked at again.
    private static let readyRoundsMax = 64
}
