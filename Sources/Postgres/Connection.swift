// One pipelined connection of a pool: transactions in, their rows and errors out.

internal import CLibPQ
internal import Reactor

/// What a connection tells its pool.
protocol ConnectionOwner: AnyObject {
    func connectionOpened(_ slot: Int)
    func connectionProgressed(_ slot: Int)
    /// The oldest transaction is over, with its rows or its error; nil when it was not run because
    /// of another's error.
    func connectionFinished(_ slot: Int, _ ticket: Ticket, _ result: Result<[Rows], PostgresError>?)
    func connectionBroke(_ slot: Int, _ error: PostgresError)
}

/// A link in pipeline mode, with the queue of what is in flight on it.
final class Connection: LinkOwner {
    private let slot: Int
    private weak var owner: (any ConnectionOwner)?
    private let link: Link
    private var pipeline: PipelineState
    private var buffer = ParameterBuffer()
    private var name = StatementName()
    private var rows: [Rows] = []
    private var error: PostgresError?
    /// How many reads the next Sync will end.
    private var unsyncedReads = 0

    init(slot: Int, loop: EventLoop, preparedStatementsMax: Int, owner: any ConnectionOwner) {
        self.slot = slot
        self.owner = owner
        link = Link(loop: loop)
        pipeline = PipelineState(preparedCountMax: preparedStatementsMax)
        link.owner = self
    }

    func open(_ endpoint: Endpoint) {
        link.open(endpoint)
    }

    func close() {
        link.close()
    }

    /// Ends the reads that share a Sync, and writes what libpq still holds.
    func flush() {
        guard synchronize() else { return drop() }
        link.flush()
    }

    func drop() {
        link.drop(link.lastMessage)
    }

    /// Hands all of a transaction but its Sync to libpq; false when libpq refuses.
    ///
    /// Until `commit` follows, the server will not commit it. `preparesAll` relies on nothing that
    /// was prepared before.
    func send(_ statements: [Statement], tenant: Int64?, preparesAll: Bool) -> Bool {
        guard let connection = link.connection else { return false }
        if let tenant {
            buffer.encode(tenant: tenant)
            guard
                run(
                    connection, Connection.setTenant, Connection.tenantKinds, isAnew: preparesAll,
                    keepsRows: false)
            else { return false }
        }
        for statement in statements {
            buffer.encode(statement.parameters)
            guard
                run(
                    connection, statement.query, statement.parameters, isAnew: preparesAll,
                    keepsRows: true)
            else { return false }
        }
        return true
    }

    /// Whether no statement would have to be prepared first.
    ///
    /// What is prepared behind another's read would be lost with that read's error, to all who rely
    /// on it.
    func hasPrepared(_ statements: [Statement]) -> Bool {
        statements.allSatisfy { pipeline.prepared.has($0.query.id, $0.parameters) }
    }

    /// Ends a read whose Sync comes with `flush`, shared by at most `readsMax`; false when libpq
    /// refuses.
    ///
    /// What is sent next must begin with a tenant of its own.
    func share(_ ticket: Ticket, readsMax: Int) -> Bool {
        pipeline.sent(.endOfRead(ticket))
        unsyncedReads += 1
        return unsyncedReads < readsMax || synchronize()
    }

    /// Hands over the Sync that ends and commits the transaction; false when libpq refuses.
    func commit(_ ticket: Ticket) -> Bool {
        sync(ticket)
    }

    /// Hands over the Sync that reads share, if any awaits it; false when libpq refuses.
    func synchronize() -> Bool {
        guard unsyncedReads > 0 else { return true }
        unsyncedReads = 0
        return sync(nil)
    }

    private func sync(_ ticket: Ticket?) -> Bool {
        guard let connection = link.connection, postern_send_pipeline_sync(connection) == 1 else {
            return false
        }
        pipeline.sent(.sync(ticket))
        return closeStatements(connection)
    }

    func linkOpened() {
        guard let connection = link.connection, PQenterPipelineMode(connection) == 1 else {
            return drop()
        }
        owner?.connectionOpened(slot)
    }

    func linkReceived() {
        guard let connection = link.connection else { return }
        var hasProgressed = false
        while pipeline.isExpectingResults, PQisBusy(connection) == 0 {
            hasProgressed = true
            guard receive(PQgetResult(connection)) else { return drop() }
            // Whoever was answered may have closed the pool.
            guard link.isReady else { return }
        }
        if hasProgressed { owner?.connectionProgressed(slot) }
    }

    func linkBroke(_ error: PostgresError) {
        owner?.connectionBroke(slot, error)
    }

    private static let setTenant = Query("SELECT set_config('postern.tenant', $1, true)")
    private static let tenantKinds: [Parameter] = [.text("")]

    /// Sends Bind and Execute, after Parse where this connection has not prepared the query.
    private func run(
        _ connection: OpaquePointer, _ query: Query, _ parameters: [Parameter], isAnew: Bool,
        keepsRows: Bool
    ) -> Bool {
        let number: Int
        // SAFETY: libpq copies name, text and parameters before each call returns.
        switch pipeline.use(query.id, parameters, isAnew: isAnew) {
        case .ready(let prepared):
            number = prepared
            name.set(number)
        case .prepare(let prepared):
            number = prepared
            name.set(number)
            let kinds = pipeline.prepared.kinds(of: query.id)
            for index in kinds.indices { buffer.types[index] = kinds[index].typeID }
            let status = PQsendPrepare(
                connection, name.cText, query.cText, CInt(kinds.count), buffer.types)
            guard status == 1 else { return false }
            pipeline.sent(.prepare(queryID: query.id, number: number))
        }
        let status = PQsendQueryPrepared(
            connection, name.cText, CInt(buffer.count), buffer.values, buffer.lengths,
            buffer.formats, 1)
        guard status == 1 else { return false }
        pipeline.sent(.execute(queryID: query.id, number: number, keepsRows: keepsRows))
        return true
    }

    /// Closes what is no longer wanted, in a transaction of its own that nobody waits for.
    private func closeStatements(_ connection: OpaquePointer) -> Bool {
        while let number = pipeline.nextToClose() {
            name.set(number)
            let status = "DEALLOCATE \(name.text)".withCString { text in
                PQsendQueryParams(connection, text, 0, nil, nil, nil, nil, 1)
            }
            guard status == 1 else { return false }
            pipeline.sent(.closeStatement)
            guard postern_send_pipeline_sync(connection) == 1 else { return false }
            pipeline.sent(.sync(nil))
        }
        return true
    }

    /// Takes one result in; false when the connection is of no use any more.
    private func receive(_ pointer: OpaquePointer?) -> Bool {
        guard let pointer else { return perform(pipeline.received(.end)) }
        return receive(ServerResult(pointer))
    }

    private func receive(_ result: consuming ServerResult) -> Bool {
        switch result.kind {
        case .rows: return receive(rows: result)
        case .failure:
            guard let serverError = result.serverError() else { return fatal(result) }
            let action = pipeline.received(.failure(serverError.staleness))
            if action == .keepError { error = serverError }
            return perform(action)
        case .aborted: return perform(pipeline.received(.aborted))
        case .synchronized: return perform(pipeline.received(.synchronized))
        case .unexpected: return perform(pipeline.received(.unexpected))
        }
    }

    private func receive(rows result: consuming ServerResult) -> Bool {
        let action = pipeline.received(.rows)
        guard case .keepRows(let queryID, let number) = action else { return perform(action) }
        let known = pipeline.prepared.columns(of: queryID, number: number)
        guard let kept = result.rows(knownAs: known) else { return false }
        if kept.columns !== known {
            pipeline.setColumns(kept.columns, of: queryID, number: number)
        }
        rows.append(kept)
        return true
    }

    private func perform(_ action: PipelineState.Action) -> Bool {
        switch action {
        case .nothing, .keepRows, .keepError:
            return true
        case .drop:
            return false
        case .finish(let ticket, let ending):
            let result: Result<[Rows], PostgresError>? =
                switch ending {
                case .succeeded: .success(rows)
                case .failed: .failure(error ?? PostgresError(.unavailable))
                case .passedOver: nil
                }
            rows = []
            error = nil
            owner?.connectionFinished(slot, ticket, result)
            return true
        }
    }

    /// The server, or libpq, ends the connection; what was in flight is settled by the pool.
    private func fatal(_ result: borrowing ServerResult) -> Bool {
        link.drop(result.message)
        return true
    }
}

extension PostgresError {
    fileprivate var staleness: PipelineState.Staleness {
        switch sqlState {
        case .featureNotSupported: .plan
        case .invalidStatementName: .unknown
        default: .none
        }
    }
}
