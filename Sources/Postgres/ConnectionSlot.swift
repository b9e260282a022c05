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
    private(set) var progressAt: Int64 = 0
    /// Whether this connection has served at all.
    private(set) var hasFinishedAny = false
    /// When it last was too slow for reads to wait for one another there.
    private(set) var wasSlowAt: Int64?
    private(set) var inFlight = Deque<Ticket>()
    private(set) var writesInFlight = 0

    /// The connection is there, and has yet to show what it is worth.
    mutating func opened(at now: Int64) {
        phase = .ready
        progressAt = now
        hasFinishedAny = false
        wasSlowAt = nil
    }

    mutating func append(_ ticket: Ticket, _ access: TransactionAccess, at now: Int64) {
        if inFlight.isEmpty { progressAt = now }
        if access == .write { writesInFlight += 1 }
        inFlight.append(ticket)
    }

    mutating func removeFirst(_ access: TransactionAccess) {
        inFlight.removeFirst()
        if access == .write { writesInFlight -= 1 }
        hasFinishedAny = true
    }

    /// Something was heard, perhaps after a silence longer than is prompt.
    mutating func heard(at now: Int64, promptness: Int64) {
        if now - progressAt >= promptness { wasSlowAt = now }
        progressAt = now
    }

    /// Whether the connection has shown that it answers promptly, and does so now.
    func isPrompt(at now: Int64, _ limits: PoolLimits) -> Bool {
        guard hasFinishedAny, wasSlowAt.map({ now - $0 >= limits.slownessRemembered }) ?? true
        else { return false }
        return inFlight.isEmpty || now - progressAt < limits.promptness
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
