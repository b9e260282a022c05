// One plain connection: for the command line, migrations and whatever needs no pool.

public import Reactor

/// A connection that runs one thing at a time; callers that come meanwhile wait their turn.
///
/// No tenant is set and no timeout beyond connecting: it is for the owner of the schema. Close it
/// when it is no longer wanted.
public actor Session {
    /// The loop is the executor, so that nothing here changes threads.
    public nonisolated var unownedExecutor: UnownedSerialExecutor {
        loop.asUnownedSerialExecutor()
    }

    private nonisolated let loop: EventLoop
    private let ownsLoop: Bool
    private let exchange: QueryExchange
    private var pending: UnsafeContinuation<Result<Rows, PostgresError>, Never>?
    private var isBusy = false
    private var waiting: [UnsafeContinuation<Void, Never>] = []
    private var failure: PostgresError?

    /// Connects, on a loop of its own unless one is given.
    ///
    /// Throws `.unavailable` when the server cannot be reached, refuses, or is not done within
    /// `timeout`.
    public static func connect(
        _ url: String, on loop: EventLoop? = nil, timeout: Duration = .seconds(10)
    ) async throws(PostgresError) -> Session {
        let endpoint = try Endpoint(
            url, settings: [("TimeZone", "UTC")], applicationName: "postern")
        let session =
            if let loop {
                Session(loop: loop, ownsLoop: false)
            } else {
                Session(loop: try ownLoop(), ownsLoop: true)
            }
        do throws(PostgresError) {
            try await session.open(endpoint, timeout: timeout)
        } catch {
            await session.close()
            throw error
        }
        return session
    }

    private init(loop: EventLoop, ownsLoop: Bool) {
        self.loop = loop
        self.ownsLoop = ownsLoop
        exchange = QueryExchange(loop: loop)
    }

    isolated deinit {
        exchange.close()
        if ownsLoop { loop.stop() }
    }

    /// Runs statements separated by semicolons, as one transaction unless they say otherwise.
    ///
    /// Throws the first error; what follows it in the script is not run.
    public func execute(script: String) async throws(PostgresError) {
        _ = try await ask { $0.send(script: script) }.get()
    }

    /// Runs one statement and returns its rows.
    public func query(_ statement: Statement) async throws(PostgresError) -> Rows {
        try await ask { $0.send(statement) }.get()
    }

    /// Closes the connection; what is under way then throws `.unavailable`.
    public func close() {
        exchange.close()
        broke(PostgresError(.unavailable, detail: "the session is closed"))
        if ownsLoop { loop.stop() }
    }

    private static func ownLoop() throws(PostgresError) -> EventLoop {
        do {
            return try EventLoop(name: "postern.session")
        } catch {
            throw PostgresError(.unavailable, detail: "\(error)")
        }
    }

    private func open(_ endpoint: Endpoint, timeout: Duration) async throws(PostgresError) {
        exchange.onEvent = { [unowned self] event in
            // The loop is this actor's executor, and events come on the loop.
            assumeIsolated { $0.happened(event) }
        }
        let deadline = loop.schedule(after: timeout) { [exchange] in
            exchange.drop("connecting took too long")
        }
        let result = await ask { $0.open(endpoint) }
        deadline.cancel()
        _ = try result.get()
    }

    private func ask(
        _ send: (QueryExchange) -> Void
    ) async -> Result<Rows, PostgresError> {
        // SAFETY: whoever leaves resumes the first in line, which it removes; `pending` is resumed
        // by `answer`, which takes it away, and one caller at a time sets it.
        if isBusy { await withUnsafeContinuation { waiting.append($0) } }
        isBusy = true
        defer {
            isBusy = !waiting.isEmpty
            if isBusy { waiting.removeFirst().resume() }
        }
        if let failure { return .failure(failure) }
        return await withUnsafeContinuation { continuation in
            pending = continuation
            send(exchange)
        }
    }

    private func happened(_ event: QueryExchange.Event) {
        switch event {
        case .opened: answer(.success(Rows()))
        case .answered(let result): answer(result)
        case .notified: break
        case .broke(let error): broke(error)
        }
    }

    private func broke(_ error: PostgresError) {
        if failure == nil { failure = error }
        answer(.failure(error))
    }

    private func answer(_ result: Result<Rows, PostgresError>) {
        pending?.resume(returning: result)
        pending = nil
    }
}
