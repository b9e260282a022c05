import Domain
import Reactor
import Synchronization

/// What time it is for a gateway: the system's, and in tests as much later as they say.
package final class WallClock: Sendable {
    private let lead = Atomic<Int64>(0)

    /// The system's time.
    package init() {}

    /// Lets the time be later than it is.
    package func advance(by duration: Duration) {
        let (seconds, attoseconds) = duration.components
        let microseconds = seconds * 1_000_000 + attoseconds / 1_000_000_000_000
        lead.wrappingAdd(microseconds, ordering: .relaxed)
    }

    func now(on loop: EventLoop) -> Timestamp {
        Timestamp(
            microseconds: loop.wallTime.microsecondsSince1970 + lead.load(ordering: .relaxed))
    }
}
