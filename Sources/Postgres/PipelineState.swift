// Which result on a pipelined connection belongs to which message, and what it means.

internal import DequeModule

/// Identifies a transaction for as long as its pool knows it.
struct Ticket: Hashable {
    let index: Int
}

/// What is in flight on one connection.
///
/// Owns no socket and no row.
///
/// Messages are announced in the order they are sent; results come in the same order: for each
/// message but Sync one result and an end, for Sync one result alone. After a failure everything up
/// to the next Sync is aborted, and nothing beyond it. Reads may share a Sync: each ends with a
/// mark that the server never sees.
struct PipelineState {
    /// A message whose answer is awaited.
    enum Message: Equatable {
        /// Parse. A later message of any transaction may rely on it.
        case prepare(queryID: Int, number: Int)
        /// Bind and Execute; `keepsRows` is false for what only sets the tenant.
        case execute(queryID: Int, number: Int, keepsRows: Bool)
        /// Closes a prepared statement that is no longer wanted; nobody waits for it.
        case closeStatement
        /// The end of a read that shares the Sync to come; nothing is sent for it.
        case endOfRead(Ticket)
        /// Sync, the end of a transaction; nil for our own housekeeping.
        case sync(Ticket?)
    }

    /// What an error says about the prepared statement that it concerns.
    enum Staleness: Equatable {
        case none
        /// The schema has outgrown its plan.
        case plan
        /// The server does not know it, and so perhaps none of the others.
        case unknown
    }

    /// What libpq handed over.
    enum Received: Equatable {
        case rows
        /// An error of the server, and what it says about prepared statements.
        case failure(Staleness)
        case aborted
        case synchronized
        /// The NULL that ends one message's results.
        case end
        case unexpected
    }

    /// What to do with it.
    enum Action: Equatable {
        case nothing
        /// Keep the rows: they are the transaction's next result.
        case keepRows(queryID: Int, number: Int)
        /// This error is the transaction's outcome, unless preparing anew cures it.
        case keepError
        case finish(Ticket, Ending)
        /// Nothing that was said makes sense any more: drop the connection.
        case drop
    }

    /// How a transaction is over.
    enum Ending: Equatable {
        case succeeded
        /// With the error kept before.
        case failed
        /// A read before it under the same Sync failed, so that the server passed it over.
        case passedOver
    }

    /// Whose error it is that aborts everything up to the next Sync.
    private enum Failure {
        /// There is none. Can become: current.
        case none
        /// The transaction's whose results are coming in. Can become: earlier, none.
        case current
        /// One's that shares the Sync and is over. Can become: none.
        case earlier
    }

    private(set) var prepared: PreparedStatements
    private var messages = Deque<Message>()
    private var isEndAwaited = false
    private var failure = Failure.none

    init(preparedCountMax: Int = PreparedStatements.countMaxDefault) {
        prepared = PreparedStatements(countMax: preparedCountMax)
    }

    /// Whether any answer is still to come.
    var isExpectingResults: Bool { isEndAwaited || !messages.isEmpty }

    /// Says how to run a query; the messages that follow from it must be announced with `sent`.
    mutating func use(
        _ queryID: Int, _ parameters: [Parameter], isAnew: Bool = false
    ) -> PreparedStatements.Use {
        prepared.use(queryID, parameters, isAnew: isAnew)
    }

    /// The next prepared statement to close, if any.
    mutating func nextToClose() -> Int? {
        prepared.nextToClose()
    }

    /// Remembers the columns of a statement's results.
    mutating func setColumns(_ columns: Columns, of queryID: Int, number: Int) {
        prepared.setColumns(columns, of: queryID, number: number)
    }

    /// Announces a message that libpq has taken.
    mutating func sent(_ message: Message) {
        messages.append(message)
    }

    /// Takes in the next result.
    mutating func received(_ received: Received) -> Action {
        if isEndAwaited {
            isEndAwaited = false
            return received == .end ? readIsOver() : .drop
        }
        guard let message = messages.popFirst() else { return .drop }
        if case .sync(let ticket) = message {
            return synchronized(ticket, received)
        }
        isEndAwaited = true
        switch received {
        case .rows:
            return succeeded(message)
        case .failure(let staleness):
            return failed(message, staleness)
        case .aborted:
            if case .prepare(let queryID, let number) = message {
                prepared.forget(queryID, number: number, existsOnServer: false)
            }
            return failure == .none ? .drop : .nothing
        case .synchronized, .end, .unexpected:
            return .drop
        }
    }

    private func succeeded(_ message: Message) -> Action {
        guard case .execute(let queryID, let number, keepsRows: true) = message else {
            return .nothing
        }
        return .keepRows(queryID: queryID, number: number)
    }

    private mutating func failed(_ message: Message, _ staleness: Staleness) -> Action {
        let isFirst = failure == .none
        failure = .current
        switch message {
        case .prepare(let queryID, let number):
            prepared.forget(queryID, number: number, existsOnServer: false)
        case .execute(let queryID, let number, keepsRows: _):
            switch staleness {
            case .none: break
            case .plan: prepared.forget(queryID, number: number, existsOnServer: true)
            case .unknown: prepared.forgetAll(becauseOf: queryID, number: number)
            }
        case .closeStatement, .endOfRead, .sync:
            // A statement that cannot be closed does not exist, which is what was wanted.
            return .nothing
        }
        return isFirst ? .keepError : .drop
    }

    /// What has come was perhaps the last of a read that shares its Sync.
    private mutating func readIsOver() -> Action {
        guard case .endOfRead(let ticket) = messages.first else { return .nothing }
        messages.removeFirst()
        switch failure {
        case .none:
            return .finish(ticket, .succeeded)
        case .current:
            failure = .earlier
            return .finish(ticket, .failed)
        case .earlier:
            return .finish(ticket, .passedOver)
        }
    }

    /// A commit may fail too, as with deferred constraints: then an error and its end come first.
    private mutating func synchronized(_ ticket: Ticket?, _ received: Received) -> Action {
        switch received {
        case .synchronized:
            return finished(ticket)
        case .failure where failure == .none:
            failure = .current
            isEndAwaited = true
            messages.prepend(.sync(ticket))
            return .keepError
        case .failure, .rows, .aborted, .end, .unexpected:
            return .drop
        }
    }

    private mutating func finished(_ ticket: Ticket?) -> Action {
        let ending = failure == .none ? Ending.succeeded : .failed
        failure = .none
        guard let ticket else { return .nothing }
        return .finish(ticket, ending)
    }
}
