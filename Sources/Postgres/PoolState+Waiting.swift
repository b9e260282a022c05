// Transactions that have no connection yet: placed on one, kept in line, or told to go.

internal import DequeModule

extension PoolState {
    var waitingCount: Int { waitingReads.count + waitingWrites.count }

    /// Sends the transaction on the best connection; false when none has room.
    mutating func place(_ ticket: Ticket, _ access: TransactionAccess, at now: Int64) -> Bool {
        guard let slot = access == .read ? slotForRead() : slotForWrite() else { return false }
        slots[slot].append(ticket, access, at: now)
        tickets[ticket].phase = .placed(slot: slot)
        act(.send(ticket, slot: slot))
        return true
    }

    /// Puts a new transaction at the end of its line, if the line is not too long.
    mutating func wait(_ ticket: Ticket, _ access: TransactionAccess) {
        guard waitingCount < limits.queueMax else { return fail(ticket, .queueFull) }
        switch access {
        case .read: waitingReads.append(ticket)
        case .write: waitingWrites.append(ticket)
        }
    }

    /// Puts a transaction that was sent before at the head of its line; its number is bounded by
    /// what was in flight.
    mutating func waitAgain(_ ticket: Ticket) {
        tickets[ticket].phase = .waiting
        switch tickets[ticket].access {
        case .read: waitingReads.prepend(ticket)
        case .write: waitingWrites.prepend(ticket)
        }
    }

    mutating func placeWaiting(at now: Int64) {
        while let ticket = waitingReads.first, place(ticket, .read, at: now) {
            waitingReads.removeFirst()
        }
        while let ticket = waitingWrites.first, place(ticket, .write, at: now) {
            waitingWrites.removeFirst()
        }
    }

    mutating func failWaiting() {
        while let ticket = waitingReads.popFirst() { fail(ticket, .unavailable) }
        while let ticket = waitingWrites.popFirst() { fail(ticket, .unavailable) }
        for entry in conflicted { fail(entry.ticket, .unavailable) }
        conflicted.removeAll()
    }

    /// Answers those in line whose time is up, and sends the conflicted whose pause is over.
    mutating func expireWaiting(at now: Int64) {
        while let ticket = waitingReads.first, hasWaitedTooLong(ticket, at: now) {
            waitingReads.removeFirst()
            fail(ticket, .deadlinePassed)
        }
        while let ticket = waitingWrites.first, hasWaitedTooLong(ticket, at: now) {
            waitingWrites.removeFirst()
            fail(ticket, .deadlinePassed)
        }
        guard !conflicted.isEmpty else { return }
        let due = conflicted.filter { $0.dueAt <= now }
        conflicted.removeAll { $0.dueAt <= now }
        for entry in due { tryAgain(entry.ticket) }
    }

    private func hasWaitedTooLong(_ ticket: Ticket, at now: Int64) -> Bool {
        let age = now - tickets[ticket].submittedAt
        // One that was sent before has had its wait; it still has its whole time.
        return age >= (tickets[ticket].wasSent ? limits.transactionTimeout : limits.waitTimeout)
    }

    /// Reads go to the least loaded of the first connections, or of the others while none of those
    /// is ready.
    private func slotForRead() -> Int? {
        let first = 0..<limits.readConnections
        if first.contains(where: { slots[$0].phase == .ready }) {
            return leastLoaded(first, for: .read)
        }
        return leastLoaded(slots.indices, for: .read)
    }

    /// Commits on one connection wait for one another's flush, so writes go where the fewest are in
    /// flight, and rather not where reads would wait behind them.
    private func slotForWrite() -> Int? {
        leastLoaded(slots.indices, for: .write)
    }

    private func leastLoaded(_ candidates: Range<Int>, for access: TransactionAccess) -> Int? {
        var best: Int?
        var bestLoad = Int.max
        for slot in candidates
        where slots[slot].phase == .ready && slots[slot].inFlight.count < limits.pipelineDepth {
            var load = slots[slot].inFlight.count
            if access == .write {
                // Commits in flight weigh most, then being a connection for reads.
                load += slots[slot].writesInFlight * limits.pipelineDepth * 4
                if slot < limits.readConnections { load += limits.pipelineDepth * 2 }
            }
            if load < bestLoad {
                best = slot
                bestLoad = load
            }
        }
        return best
    }
}
