// Which connection runs which transaction, and what becomes of it when something breaks.

internal import DequeModule

/// Decides for a pool: where a transaction goes, when a connection comes and goes, how all ends.
///
/// Owns no socket, no clock and no continuation: time comes in as monotonic
/// nanoseconds, and what is to be done comes out of `nextAction`.
///
/// Every ticket that `submitted` gives out is answered by exactly one `.succeed` or `.fail`.
struct PoolState {
    /// Something for the pool to do, in this order.
    enum Action: Equatable {
        /// Begin to connect.
        case open(slot: Int)
        /// Drop the connection; nothing that is in flight on it will be heard of.
        case close(slot: Int)
        /// Hand the transaction to the connection.
        case send(Ticket, slot: Int)
        /// Answer with the rows.
        case succeed(Ticket)
        case fail(Ticket, Reason)
    }

    /// Why a transaction fails.
    enum Reason: Equatable {
        case unavailable
        case outcomeUnknown
        case deadlinePassed
        case queueFull
        /// The error that the server gave.
        case server
    }

    /// How a transaction ended on its connection.
    enum Outcome: Equatable {
        case succeeded
        /// The server's error stands.
        case failed
        /// The server rolled it back for the sake of others: worth another try.
        case conflicted
        /// A prepared statement was no longer good; it has been forgotten.
        case stale
        /// The statement's time was up.
        case canceled
        /// Not run, because of the error of another read under the same Sync.
        case passedOver
        /// The server takes no writes: after a failover this is the wrong one.
        case readOnly
    }

    /// Whether the database can be reached, as far as is known.
    enum Health: Equatable {
        /// Nothing has failed since the last connection was lost: transactions may wait. Can
        /// become: up, down.
        case unknown
        /// At least one connection is ready. Can become: unknown, down.
        case up
        /// No connection is ready and the last attempt failed: transactions fail at once. Can
        /// become: up.
        case down
    }

    let limits: PoolLimits
    var slots: [ConnectionSlot]
    var tickets = TicketTable()
    var waitingReads = Deque<Ticket>()
    var waitingWrites = Deque<Ticket>()
    /// Conflicted transactions and when each is tried again.
    var conflicted: [(ticket: Ticket, dueAt: Int64)] = []
    var backoff: Backoff
    /// Whether the last attempt to reach the server failed, or a connection was given up since.
    var hasAttemptFailed = false
    var jitter: Jitter
    /// Not before this is another connection opened.
    var nextAttemptAt = Int64.min
    /// When `ticked` comes next.
    var tickDue = Int64.max
    private(set) var isClosing = false
    private(set) var retries = 0
    private var actions = Deque<Action>()

    init(limits: PoolLimits, seed: UInt64) {
        self.limits = limits
        slots = Array(repeating: ConnectionSlot(), count: limits.connections)
        backoff = Backoff(shortest: limits.retryMin, longest: limits.retryMax)
        jitter = Jitter(seed: seed)
    }

    /// The next thing to do, once; nil when everything asked for has been done.
    mutating func nextAction() -> Action? {
        actions.popFirst()
    }

    mutating func act(_ action: Action) {
        actions.append(action)
    }

    var health: Health {
        if slots.contains(where: { $0.phase == .ready }) { return .up }
        return hasAttemptFailed ? .down : .unknown
    }

    /// Opens the first connections.
    mutating func started(at now: Int64) {
        openMissing(at: now)
    }

    /// A caller wants a transaction run.
    mutating func submitted(
        _ access: TransactionAccess, isAlone: Bool = false, at now: Int64
    ) -> Ticket {
        let ticket = tickets.add(access, isAlone: isAlone, submittedAt: now)
        if isClosing || health == .down {
            fail(ticket, .unavailable)
            return ticket
        }
        if access == .write { growForWrites(at: now) }
        if !place(ticket, access, at: now) { wait(ticket, access) }
        return ticket
    }

    /// Whether a `.send` still holds when its turn comes: an earlier action may have broken it.
    func canSend(_ ticket: Ticket, slot: Int) -> Bool {
        tickets[ticket].phase == .placed(slot: slot)
    }

    /// Whether a transaction is to prepare all that it runs, whatever others have prepared.
    func reliesOnNothing(_ ticket: Ticket) -> Bool {
        tickets[ticket].reliesOnNothing
    }

    /// Whether a transaction may end with a Sync that ends other reads too.
    ///
    /// Nothing is heard of any of them before all are done, so only where that is soon; and what
    /// one prepares there would be lost with the error of another.
    func mayShareSync(_ ticket: Ticket, slot: Int, at now: Int64) -> Bool {
        tickets[ticket].access == .read && !tickets[ticket].isAlone
            && !tickets[ticket].reliesOnNothing && slots[slot].isPrompt(at: now, limits)
    }

    /// The transaction is about to be committed by what is handed to libpq next.
    mutating func sent(_ ticket: Ticket) {
        guard case .placed = tickets[ticket].phase else {
            preconditionFailure("sent a transaction in \(tickets[ticket].phase)")
        }
        tickets[ticket].phase = .inFlight
    }

    /// The oldest transaction on a connection is over.
    mutating func finished(_ ticket: Ticket, slot: Int, _ outcome: Outcome, at now: Int64) {
        guard slots[slot].inFlight.first == ticket else {
            preconditionFailure("finished transaction that is not the first in flight")
        }
        progressed(slot, at: now)
        slots[slot].removeFirst(tickets[ticket].access)
        backoff.succeeded()
        if outcome == .readOnly { retireReadOnly(slot, at: now) }
        if tickets[ticket].phase == .abandoned {
            tickets.remove(ticket)
        } else {
            conclude(ticket, outcome, at: now)
        }
        if slots[slot].phase == .retiring, slots[slot].inFlight.isEmpty { closeSlot(slot, at: now) }
        placeWaiting(at: now)
    }

    /// Something was heard on a connection: it is not hung.
    mutating func progressed(_ slot: Int, at now: Int64) {
        slots[slot].heard(at: now, promptness: limits.promptness)
    }

    /// Answers everything that has not been sent, lets the rest finish, and opens nothing more.
    mutating func close(at now: Int64) {
        isClosing = true
        failWaiting()
        for slot in slots.indices {
            switch slots[slot].phase {
            case .ready: retire(slot, at: now)
            case .connecting: closeSlot(slot, at: now)
            case .retiring, .closed: break
            }
        }
    }

    /// Whether nothing is open any more and nothing is unanswered.
    var isClosed: Bool {
        isClosing && slots.allSatisfy { $0.phase == .closed } && tickets.isEmpty
    }

    private mutating func conclude(_ ticket: Ticket, _ outcome: Outcome, at now: Int64) {
        switch outcome {
        case .succeeded:
            tickets.remove(ticket)
            act(.succeed(ticket))
        case .failed:
            fail(ticket, .server)
        case .canceled:
            fail(ticket, .deadlinePassed)
        case .readOnly:
            fail(ticket, .unavailable)
        case .stale:
            // What it prepares itself, under the locks of its own transaction, is good.
            guard !tickets[ticket].reliesOnNothing else { return fail(ticket, .unavailable) }
            tickets[ticket].reliesOnNothing = true
            tryAgain(ticket)
        case .passedOver:
            // Once is enough to depend on others.
            tickets[ticket].isAlone = true
            tryAgain(ticket)
        case .conflicted:
            guard !isClosing, tickets.spend(\.conflictsLeft, of: ticket) else {
                return fail(ticket, .server)
            }
            retries += 1
            let pause = Int64.random(in: limits.conflictPauses, using: &jitter)
            tickets[ticket].phase = .waiting
            conflicted.append((ticket, now + pause))
        }
    }

    mutating func tryAgain(_ ticket: Ticket) {
        retries += 1
        tickets[ticket].wasSent = true
        if isClosing || health == .down {
            fail(ticket, .unavailable)
        } else {
            waitAgain(ticket)
        }
    }

    mutating func fail(_ ticket: Ticket, _ reason: Reason) {
        tickets.remove(ticket)
        act(.fail(ticket, reason))
    }
}
