// Transactions that have no connection yet: placed on one, kept in line, or told to go.

internal import DequeModule

extension PoolState {
    var waitingCount: Int { waitingReads.count + waitingWrites.count }

    /// Sends the transaction on the best connection; false when none has room.
    mutating func place(_ ticket: Ticket, _ access: TransactionAccess, at now: Int64) -> Bool {
        guard let slot = access == .read ? slotForRead(at: now) : slotForWrite() else {
            return false
        }
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

    /// Reads go to the first connections, or to the others while none of those is ready.
    ///
    /// They keep to one while it answers: a server process that is busy takes several at once and
    /// need not be woken for each. One that has many in flight, or a commit, or says nothing, is
    /// passed by.
    private func slotForRead(at now: Int64) -> Int? {
        let first = 0..<limits.readConnections
        let candidates =
            first.contains { slots[$0].phase == .ready } ? first : slots.indices
        return leastLoaded(candidates) { slot in
            let isStuck =
                !slot.inFlight.isEmpty && now - slot.progressAt >= limits.readPatience
            return slot.inFlight.count / limits.readsTogether + slot.writesInFlight
                + (isStuck ? limits.pipelineDepth : 0)
        }
    }

    /// Commits on one connection wait for one another's flush, so writes go where the fewest are in
    /// flight, and rather not where reads would wait behind them.
    private func slotForWrite() -> Int? {
        leastLoaded(slots.indices) { slot in
            // Commits in flight weigh most, then being a connection for reads.
            slot.inFlight.count + slot.writesInFlight * limits.pipelineDepth * 4
        } surcharge: { index in
            index < limits.readConnections ? limits.pipelineDepth * 2 : 0
        }
    }

    private func leastLoaded(
        _ candidates: Range<Int>, _ load: (ConnectionSlot) -> Int,
        surcharge: (Int) -> Int = { _ in 0 }
    ) -> Int? {
        var best: Int?
        var bestLoad = Int.max
        for index in candidates
        where slots[index].phase == .ready && slots[index].inFlight.count < limits.pipelineDepth {
            let load = load(slots[index]) + surcharge(index)
            if load < bestLoad {
                best = index
                bestLoad = load
            }
        }
        return best
    }
}
