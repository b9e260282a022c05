// One place for a connection in a pool, as the pool's state sees it.

internal import DequeModule

/// A slot's connection and what is in flight on it, in the order in which it will finish.
struct ConnectionSlot {
    /// Where the connection stands.
    enum Phase: Equatable {
        /// None. Can become: connecting.
        case closed
        /// On its way, until the deadline. Can become: ready, closed.
        case connecting(deadline: Int64)
        /// Takes transactions. Can become: retiring, closed.
        case ready
        /// Finishes what is in flight and takes nothing more. Can become: closed.
        case retiring
    }

    var phase = Phase.closed
    /// When something was last heard, or the first of what is in flight was sent.
    var progressAt: Int64 = 0
    /// Whether this connection has served at all.
    var hasFinishedAny = false
    private(set) var inFlight = Deque<Ticket>()
    private(set) var writesInFlight = 0

    mutating func append(_ ticket: Ticket, _ access: TransactionAccess, at now: Int64) {
        if inFlight.isEmpty { progressAt = now }
        if access == .write { writesInFlight += 1 }
        inFlight.append(ticket)
    }

    mutating func removeFirst(_ access: TransactionAccess, at now: Int64) {
        inFlight.removeFirst()
        if access == .write { writesInFlight -= 1 }
        progressAt = now
        hasFinishedAny = true
    }

    mutating func removeLast(_ access: TransactionAccess) {
        inFlight.removeLast()
        if access == .write { writesInFlight -= 1 }
    }

    /// Empties the slot and returns what was in flight.
    mutating func removeAll() -> Deque<Ticket> {
        defer {
            inFlight = Deque()
            writesInFlight = 0
        }
        return inFlight
    }
}
