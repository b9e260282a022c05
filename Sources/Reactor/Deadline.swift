// A callback in the future that is cheap to move further away.

/// A callback that its loop makes once its time has come; made by `EventLoop.schedule`.
///
/// Moving it later only writes a field: the loop looks at it at the time it knew of, and goes to
/// sleep again. That makes one deadline per connection, moved with every request, cost nothing.
/// Used on its loop only. Once it has fired or was cancelled, moving it arms it again.
public final class Deadline {
    /// When the callback is due; `distantFuture` when it is not.
    public internal(set) var due: Instant

    /// Where the heap keeps it; nil while it is not in the heap.
    var position: Int?

    private let body: () -> Void

    // The heap that keeps this deadline is the loop's: the circle ends when this one fires or is
    // cancelled, or when the loop stops.
    private let loop: EventLoop

    init(due: Instant, loop: EventLoop, body: @escaping () -> Void) {
        self.due = due
        self.loop = loop
        self.body = body
    }

    /// Takes the callback back.
    public func cancel() {
        due = .distantFuture
        loop.disarm(self)
    }

    /// Moves the callback to `instant`, later or earlier than before.
    public func postpone(to instant: Instant) {
        due = instant
        loop.arm(self)
    }

    /// Moves the callback to the moment that is `duration` from now.
    public func postpone(after duration: Duration) {
        postpone(to: loop.now + duration)
    }

    /// Makes the callback; it may arm the deadline anew.
    func fire() {
        due = .distantFuture
        body()
    }
}
