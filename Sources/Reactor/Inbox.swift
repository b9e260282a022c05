// What other threads want done on a loop.

import Synchronization

/// A piece of work for a loop's thread.
enum Work: Sendable {
    case job(UnownedJob)
    case body(@Sendable () -> Void)
}

/// The work handed to a loop by other threads, in the order in which it came.
///
/// Only the first piece asks for the loop's attention; what follows is found with it.
struct Inbox: ~Copyable {
    /// How the poster of a piece of work must call for attention.
    enum Summons {
        /// The loop has been called already.
        case none
        /// Ring the poller's bell.
        case bell
        /// The loop no longer polls: put a turn on its queue.
        case queue
    }

    // Not private: the compiler (6.3) emits a broken module for a Mutex of a private type.
    struct State {
        var work: [Work] = []
        var isPolled = true
    }

    private let state = Mutex(State())
    private let isFilled = Atomic<Bool>(false)

    /// Adds a piece of work, from any thread.
    func post(_ work: Work) -> Summons {
        state.withLock { state in
            state.work.append(work)
            guard state.work.count == 1 else { return .none }
            isFilled.store(true, ordering: .releasing)
            return state.isPolled ? .bell : .queue
        }
    }

    /// Moves everything to the end of `list`; costs one load when there is nothing.
    func empty(into list: inout [Work]) {
        guard isFilled.load(ordering: .acquiring) else { return }
        let work = state.withLock { state in
            isFilled.store(false, ordering: .releasing)
            var work: [Work] = []
            swap(&work, &state.work)
            return work
        }
        list.append(contentsOf: work)
    }

    /// From now on summons go to the queue, since nobody will hear the bell.
    func stopPolling() {
        state.withLock { $0.isPolled = false }
    }
}
