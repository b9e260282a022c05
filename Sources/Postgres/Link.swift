// One libpq connection on a loop: the only place that polls, reads and writes its socket.

internal import CLibPQ
internal import Glibc
internal import Reactor

/// Whoever gives a link its work.
protocol LinkOwner: AnyObject {
    /// The handshake is done and messages may be sent.
    func linkOpened()
    /// Input has arrived: results may be ready, and there may be more.
    func linkReceived()
    /// The connection is gone, for the first and only time.
    func linkBroke(_ error: PostgresError)
}

/// Drives one `PGconn` without ever blocking its loop.
final class Link: EventHandler {
    /// The connection while it is open; for sending and for taking results only.
    private(set) var connection: OpaquePointer?

    /// Does not own it: the owner keeps the link, and closes it.
    weak var owner: (any LinkOwner)?

    private let loop: EventLoop
    private var state = ConnectionState()
    private var descriptor: CInt = -1
    private var isFlushPending = false
    private var isTurnPending = false

    init(loop: EventLoop) {
        self.loop = loop
    }

    var isReady: Bool { state.phase == .ready }

    /// Begins to connect.
    ///
    /// The owner hears of the outcome, possibly before this returns.
    func open(_ endpoint: Endpoint) {
        let hosts = endpoint.unresolvedHosts
        perform(state.opened(needsResolution: !hosts.isEmpty), endpoint, [])
    }

    /// Says goodbye and releases everything; the owner hears nothing more.
    func close() {
        guard state.closed() else { return }
        release()
    }

    /// Gives up, and tells the owner so.
    func drop(_ detail: String) {
        guard state.broke() == .announceBroken else { return }
        release()
        owner?.linkBroke(PostgresError(.unavailable, detail: detail))
    }

    /// Writes what libpq still holds; what the socket does not take now goes when it can.
    func flush() {
        guard let connection else { return }
        switch PQflush(connection) {
        case 0:
            guard isFlushPending else { return }
            isFlushPending = false
            _ = watchInput()
        case 1:
            if !isFlushPending {
                isFlushPending = true
                guard announces(loop.watchChanges) else { return }
            }
            // libpq reads while it cannot write, and what it has read raises no event any more.
            consumeInNextTurn()
        default:
            drop(lastMessage)
        }
    }

    func ready(_ events: ReadyEvents) {
        switch state.phase {
        case .connecting:
            advance()
        case .ready:
            if isFlushPending, events.contains(.writable) { flush() }
            if events.contains(.hangup) || events.contains(.readable) { consume() }
        case .idle, .resolving, .closed:
            break
        }
    }

    /// What libpq last complained about, in one line.
    var lastMessage: String {
        guard let connection, let text = PQerrorMessage(connection) else { return "" }
        return singleLine(text)
    }

    private func perform(
        _ action: ConnectionState.Action, _ endpoint: Endpoint,
        _ addresses: [(host: Endpoint.Host, address: String)]
    ) {
        switch action {
        case .resolve:
            Resolver.resolve(endpoint.unresolvedHosts, on: loop) { [weak self] addresses in
                guard let self else { return }
                let action = state.resolved(!addresses.isEmpty)
                if action == .announceBroken {
                    owner?.linkBroke(PostgresError(.unavailable, detail: "host not found"))
                } else {
                    perform(action, endpoint, addresses)
                }
            }
        case .connect:
            connect(endpoint, addresses)
        case .nothing, .watch, .announceReady, .announceBroken:
            break
        }
    }

    private func connect(
        _ endpoint: Endpoint, _ addresses: [(host: Endpoint.Host, address: String)]
    ) {
        guard let connection = endpoint.start(addresses: addresses) else {
            return drop("out of memory")
        }
        self.connection = connection
        guard PQstatus(connection) != CONNECTION_BAD else { return drop(lastMessage) }
        // Notices would go to standard error.
        PQsetNoticeReceiver(connection, { _, _ in }, nil)
        if watch() { advance() }
    }

    /// Lets libpq shake hands for as long as its socket is ready for what it waits for.
    private func advance() {
        while let connection, case .connecting(let wait) = state.phase, isSocketReady(for: wait) {
            // libpq may close this socket and open another, even under the same number.
            unwatch()
            let poll: ConnectionState.Poll =
                switch PQconnectPoll(connection) {
                case PGRES_POLLING_READING: .reading
                case PGRES_POLLING_WRITING: .writing
                case PGRES_POLLING_OK: .connected
                default: .failed
                }
            guard poll != .failed else { return drop(lastMessage) }
            guard watch() else { return }
            if state.polled(poll) == .announceReady {
                guard PQsetnonblocking(connection, 1) == 0 else { return drop(lastMessage) }
                guard watchInput() else { return }
                owner?.linkOpened()
            }
        }
    }

    /// Reads once: what is left in the socket is announced again.
    private func consume() {
        // One TLS record may be larger than what libpq takes from it at once.
        var reads = connection.map { PQsslInUse($0) != 0 ? Link.tlsReads : 1 } ?? 0
        while let connection, state.phase == .ready, reads > 0 {
            let isAlive = PQconsumeInput(connection) != 0
            owner?.linkReceived()
            guard state.phase == .ready else { return }
            guard isAlive else { return drop(lastMessage) }
            reads -= 1
        }
    }

    private func consumeInNextTurn() {
        guard !isTurnPending else { return }
        isTurnPending = true
        _ = loop.schedule(after: .zero) { [weak self] in
            guard let self else { return }
            isTurnPending = false
            if state.phase == .ready { consume() }
        }
    }

    private func isSocketReady(for wait: ConnectionState.Wait) -> Bool {
        let wanted = wait == .readable ? POLLIN : POLLOUT
        var entry = pollfd(fd: descriptor, events: Int16(wanted), revents: 0)
        return poll(&entry, 1, 0) > 0
    }

    private func watch() -> Bool {
        guard let connection else { return false }
        descriptor = PQsocket(connection)
        do {
            try loop.register(descriptor, self)
            return true
        } catch {
            descriptor = -1
            drop("\(error)")
            return false
        }
    }

    private func watchInput() -> Bool { announces(loop.watchInput) }

    /// Changes what is announced of the socket; false where that broke the connection.
    private func announces(_ watch: (CInt) throws(SystemError) -> Void) -> Bool {
        do throws(SystemError) {
            try watch(descriptor)
            return true
        } catch {
            drop("\(error)")
            return false
        }
    }

    private func unwatch() {
        guard descriptor >= 0 else { return }
        loop.deregister(descriptor)
        descriptor = -1
    }

    private func release() {
        unwatch()
        // SAFETY: the only place that frees the connection, and nothing refers to it afterwards.
        if let connection { PQfinish(connection) }
        connection = nil
        isFlushPending = false
    }

    /// Reads that empty the largest TLS record.
    private static let tlsReads = 3
}
