// Connections come and go: opened, lost, given up when they hang, and opened again after a pause.

internal import DequeModule

extension PoolState {
    /// How many connections may be on their way at once beside those that reads need.
    private static let growingMax = 2

    /// The handshake on a slot is done.
    mutating func opened(_ slot: Int, at now: Int64) {
        guard case .connecting = slots[slot].phase else { return }
        slots[slot].opened(at: now)
        hasAttemptFailed = false
        // The server is there: the others need not wait any longer.
        nextAttemptAt = now
        openMissing(at: now)
        placeWaiting(at: now)
    }

    /// A slot's connection could not be opened, or is lost.
    mutating func broke(_ slot: Int, at now: Int64) {
        switch slots[slot].phase {
        case .connecting:
            slots[slot].phase = .closed
            hasAttemptFailed = true
            pauseAttempts(at: now)
        case .ready, .retiring:
            slots[slot].phase = .closed
            // One that never finished anything is no proof that the next will: pause.
            if !slots[slot].hasFinishedAny { pauseAttempts(at: now) }
        case .closed:
            return
        }
        settleAfterLoss(of: slot, at: now)
    }

    /// Time has passed: gives up what is late.
    ///
    /// To be called when the last interval of `soonerTick` is over.
    mutating func ticked(at now: Int64) {
        tickDue = .max
        for slot in slots.indices {
            switch slots[slot].phase {
            case .connecting(let deadline):
                if now >= deadline { giveUp(slot, at: now) }
            case .ready, .retiring:
                if slots[slot].inFlight.isEmpty {
                    if isSurplus(slot, at: now) { retire(slot, at: now) }
                } else if now - slots[slot].progressAt >= limits.silenceMax {
                    giveUp(slot, at: now)
                } else {
                    abandonLate(slot, at: now)
                }
            case .closed:
                break
            }
        }
        expireWaiting(at: now)
        openMissing(at: now)
        placeWaiting(at: now)
    }

    /// How soon `ticked` is to be called, in nanoseconds, if that is sooner than it would be; else
    /// nil.
    ///
    /// The long interval of idle connections must not keep a busy pool from looking at its
    /// deadlines.
    mutating func soonerTick(at now: Int64) -> Int64? {
        guard let interval = tickInterval, now + interval < tickDue else { return nil }
        tickDue = now + interval
        return interval
    }

    /// How often time is looked at, in nanoseconds; nil when time changes nothing.
    private var tickInterval: Int64? {
        let isBusy =
            !tickets.isEmpty
            || slots.contains {
                if case .connecting = $0.phase { true } else { $0.phase == .retiring }
            }
        if isBusy || isOpeningWanted { return limits.tickInterval }
        return openCount > limits.readConnections ? limits.idleTimeout : nil
    }

    /// Opens another connection when every one has a commit in flight.
    mutating func growForWrites(at now: Int64) {
        guard health == .up, now >= nextAttemptAt else { return }
        var connecting = 0
        for slot in slots.indices {
            switch slots[slot].phase {
            case .ready: if slots[slot].writesInFlight == 0 { return }
            case .connecting: connecting += 1
            case .retiring, .closed: break
            }
        }
        guard connecting < PoolState.growingMax else { return }
        openNext(at: now)
    }

    /// Opens what reads need, or one to try with while the database is away.
    mutating func openMissing(at now: Int64) {
        while isOpeningWanted, now >= nextAttemptAt, openNext(at: now) {}
    }

    /// Lets what is in flight finish, then closes.
    mutating func retire(_ slot: Int, at now: Int64) {
        guard slots[slot].phase == .ready else { return }
        slots[slot].phase = .retiring
        if slots[slot].inFlight.isEmpty { closeSlot(slot, at: now) }
    }

    /// After a failover this server takes no writes; another connection may find the one that does.
    mutating func retireReadOnly(_ slot: Int, at now: Int64) {
        hasAttemptFailed = true
        pauseAttempts(at: now)
        retire(slot, at: now)
    }

    mutating func closeSlot(_ slot: Int, at now: Int64) {
        act(.close(slot: slot))
        slots[slot].phase = .closed
        openMissing(at: now)
    }

    private var openCount: Int {
        slots.count { $0.phase != .closed && $0.phase != .retiring }
    }

    private var isOpeningWanted: Bool {
        guard !isClosing else { return false }
        return openCount < (health == .down ? 1 : limits.readConnections)
    }

    @discardableResult
    private mutating func openNext(at now: Int64) -> Bool {
        guard let slot = slots.firstIndex(where: { $0.phase == .closed }) else { return false }
        slots[slot].phase = .connecting(deadline: now + limits.connectTimeout)
        act(.open(slot: slot))
        return true
    }

    private mutating func pauseAttempts(at now: Int64) {
        nextAttemptAt = now + backoff.failed(using: &jitter)
    }

    /// Silent for too long: what is in flight there will not be waited for.
    private mutating func giveUp(_ slot: Int, at now: Int64) {
        act(.close(slot: slot))
        slots[slot].phase = .closed
        hasAttemptFailed = true
        pauseAttempts(at: now)
        settleAfterLoss(of: slot, at: now)
    }

    private mutating func settleAfterLoss(of slot: Int, at now: Int64) {
        let lost = slots[slot].removeAll()
        // From the newest, so that the oldest is again first in line.
        for ticket in lost.reversed() {
            settle(ticket, at: now)
        }
        if health == .down { failWaiting() }
        openMissing(at: now)
        placeWaiting(at: now)
    }

    /// A transaction whose connection broke: a read is tried once more, a write never.
    private mutating func settle(_ ticket: Ticket, at now: Int64) {
        switch tickets[ticket].phase {
        case .abandoned: return tickets.remove(ticket)
        case .placed: return health == .down ? fail(ticket, .unavailable) : waitAgain(ticket)
        case .inFlight, .waiting, .free: break
        }
        switch tickets[ticket].access {
        case .write:
            fail(ticket, .outcomeUnknown)
        case .read:
            if isLate(ticket, at: now) {
                fail(ticket, .deadlinePassed)
            } else if tickets.spend(\.reconnectionsLeft, of: ticket) {
                // Those that shared a Sync may have been silent together; apart none is.
                tickets[ticket].isAlone = true
                tryAgain(ticket)
            } else {
                fail(ticket, .unavailable)
            }
        }
    }

    /// Answers those in flight whose time is up; their results are dropped when they come.
    private mutating func abandonLate(_ slot: Int, at now: Int64) {
        for ticket in slots[slot].inFlight where tickets[ticket].phase != .abandoned {
            guard isLate(ticket, at: now) else { return }
            tickets[ticket].phase = .abandoned
            act(.fail(ticket, tickets[ticket].access == .read ? .deadlinePassed : .outcomeUnknown))
        }
    }

    private func isLate(_ ticket: Ticket, at now: Int64) -> Bool {
        now - tickets[ticket].submittedAt >= limits.transactionTimeout
    }

    private func isSurplus(_ slot: Int, at now: Int64) -> Bool {
        slot >= limits.readConnections && openCount > limits.readConnections
            && now - slots[slot].progressAt >= limits.idleTimeout
    }
}
