// A pool's state and its pipelines in a made-up world where anything breaks at any time.

import Testing

@testable import Postgres

/// Drives `PoolState` and `PipelineState` by a seed and checks after every step what must hold.
///
/// The world knows what really happened to each transaction; the pool only hears of it.
struct PoolSimulation {
    /// A transaction as the world sees it.
    struct Submission {
        let access: TransactionAccess
        let statementCount: Int
        var answers = 0
        /// Whether it was sent and the server has not said how it ended.
        var isOpen = false
        /// Whether the server has committed it.
        var commits = 0
        var rows = 0
        /// How often a prepared statement was not what it took it for.
        var disappointments = 0
    }

    /// A connection as the world sees it.
    struct Wire {
        var pipeline = PipelineState(preparedCountMax: 3)
        var messages: [PipelineState.Message] = []
        var known: Set<Int> = []
        /// Prepared since the last Sync, and so not yet outgrown by any schema.
        var fresh: Set<Int> = []
        var hasFailed = false
        var outcome = PoolState.Outcome.succeeded
        var unsyncedReads = 0
    }

    var state: PoolState
    var random: Jitter
    var now: Int64 = 0
    var submissions: [Submission] = []
    var live: [Ticket: Int] = [:]
    var wires: [Int: Wire] = [:]
    var isDatabaseUp = true

    /// One in so many statements fails in each way that there is.
    let failureOdds: Int

    init(seed: UInt64, failureOdds: Int) {
        self.failureOdds = failureOdds
        var configuration = PoolConfiguration(url: "")
        configuration.connections = 4
        configuration.readConnections = 2
        configuration.pipelineDepth = 5
        configuration.queueMax = 7
        configuration.idleTimeout = .seconds(3)
        state = PoolState(limits: PoolLimits(configuration), seed: seed)
        random = Jitter(seed: seed ^ 0xABCD)
    }

    mutating func run(steps: Int) {
        state.started(at: now)
        perform()
        for _ in 0..<steps {
            step()
            check()
        }
        settle()
    }

    private mutating func step() {
        now += Int64.random(in: 0...30_000_000, using: &random)
        switch Int.random(in: 0..<100, using: &random) {
        case 0..<45: submit(Bool.random(using: &random) ? .read : .write)
        case 45..<80: deliver()
        case 80..<92: state.ticked(at: now)
        case 92..<97: handshake()
        case 97..<98: breakOne()
        case 98..<99: isDatabaseUp.toggle()
        default: now += Int64.random(in: 0...900_000_000, using: &random)
        }
        perform()
    }

    private mutating func submit(_ access: TransactionAccess) {
        let isAlone = Int.random(in: 0..<8, using: &random) == 0
        let ticket = state.submitted(access, isAlone: isAlone, at: now)
        #expect(live[ticket] == nil, "a ticket is given out twice")
        live[ticket] = submissions.count
        let count = Int.random(in: 1...3, using: &random)
        submissions.append(Submission(access: access, statementCount: count))
    }

    private mutating func perform() {
        while let action = state.nextAction() {
            switch action {
            case .open(let slot):
                #expect(wires[slot] == nil, "a slot is opened twice")
                wires[slot] = Wire()
                if Int.random(in: 0..<4, using: &random) == 0 { lose(slot) }
            case .close(let slot):
                wires[slot] = nil
            case .send(let ticket, let slot):
                if state.canSend(ticket, slot: slot) { send(ticket, slot) }
            case .succeed(let ticket):
                answer(ticket, nil)
            case .fail(let ticket, let reason):
                answer(ticket, reason)
            }
        }
    }

    private mutating func send(_ ticket: Ticket, _ slot: Int) {
        guard let index = live[ticket] else { return }
        let breaksAt = Int.random(in: 0..<40, using: &random)
        guard breaksAt != 0 else { return lose(slot) }
        if submissions[index].access == .write {
            #expect(!submissions[index].isOpen, "sent again while its outcome is open")
            #expect(submissions[index].commits == 0, "sent again after it was committed")
        }
        submissions[index].rows = 0
        let isShared = state.mayShareSync(ticket, slot: slot, at: now)
        if !isShared { synchronizeReads(slot) }
        for _ in 0..<submissions[index].statementCount {
            let queryID = Int.random(in: 0..<6, using: &random)
            post(queryID, slot, isAnew: state.reliesOnNothing(ticket))
        }
        state.sent(ticket)
        submissions[index].isOpen = true
        if isShared {
            wires[slot]?.pipeline.sent(.endOfRead(ticket))
            wires[slot]?.unsyncedReads += 1
            if Int.random(in: 0..<4, using: &random) == 0 { synchronizeReads(slot) }
        } else {
            sync(ticket, slot)
        }
        if breaksAt == 1 { lose(slot) }
    }

    private mutating func synchronizeReads(_ slot: Int) {
        guard let wire = wires[slot], wire.unsyncedReads > 0 else { return }
        wires[slot]?.unsyncedReads = 0
        sync(nil, slot)
    }

    private mutating func sync(_ ticket: Ticket?, _ slot: Int) {
        post(.sync(ticket), slot)
        while wires[slot]?.pipeline.nextToClose() != nil {
            post(.closeStatement, slot)
            post(.sync(nil), slot)
        }
    }

    private mutating func post(_ queryID: Int, _ slot: Int, isAnew: Bool) {
        switch wires[slot]?.pipeline.use(queryID, [], isAnew: isAnew) {
        case .prepare(let number):
            post(.prepare(queryID: queryID, number: number), slot)
            post(.execute(queryID: queryID, number: number, keepsRows: true), slot)
        case .ready(let number):
            post(.execute(queryID: queryID, number: number, keepsRows: true), slot)
        case .none:
            break
        }
    }

    private mutating func post(_ message: PipelineState.Message, _ slot: Int) {
        wires[slot]?.pipeline.sent(message)
        wires[slot]?.messages.append(message)
    }

    private mutating func handshake() {
        for slot in wires.keys.sorted() {
            guard case .connecting = state.slots[slot].phase else { continue }
            if isDatabaseUp { state.opened(slot, at: now) } else { lose(slot) }
        }
    }

    private mutating func breakOne() {
        if let slot = wires.keys.sorted().randomElement(using: &random) { lose(slot) }
    }

    private mutating func lose(_ slot: Int) {
        wires[slot] = nil
        state.broke(slot, at: now)
    }

    /// The server answers some messages on one connection.
    private mutating func deliver() {
        guard isDatabaseUp, let slot = wires.keys.sorted().randomElement(using: &random) else {
            return
        }
        if Bool.random(using: &random) { synchronizeReads(slot) }
        for _ in 0..<Int.random(in: 1...12, using: &random) {
            guard let message = wires[slot]?.messages.first else { return }
            wires[slot]?.messages.removeFirst()
            answer(message, slot)
            guard wires[slot] != nil else { return }
            state.progressed(slot, at: now)
        }
    }

    private mutating func answer(_ message: PipelineState.Message, _ slot: Int) {
        guard let wire = wires[slot] else { return }
        if case .sync(let ticket) = message { return synchronize(ticket, slot) }
        if wire.hasFailed { return receive(.aborted, slot) }
        switch message {
        case .prepare(_, let number):
            wires[slot]?.known.insert(number)
            wires[slot]?.fresh.insert(number)
            receive(.rows, slot)
        case .execute(_, let number, _):
            guard wire.known.contains(number) else { return refuse(.stale, slot) }
            switch Int.random(in: 0..<failureOdds, using: &random) {
            case 0: refuse(.failed, slot)
            case 1: refuse(.conflicted, slot)
            case 2 where !wire.fresh.contains(number): refuse(.stale, slot)
            case 3: refuse(.canceled, slot)
            case 4: refuse(.readOnly, slot)
            default: receive(.rows, slot)
            }
        case .closeStatement:
            receive(.rows, slot)
        case .endOfRead, .sync:
            break
        }
    }

    private mutating func refuse(_ outcome: PoolState.Outcome, _ slot: Int) {
        wires[slot]?.hasFailed = true
        wires[slot]?.outcome = outcome
        receive(.failure(outcome == .stale ? .plan : .none), slot)
    }

    private mutating func receive(_ received: PipelineState.Received, _ slot: Int) {
        let action = wires[slot]?.pipeline.received(received)
        #expect(action != .drop)
        if case .keepRows = action, let ticket = state.slots[slot].inFlight.first,
            let index = live[ticket]
        {
            submissions[index].rows += 1
        }
        switch wires[slot]?.pipeline.received(.end) {
        case .finish(let ticket, let ending): finish(ticket, ending, slot)
        case let end: #expect(end == .nothing)
        }
    }

    /// A read is over whose Sync is still to come.
    private mutating func finish(_ ticket: Ticket, _ ending: PipelineState.Ending, _ slot: Int) {
        guard let wire = wires[slot] else { return }
        let outcome: PoolState.Outcome =
            switch ending {
            case .succeeded: .succeeded
            case .failed: wire.outcome
            case .passedOver: .passedOver
            }
        #expect((outcome == .succeeded) == !wire.hasFailed)
        conclude(ticket, outcome, slot)
    }

    private mutating func synchronize(_ ticket: Ticket?, _ slot: Int) {
        guard let wire = wires[slot] else { return }
        wires[slot]?.hasFailed = false
        wires[slot]?.fresh = []
        wires[slot]?.outcome = .succeeded
        let action = wires[slot]?.pipeline.received(.synchronized)
        guard let ticket else {
            #expect(action == .nothing)
            return
        }
        #expect(action == .finish(ticket, wire.hasFailed ? .failed : .succeeded))
        conclude(ticket, wire.outcome, slot)
    }

    private mutating func conclude(_ ticket: Ticket, _ outcome: PoolState.Outcome, _ slot: Int) {
        if let index = live[ticket] {
            submissions[index].isOpen = false
            if outcome == .succeeded { submissions[index].commits += 1 }
            if outcome == .stale { submissions[index].disappointments += 1 }
        }
        state.finished(ticket, slot: slot, outcome, at: now)
    }

    private mutating func answer(_ ticket: Ticket, _ reason: PoolState.Reason?) {
        guard let index = live[ticket] else {
            Issue.record("an answer to nobody")
            return
        }
        submissions[index].answers += 1
        judge(submissions[index], reason)
        live[ticket] = nil
    }

    private func judge(_ submission: Submission, _ reason: PoolState.Reason?) {
        #expect(submission.answers == 1)
        #expect(submission.disappointments <= 1, "what it prepares itself is good")
        switch reason {
        case .none:
            #expect(submission.commits == 1)
            #expect(submission.rows == submission.statementCount)
        case .outcomeUnknown:
            #expect(submission.access == .write && submission.isOpen)
        case .unavailable, .deadlinePassed, .queueFull, .server:
            // A write that is reported as not done is indeed not done, and never will be.
            #expect(submission.access == .read || !submission.isOpen)
            #expect(submission.access == .read || submission.commits == 0)
        }
    }

    private func check() {
        let limits = state.limits
        let inFlightMax = limits.connections * limits.pipelineDepth
        #expect(state.waitingCount <= limits.queueMax + inFlightMax)
        for slot in state.slots {
            #expect(slot.inFlight.count <= limits.pipelineDepth)
            #expect(
                slot.writesInFlight == slot.inFlight.count { state.tickets[$0].access == .write })
        }
        let abandonedCount = state.slots.reduce(0) { count, slot in
            count + slot.inFlight.count { state.tickets[$0].phase == .abandoned }
        }
        #expect(state.tickets.count == live.count + abandonedCount)
    }

    /// Closes, gives time enough for every deadline, and counts what must come out even.
    private mutating func settle() {
        state.close(at: now)
        perform()
        for _ in 0..<400 where !state.isClosed {
            now += 10_000_000
            state.ticked(at: now)
            perform()
        }
        #expect(state.isClosed)
        #expect(live.isEmpty)
        #expect(submissions.allSatisfy { $0.answers == 1 })
        #expect(state.slots.allSatisfy { $0.inFlight.isEmpty && $0.writesInFlight == 0 })
        #expect(wires.isEmpty)
    }
}

@Suite("Pool simulation")
struct PoolSimulationTests {
    @Test(
        "Every transaction has one outcome, whatever breaks",
        arguments: 1...60 as ClosedRange<UInt64>)
    func anythingBreaks(seed: UInt64) {
        var simulation = PoolSimulation(seed: seed, failureOdds: 60)
        simulation.run(steps: 2_000)
    }

    @Test(
        "Failures that abort one another's preparations are nobody's error",
        arguments: 1...20 as ClosedRange<UInt64>)
    func preparationsAreLost(seed: UInt64) {
        var simulation = PoolSimulation(seed: seed, failureOdds: 8)
        simulation.run(steps: 2_000)
    }
}
