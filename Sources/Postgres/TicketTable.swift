// The transactions that a pool has not answered yet.

/// What the pool's state knows of each transaction, by ticket; tickets are used again.
struct TicketTable {
    /// Where a transaction is.
    enum Phase: Equatable {
        /// In line, or pausing after a conflict. Can become: placed, free.
        case waiting
        /// Meant for a connection, and not sent so far. Can become: inFlight, waiting, free.
        case placed(slot: Int)
        /// Sent. Can become: waiting (tried again), abandoned, free.
        case inFlight
        /// Answered for lateness while its results are still to come. Can become: free.
        case abandoned
        /// Not in use. Can become: waiting.
        case free
    }

    /// One transaction.
    struct Entry {
        var phase = Phase.waiting
        var access: TransactionAccess
        var submittedAt: Int64
        /// Whether it is being tried again, and so has had its wait.
        var wasSent = false
        /// Whether it must have a Sync to itself: it may take long, or another has kept it from
        /// being run.
        var isAlone = false
        /// Another connection, when one breaks; reads only.
        var reconnectionsLeft = 1
        /// After a serialization failure or a deadlock.
        var conflictsLeft = 2
        /// Whether it prepares every statement itself: one that it relied on was no longer good, or
        /// never became it because the write that prepared it failed.
        var reliesOnNothing = false
    }

    private var entries: [Entry] = []
    private var free: [Int] = []

    var isEmpty: Bool { entries.count == free.count }
    var count: Int { entries.count - free.count }

    subscript(_ ticket: Ticket) -> Entry {
        get { entries[ticket.index] }
        _modify { yield &entries[ticket.index] }
    }

    mutating func add(
        _ access: TransactionAccess, isAlone: Bool = false, submittedAt now: Int64
    ) -> Ticket {
        let entry = Entry(access: access, submittedAt: now, isAlone: isAlone)
        if let index = free.popLast() {
            entries[index] = entry
            return Ticket(index: index)
        }
        entries.append(entry)
        return Ticket(index: entries.count - 1)
    }

    mutating func remove(_ ticket: Ticket) {
        guard entries[ticket.index].phase != .free else {
            preconditionFailure("a transaction ends twice")
        }
        entries[ticket.index].phase = .free
        free.append(ticket.index)
    }

    /// Uses one try of a kind up; false when none is left.
    mutating func spend(_ tries: WritableKeyPath<Entry, Int>, of ticket: Ticket) -> Bool {
        guard entries[ticket.index][keyPath: tries] > 0 else { return false }
        entries[ticket.index][keyPath: tries] -= 1
        return true
    }
}
