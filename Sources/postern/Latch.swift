import Synchronization

/// Something that has happened or not; it cannot be undone.
final class Latch: Sendable {
    private let isClosed = Atomic(false)

    /// Says that it has happened; returns whether it had before.
    func close() -> Bool {
        isClosed.exchange(true, ordering: .relaxed)
    }
}
