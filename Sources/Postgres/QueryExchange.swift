// Question and answer on a connection outside pipeline mode: one query at a time, to its end.

internal import CLibPQ
internal import Reactor

/// Runs queries one after another on a link of its own; for what is rare and not in a hurry.
final class QueryExchange: LinkOwner {
    /// What a link's life and its answers are reported as.
    enum Event {
        case opened
        /// A query is over, with the rows of its last statement.
        case answered(Result<Rows, PostgresError>)
        case notified(channel: String, payload: String)
        case broke(PostgresError)
    }

    /// Called on the loop, possibly from within `open` and the calls that send.
    var onEvent: ((Event) -> Void)?

    private let link: Link
    private var buffer = ParameterBuffer()
    private var rows: Rows?
    private var error: PostgresError?

    private(set) var isExpectingInput = false

    init(loop: EventLoop) {
        link = Link(loop: loop)
        link.owner = self
    }

    func open(_ endpoint: Endpoint) {
        link.open(endpoint)
    }

    /// Closes without a word to anyone.
    func close() {
        onEvent = nil
        link.close()
    }

    func drop(_ detail: String) {
        link.drop(detail)
    }

    /// Sends statements separated by semicolons; rows come as text and only count is kept of them.
    func send(script: String) {
        send { PQsendQuery($0, script) }
    }

    /// Sends one statement with its parameters; rows come in binary form.
    func send(_ statement: Statement) {
        buffer.encode(statement.parameters)
        send { [self] connection in
            // SAFETY: libpq copies text and parameters before it returns.
            PQsendQueryParams(
                connection, statement.query.cText, CInt(buffer.count), buffer.types, buffer.values,
                buffer.lengths, buffer.formats, 1)
        }
    }

    private func send(_ call: (OpaquePointer) -> CInt) {
        guard let connection = link.connection, call(connection) == 1 else {
            return link.drop(link.lastMessage)
        }
        isExpectingInput = true
        link.flush()
    }

    func linkOpened() {
        onEvent?(.opened)
    }

    func linkReceived() {
        while isExpectingInput, let connection = link.connection, PQisBusy(connection) == 0 {
            guard let pointer = PQgetResult(connection) else {
                finish()
                continue
            }
            guard keep(ServerResult(pointer)) else { return link.drop(link.lastMessage) }
        }
        notify()
    }

    func linkBroke(_ error: PostgresError) {
        isExpectingInput = false
        onEvent?(.broke(error))
    }

    private func keep(_ result: consuming ServerResult) -> Bool {
        switch result.kind {
        case .rows:
            rows = result.rows(knownAs: nil)
            return rows != nil
        case .failure:
            guard let serverError = result.serverError() else { return false }
            if error == nil { error = serverError }
            return true
        case .aborted, .synchronized, .unexpected:
            return false
        }
    }

    private func finish() {
        isExpectingInput = false
        let answer: Result<Rows, PostgresError> =
            if let error {
                .failure(error)
            } else {
                .success(rows ?? Rows())
            }
        rows = nil
        error = nil
        onEvent?(.answered(answer))
    }

    private func notify() {
        while let connection = link.connection, let notification = PQnotifies(connection) {
            // SAFETY: libpq gives the notification away; it is freed once, here.
            defer { PQfreemem(notification) }
            onEvent?(
                .notified(
                    channel: String(cString: notification.pointee.relname),
                    payload: String(cString: notification.pointee.extra)))
        }
    }
}
