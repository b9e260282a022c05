// Where work runs that would hold a loop up: hashing, signing, images, files.

import Dispatch
import Synchronization

/// A bounded number of threads, with a bounded queue in front of them, for work that computes or
/// blocks.
public final class OffLoop: Sendable {
    /// The queue is full: the work was not begun.
    public struct QueueFull: Error, Equatable {}

    // Not private: see `Inbox.State`.
    struct State {
        var runningCount = 0
        var waiting: [@Sendable () -> Void] = []
        var waitingFirst = 0

        var waitingCount: Int { waiting.count - waitingFirst }
    }

    private let threadCountMax: Int
    private let waitingCountMax: Int
    private let queue: DispatchQueue
    private let state = Mutex(State())

    /// Makes room for `threadCountMax` pieces of work at once and `waitingCountMax` in line.
    public init(name: String, threadCountMax: Int, waitingCountMax: Int) {
        precondition(threadCountMax > 0 && waitingCountMax >= 0, "no room off the loop")
        self.threadCountMax = threadCountMax
        self.waitingCountMax = waitingCountMax
        queue = DispatchQueue(label: name, attributes: .concurrent)
    }

    /// How many pieces of work are in line, for metrics.
    public var waitingCount: Int { state.withLock { $0.waitingCount } }

    /// Runs `body` on another thread and returns its result to where the caller lives.
    ///
    /// Throws what `body` throws, or `QueueFull` at once. Work once accepted is always done.
    public func run<Result: Sendable>(
        _ body: @escaping @Sendable () throws -> Result
    ) async throws -> Result {
        // SAFETY: accepted work resumes the caller once, and refused work is never begun.
        let result: Swift.Result<Result, any Error> = await withUnsafeContinuation { caller in
            let accepted = submit {
                caller.resume(returning: Swift.Result { try body() })
            }
            if !accepted { caller.resume(returning: .failure(QueueFull())) }
        }
        return try result.get()
    }

    private func submit(_ work: @escaping @Sendable () -> Void) -> Bool {
        enum Place { case running, waiting, refused }
        let place: Place = state.withLock { state in
            if state.runningCount < threadCountMax {
                state.runningCount += 1
                return .running
            }
            guard state.waitingCount < waitingCountMax else { return .refused }
            state.waiting.append(work)
            return .waiting
        }
        switch place {
        case .running: queue.async { [self] in run(from: work) }
        case .waiting: break
        case .refused: return false
        }
        return true
    }

    /// Does `first`, and then what is in line, before giving the thread back.
    private func run(from first: @Sendable () -> Void) {
        first()
        while let next = next() { next() }
    }

    private func next() -> (@Sendable () -> Void)? {
        state.withLock { state in
            guard state.waitingCount > 0 else {
                state.runningCount -= 1
                return nil
            }
            let work = state.waiting[state.waitingFirst]
            state.waitingFirst += 1
            if state.waitingFirst * 2 > state.waiting.count {
                state.waiting.removeFirst(state.waitingFirst)
                state.waitingFirst = 0
            }
            return work
        }
    }
}
