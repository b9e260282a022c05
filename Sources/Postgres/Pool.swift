// A loop's connections to the database, and the only way to run SQL in a tenant's name.

internal import CLibPQ
internal import DequeModule
public import Reactor

/// Runs transactions on a few pipelined connections, each in one round trip.
///
/// A pool belongs to one loop, is used there only, and is to be closed there. What it decides is in
/// `PoolState`; this class carries it out.
public final class Pool {
    private struct Work {
        let statements: [Statement]
        let tenant: Int64?
        /// Nil once answered.
        var continuation: UnsafeContinuation<Result<[Rows], PostgresError>, Never>?
        var result: Result<[Rows], PostgresError>?
    }

    private let loop: EventLoop
    private let configuration: PoolConfiguration
    private let endpoint: Endpoint
    private var state: PoolState
    private var connections: [Connection?]
    private var works: [Work?] = []
    private var counted = PoolMetrics()
    private var ticker: Deadline?
    private var flusher: Deadline?
    private var isPerforming = false
    private var unflushed: [Int] = []
    private var closers: [UnsafeContinuation<Void, Never>] = []

    /// What last went wrong with a connection, for the log; nil while nothing has.
    public private(set) var lastFailure: PostgresError?

    /// Makes a pool that opens nothing before `start`.
    ///
    /// Throws `.unavailable` when the URL cannot be read.
    public init(loop: EventLoop, configuration: PoolConfiguration) throws(PostgresError) {
        self.loop = loop
        self.configuration = configuration
        endpoint = try Endpoint(
            configuration.url, settings: configuration.serverSettings,
            applicationName: configuration.applicationName)
        let limits = PoolLimits(configuration)
        state = PoolState(limits: limits, seed: configuration.seed)
        connections = Array(repeating: nil, count: limits.connections)
    }

    /// Begins to connect, and from then on connects again whenever a connection breaks.
    public func start() {
        state.started(at: now)
        perform()
    }

    /// Whether at least one connection is ready.
    public var isAvailable: Bool {
        state.health == .up
    }

    /// The counters as they stand.
    public var metrics: PoolMetrics {
        var metrics = counted
        metrics.open = state.slots.count { $0.phase == .ready }
        metrics.inFlight = state.slots.reduce(0) { $0 + $1.inFlight.count }
        metrics.waiting = state.waitingCount
        metrics.retries = state.retries
        return metrics
    }

    /// Runs statements as one transaction in a tenant's name and returns each one's rows.
    ///
    /// Result `i` belongs to statement `i`. All are sent together with what sets the tenant, so the
    /// whole costs one round trip; either all take effect or none. A read is tried once more when
    /// its connection breaks; a write never, and then throws `.outcomeUnknown`. Reads that begin in
    /// one turn are answered together, but for those that are `isAlone`: say so of what may last.
    public func run(
        _ statements: [Statement], tenant: Int64, _ access: TransactionAccess,
        isAlone: Bool = false
    ) async throws(PostgresError) -> [Rows] {
        try await submit(statements, tenant: tenant, access, isAlone: isAlone).get()
    }

    /// Runs one statement without a tenant: row security then shows no tenant's rows.
    ///
    /// Only for the functions that find out what the tenant is, and must be a read.
    public func lookUp(_ statement: Statement) async throws(PostgresError) -> Rows {
        let results = try await submit([statement], tenant: nil, .read, isAlone: true).get()
        guard let rows = results.first else { preconditionFailure("a statement without a result") }
        return rows
    }

    /// Answers what waits with `.unavailable`, lets what is in flight finish, and closes.
    public func close() async {
        state.close(at: now)
        perform()
        guard !state.isClosed else { return }
        // SAFETY: `perform` resumes each closer once, when it empties the list.
        await withUnsafeContinuation { closers.append($0) }
    }

    private var now: Int64 { loop.now.nanoseconds }

    private func submit(
        _ statements: [Statement], tenant: Int64?, _ access: TransactionAccess, isAlone: Bool
    ) async -> Result<[Rows], PostgresError> {
        assert(loop.isCurrent, "a pool is used on its own loop only")
        // SAFETY: the state answers each ticket exactly once, and `answer` takes the work away.
        return await withUnsafeContinuation { continuation in
            let ticket = state.submitted(access, isAlone: isAlone, at: now)
            let work = Work(statements: statements, tenant: tenant, continuation: continuation)
            if ticket.index < works.count {
                works[ticket.index] = work
            } else {
                works.append(work)
            }
            perform()
        }
    }

    /// Does what the state asks for until it asks for nothing more.
    private func perform() {
        // What is done may report back at once; the outermost call goes on with what that asks for.
        guard !isPerforming else { return }
        isPerforming = true
        while let action = state.nextAction() {
            switch action {
            case .open(let slot): open(slot)
            case .close(let slot): closeConnection(slot)
            case .send(let ticket, let slot): send(ticket, slot)
            case .succeed(let ticket): answer(ticket, nil)
            case .fail(let ticket, let reason): answer(ticket, reason)
            }
        }
        isPerforming = false
        flushSoon()
        scheduleTick()
        guard state.isClosed, !closers.isEmpty else { return }
        for closer in closers { closer.resume() }
        closers.removeAll()
    }

    private func open(_ slot: Int) {
        let connection = Connection(
            slot: slot, loop: loop, preparedStatementsMax: configuration.preparedStatementsMax,
            owner: self)
        connections[slot] = connection
        connection.open(endpoint)
    }

    private func closeConnection(_ slot: Int) {
        connections[slot]?.close()
        connections[slot] = nil
    }

    private func send(_ ticket: Ticket, _ slot: Int) {
        guard state.canSend(ticket, slot: slot), let connection = connections[slot],
            let work = works[ticket.index]
        else { return }
        // Without a tenant of its own it would run in the name of whoever came before.
        let isShared = work.tenant != nil && state.mayShareSync(ticket, slot: slot, at: now)
        let isReady = isShared && connection.hasPrepared(work.statements)
        guard isReady || connection.synchronize(),
            connection.send(
                work.statements, tenant: work.tenant, preparesAll: state.reliesOnNothing(ticket))
        else { return connection.drop() }
        state.sent(ticket)
        let isEnded =
            isShared
            ? connection.share(ticket, readsMax: state.limits.readsPerSync)
            : connection.commit(ticket)
        guard isEnded else { return connection.drop() }
        if !unflushed.contains(slot) { unflushed.append(slot) }
    }

    /// Writes at the end of the turn, together with what else the turn sends.
    private func flushSoon() {
        guard !unflushed.isEmpty else { return }
        if let flusher {
            flusher.postpone(after: .zero)
        } else {
            flusher = loop.schedule(after: .zero) { [weak self] in self?.flush() }
        }
    }

    private func flush() {
        while let slot = unflushed.popLast() { connections[slot]?.flush() }
    }

    private func answer(_ ticket: Ticket, _ reason: PoolState.Reason?) {
        guard let work = works[ticket.index], let continuation = work.continuation else { return }
        works[ticket.index] = nil
        let result: Result<[Rows], PostgresError> =
            switch reason {
            case .none: work.result ?? .failure(PostgresError(.unavailable))
            case .server: work.result ?? .failure(PostgresError(.unavailable))
            case .unavailable: .failure(PostgresError(.unavailable, detail: lastFailure?.detail))
            case .outcomeUnknown:
                .failure(PostgresError(.outcomeUnknown, detail: lastFailure?.detail))
            case .deadlinePassed: .failure(PostgresError(.deadlinePassed))
            case .queueFull: .failure(PostgresError(.queueFull))
            }
        continuation.resume(returning: result)
    }

    private func scheduleTick() {
        guard let interval = state.soonerTick(at: now) else { return }
        let pause = Duration.nanoseconds(interval)
        if let ticker {
            ticker.postpone(after: pause)
        } else {
            ticker = loop.schedule(after: pause) { [weak self] in self?.tick() }
        }
    }

    private func tick() {
        state.ticked(at: now)
        perform()
    }
}

extension Pool: ConnectionOwner {
    func connectionOpened(_ slot: Int) {
        counted.connects += 1
        state.opened(slot, at: now)
        perform()
    }

    func connectionProgressed(_ slot: Int) {
        state.progressed(slot, at: now)
    }

    func connectionFinished(
        _ slot: Int, _ ticket: Ticket, _ result: Result<[Rows], PostgresError>?
    ) {
        counted.roundTrips += 1
        works[ticket.index]?.result = result
        state.finished(ticket, slot: slot, outcome(of: result), at: now)
        perform()
    }

    func connectionBroke(_ slot: Int, _ error: PostgresError) {
        counted.breaks += 1
        lastFailure = error
        connections[slot] = nil
        state.broke(slot, at: now)
        perform()
    }

    private func outcome(of result: Result<[Rows], PostgresError>?) -> PoolState.Outcome {
        guard let result else { return .passedOver }
        guard case .failure(let error) = result else { return .succeeded }
        switch error.sqlState {
        case .serializationFailure, .deadlockDetected: return .conflicted
        case .featureNotSupported, .invalidStatementName: return .stale
        case .queryCanceled: return .canceled
        case .readOnlyTransaction: return .readOnly
        default: return .failed
        }
    }
}
