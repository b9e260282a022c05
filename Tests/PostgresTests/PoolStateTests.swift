// Transcripts of a pool: what happens, and everything it asks for in answer.

import Testing

@testable import Postgres

@Suite("Pool state")
struct PoolStateTests {
    private static let second: Int64 = 1_000_000_000

    private func pool(
        connections: Int = 1, reads: Int = 1, _ change: (inout PoolConfiguration) -> Void = { _ in }
    ) -> PoolState {
        var configuration = PoolConfiguration(url: "")
        configuration.connections = connections
        configuration.readConnections = reads
        configuration.seed = 1
        change(&configuration)
        return PoolState(limits: PoolLimits(configuration), seed: configuration.seed)
    }

    /// A pool whose first connections are ready.
    private func ready(
        connections: Int = 1, reads: Int = 1, _ change: (inout PoolConfiguration) -> Void = { _ in }
    ) -> PoolState {
        var state = pool(connections: connections, reads: reads, change)
        state.started(at: 0)
        for slot in 0..<reads { state.opened(slot, at: 0) }
        _ = state.takeActions()
        return state
    }

    @Test("Transactions wait for the first connection, and go out in order")
    func start() {
        var state = pool()
        state.started(at: 0)
        #expect(state.takeActions() == [.open(slot: 0)])
        let first = state.submitted(.read, at: 1)
        let second = state.submitted(.read, at: 2)
        #expect(state.takeActions() == [])
        state.opened(0, at: 3)
        #expect(state.takeActions() == [.send(first, slot: 0), .send(second, slot: 0)])
    }

    @Test("Reads keep to one of the first connections until it has many in flight")
    func reads() {
        var state = ready(connections: 4, reads: 2)
        let together = state.limits.readsTogether
        let slots = (0..<2 * together + 1).flatMap { _ in
            _ = state.submitted(.read, at: 1)
            return state.takeSent()
        }
        #expect(
            slots == Array(repeating: 0, count: together) + Array(repeating: 1, count: together)
                + [0])
    }

    @Test("Reads pass by a connection that says nothing")
    func readsPassingBy() {
        var state = ready(connections: 2, reads: 2)
        _ = state.submitted(.read, at: 0)
        #expect(state.takeSent() == [0])
        _ = state.submitted(.read, at: state.limits.readPatience)
        #expect(state.takeSent() == [1])
    }

    @Test("Writes open further connections when all have a commit in flight, and prefer those")
    func writes() {
        var state = ready(connections: 3, reads: 1)
        let first = state.submitted(.write, at: 1)
        #expect(state.takeActions() == [.send(first, slot: 0)])
        let second = state.submitted(.write, at: 1)
        #expect(state.takeActions() == [.open(slot: 1), .send(second, slot: 0)])
        state.opened(1, at: 2)
        let third = state.submitted(.write, at: 3)
        #expect(state.takeActions() == [.send(third, slot: 1)])
        let fourth = state.submitted(.write, at: 3)
        #expect(state.takeActions() == [.open(slot: 2), .send(fourth, slot: 1)])
    }

    @Test("Beyond the pipeline's depth transactions wait, beyond the queue's they are refused")
    func bounds() {
        var state = ready {
            $0.pipelineDepth = 1
            $0.queueMax = 1
        }
        let sent = state.submitted(.read, at: 1)
        let waiting = state.submitted(.read, at: 1)
        let refused = state.submitted(.read, at: 1)
        #expect(state.takeActions() == [.send(sent, slot: 0), .fail(refused, .queueFull)])
        state.sent(sent)
        state.finished(sent, slot: 0, .succeeded, at: 2)
        #expect(state.takeActions() == [.succeed(sent), .send(waiting, slot: 0)])
    }

    @Test("Who waits too long is told so")
    func waitDeadline() {
        var state = ready { $0.pipelineDepth = 1 }
        let sent = state.submitted(.write, at: 0)
        state.sent(sent)
        let waiting = state.submitted(.read, at: 0)
        _ = state.takeActions()
        state.progressed(0, at: Self.second - 1)
        state.ticked(at: Self.second - 1)
        #expect(state.takeActions() == [])
        state.ticked(at: Self.second)
        #expect(state.takeActions() == [.fail(waiting, .deadlinePassed)])
    }

    @Test("When a connection breaks, a read is tried once more and a write never")
    func breaking() {
        var state = ready(connections: 2, reads: 2)
        let write = state.submitted(.write, at: 1)
        let read = state.submitted(.read, at: 1)
        #expect(state.takeActions() == [.send(write, slot: 0), .send(read, slot: 1)])
        state.sent(write)
        state.sent(read)
        state.broke(1, at: 2)
        #expect(state.takeActions() == [.send(read, slot: 0)])
        state.sent(read)
        state.broke(0, at: 3)
        #expect(state.takeActions() == [.fail(read, .unavailable), .fail(write, .outcomeUnknown)])
    }

    @Test("What was not sent yet is not lost with its connection")
    func unsent() {
        var state = ready(connections: 2, reads: 2)
        let write = state.submitted(.write, at: 1)
        state.broke(0, at: 1)
        #expect(!state.canSend(write, slot: 0))
        #expect(state.takeActions() == [.send(write, slot: 0), .send(write, slot: 1)])
        #expect(state.canSend(write, slot: 1))
    }

    @Test("Without a connection everything fails at once, until one attempt succeeds")
    func downAndUp() {
        var state = ready(connections: 2, reads: 2)
        state.sent(state.submitted(.read, at: 0))
        state.sent(state.submitted(.write, at: 0))
        for slot in 0..<2 { state.finishFirst(on: slot) }
        state.broke(0, at: 1)
        state.broke(1, at: 1)
        #expect(state.health == .unknown)
        let waiting = state.submitted(.read, at: 1)
        #expect(state.takeActions() == [.open(slot: 0), .open(slot: 1)])
        state.broke(0, at: 2)
        #expect(state.takeActions() == [.fail(waiting, .unavailable)])
        state.broke(1, at: 2)
        #expect(state.health == .down)
        let refused = state.submitted(.write, at: 3)
        #expect(state.takeActions() == [.fail(refused, .unavailable)])
        state.ticked(at: Self.second)
        #expect(state.takeActions() == [.open(slot: 0)])
        state.opened(0, at: Self.second)
        #expect(state.takeActions() == [.open(slot: 1)])
        #expect(state.health == .up)
    }

    @Test("A connection that never answers is given up, and the pool is down")
    func hang() {
        var state = ready()
        let read = state.submitted(.read, at: 0)
        let write = state.submitted(.write, at: 0)
        state.sent(read)
        state.sent(write)
        _ = state.takeActions()
        state.ticked(at: 1_749_000_000)
        #expect(state.takeActions() == [])
        state.ticked(at: 1_750_000_000)
        #expect(
            state.takeActions() == [
                .close(slot: 0), .fail(write, .outcomeUnknown), .fail(read, .unavailable),
            ])
        #expect(state.health == .down)
    }

    @Test("Answers that come slowly keep their connection, and who is late is answered")
    func slowButAlive() {
        var state = ready()
        let first = state.submitted(.read, at: 0)
        let late = state.submitted(.write, at: 0)
        state.sent(first)
        state.sent(late)
        state.finished(first, slot: 0, .succeeded, at: Self.second)
        _ = state.takeActions()
        state.ticked(at: 2 * Self.second)
        #expect(state.takeActions() == [.fail(late, .outcomeUnknown)])
        state.finished(late, slot: 0, .succeeded, at: 2 * Self.second + 1)
        #expect(state.takeActions() == [])
        #expect(state.tickets.isEmpty)
    }

    @Test("A connection that is not made in time is given up")
    func connectDeadline() {
        var state = pool()
        state.started(at: 0)
        let read = state.submitted(.read, at: Self.second / 2)
        _ = state.takeActions()
        state.ticked(at: Self.second)
        #expect(state.takeActions() == [.close(slot: 0), .fail(read, .unavailable)])
    }

    @Test("A conflict is tried again twice after a pause, then reported")
    func conflicts() {
        var state = ready()
        let write = state.submitted(.write, at: 0)
        for time in 1...2 as ClosedRange<Int64> {
            #expect(state.takeActions() == [.send(write, slot: 0)])
            state.sent(write)
            state.finished(write, slot: 0, .conflicted, at: time * Self.second / 2)
            #expect(state.takeActions() == [])
            state.ticked(at: time * Self.second / 2 + state.limits.conflictPauses.upperBound)
        }
        #expect(state.takeActions() == [.send(write, slot: 0)])
        state.sent(write)
        state.finished(write, slot: 0, .conflicted, at: 2 * Self.second)
        #expect(state.takeActions() == [.fail(write, .server)])
    }

    @Test("After a stale statement a transaction relies on nothing that others prepare")
    func stale() {
        var state = proven()
        let read = state.submitted(.read, at: 0)
        #expect(!state.reliesOnNothing(read))
        state.sent(read)
        state.finished(read, slot: 0, .stale, at: 1)
        #expect(state.takeActions() == [.send(read, slot: 0), .send(read, slot: 0)])
        #expect(state.reliesOnNothing(read))
        #expect(!state.mayShareSync(read, slot: 0, at: 1))
        state.sent(read)
        state.finished(read, slot: 0, .succeeded, at: 2)
        #expect(state.takeActions() == [.succeed(read)])
    }

    @Test("What is stale although it was prepared by itself was not done, and is no mistake")
    func staleAgain() {
        var state = ready()
        let write = state.submitted(.write, at: 0)
        state.sent(write)
        state.finished(write, slot: 0, .stale, at: 1)
        state.sent(write)
        state.finished(write, slot: 0, .stale, at: 2)
        #expect(
            state.takeActions()
                == [.send(write, slot: 0), .send(write, slot: 0), .fail(write, .unavailable)])
    }

    /// A pool whose connection has answered a read promptly.
    private func proven() -> PoolState {
        var state = ready()
        let read = state.submitted(.read, at: 0)
        state.sent(read)
        state.finished(read, slot: 0, .succeeded, at: 0)
        _ = state.takeActions()
        return state
    }

    @Test("A read that was passed over for another's error is sent again, under its own Sync")
    func passedOver() {
        var state = proven()
        let read = state.submitted(.read, at: 0)
        #expect(state.mayShareSync(read, slot: 0, at: 0))
        state.sent(read)
        state.finished(read, slot: 0, .passedOver, at: 1)
        #expect(state.takeActions() == [.send(read, slot: 0), .send(read, slot: 0)])
        #expect(!state.mayShareSync(read, slot: 0, at: 1))
        state.sent(read)
        state.finished(read, slot: 0, .succeeded, at: 2)
        #expect(state.takeActions() == [.succeed(read)])
    }

    @Test("A write, and a read that may be slow, never share their Sync")
    func alone() {
        var state = proven()
        let write = state.submitted(.write, at: 0)
        #expect(!state.mayShareSync(write, slot: 0, at: 0))
        let read = state.submitted(.read, isAlone: true, at: 0)
        #expect(!state.mayShareSync(read, slot: 0, at: 0))
    }

    @Test("A read that was lost with its connection has a Sync to itself on the next")
    func lostRead() {
        var state = ready(connections: 2, reads: 2)
        let read = state.submitted(.read, at: 0)
        state.sent(read)
        state.broke(0, at: 1)
        #expect(state.slots[1].inFlight.first == read)
        #expect(state.tickets[read].isAlone)
    }

    @Test("Reads share no Sync where none has been answered yet, or one was slow to be")
    func promptness() {
        var state = ready()
        let first = state.submitted(.read, at: 0)
        #expect(!state.mayShareSync(first, slot: 0, at: 0))
        state.sent(first)
        let late = state.limits.promptness
        #expect(!state.mayShareSync(first, slot: 0, at: late))
        state.finished(first, slot: 0, .succeeded, at: late)
        let second = state.submitted(.read, at: late)
        #expect(!state.mayShareSync(second, slot: 0, at: late))
        state.sent(second)
        state.finished(second, slot: 0, .succeeded, at: late + 1)
        let later = late + state.limits.slownessRemembered
        let third = state.submitted(.read, at: later)
        #expect(state.mayShareSync(third, slot: 0, at: later))
        #expect(!state.mayShareSync(third, slot: 0, at: later + late))
    }

    @Test("A server that takes no writes is left, once it has answered the rest")
    func readOnly() {
        var state = ready()
        let write = state.submitted(.write, at: 0)
        let read = state.submitted(.read, at: 0)
        state.sent(write)
        state.sent(read)
        _ = state.takeActions()
        state.finished(write, slot: 0, .readOnly, at: 1)
        #expect(state.takeActions() == [.fail(write, .unavailable)])
        #expect(state.health == .down)
        state.finished(read, slot: 0, .succeeded, at: 2)
        #expect(state.takeActions().prefix(2) == [.succeed(read), .close(slot: 0)])
    }

    @Test("Connections beyond those for reads are closed when idle")
    func surplus() {
        var state = ready(connections: 2, reads: 1)
        for _ in 0..<2 { state.sent(state.submitted(.write, at: 0)) }
        state.opened(1, at: 0)
        state.finishFirst(on: 0)
        state.finishFirst(on: 0)
        _ = state.takeActions()
        #expect(state.soonerTick(at: 0) == state.limits.idleTimeout)
        state.ticked(at: 61 * Self.second)
        #expect(state.takeActions() == [.close(slot: 1)])
        #expect(state.soonerTick(at: 61 * Self.second) == nil)
    }

    @Test("A transaction's deadline is looked at in time, however far off the next look was")
    func soonerTick() {
        var state = ready(connections: 2, reads: 1)
        for _ in 0..<2 { state.sent(state.submitted(.write, at: 0)) }
        state.opened(1, at: 0)
        state.finishFirst(on: 0)
        state.finishFirst(on: 0)
        #expect(state.soonerTick(at: 0) == state.limits.idleTimeout)
        #expect(state.soonerTick(at: Self.second) == nil)
        state.sent(state.submitted(.read, at: Self.second))
        #expect(state.soonerTick(at: Self.second) == state.limits.tickInterval)
        #expect(state.soonerTick(at: Self.second) == nil)
    }

    @Test("Closing answers who waits, lets finish what is in flight, and takes nothing more")
    func closing() {
        var state = ready { $0.pipelineDepth = 1 }
        let sent = state.submitted(.write, at: 0)
        state.sent(sent)
        let waiting = state.submitted(.write, at: 0)
        _ = state.takeActions()
        state.close(at: 1)
        #expect(state.takeActions() == [.fail(waiting, .unavailable)])
        let late = state.submitted(.read, at: 1)
        #expect(state.takeActions() == [.fail(late, .unavailable)])
        #expect(!state.isClosed)
        state.finished(sent, slot: 0, .succeeded, at: 2)
        #expect(state.takeActions() == [.succeed(sent), .close(slot: 0)])
        #expect(state.isClosed)
    }
}

extension PoolState {
    /// Everything asked for since the last time.
    mutating func takeActions() -> [Action] {
        var actions: [Action] = []
        while let action = nextAction() { actions.append(action) }
        return actions
    }

    /// The slots that transactions have been sent on since the last time.
    mutating func takeSent() -> [Int] {
        takeActions().compactMap {
            guard case .send(_, let slot) = $0 else { return nil }
            return slot
        }
    }

    /// Has a slot finish the oldest transaction that is in flight there.
    mutating func finishFirst(on slot: Int) {
        if let ticket = slots[slot].inFlight.first {
            finished(ticket, slot: slot, .succeeded, at: 0)
        }
        _ = takeActions()
    }
}
