// Decides what a connection does next. Owns no socket and no clock: its driver reads, writes and
// sets deadlines as it is told here.

/// The life of one connection, from request to request.
///
/// ```
/// idle ──▶ receiving ──▶ serving ──▶ responding ──▶ idle, or closing ──▶ closed
/// ```
///
/// The driver reports each event and performs the action that comes back. Responses leave in the
/// order of the requests because one request is served at a time.
public struct ConnectionState: Sendable {
    /// What is waited for, so which configured time applies.
    public enum Deadline: Sendable, Hashable {
        /// The first octet of a request.
        case idle
        /// The end of a head, counted from its first octet.
        case head
        /// The end of a body, counted from the end of its head.
        case body
    }

    /// What the driver does next.
    public enum Action: Sendable, Equatable {
        /// Receive; the deadline named starts now.
        case receive(Deadline)
        /// Receive; the running deadline stays, however little came: it is no pause that counts.
        case receiveMore
        /// Send `ResponseEncoder.continueResponse`, then ask the decoder again.
        case sendContinue
        /// Serve the request that the decoder returned.
        case serve
        /// Ask the decoder again: the next request may be there already.
        case decode
        /// Send the error's response, then report `responseSent`.
        case refuse(WireError)
        /// Finish output and let input run dry for a while, so that the response is not lost.
        case finish
        /// Close at once: nobody waits for anything.
        case close
    }

    private enum State: Equatable {
        /// Between requests. Can become: receiving, serving, responding, closed.
        case idle
        /// In a request. Can become: receiving, serving, responding, closed.
        case receiving(Deadline)
        /// A request is being served. Can become: responding, closed.
        case serving(clientKeepsAlive: Bool)
        /// A response is being written. Can become: idle, closing, closed.
        case responding(keepsAlive: Bool)
        /// The last response is out. Can become: closed.
        case closing
        /// Nothing more happens.
        case closed
    }

    private var state = State.idle
    private var requestsLeft: Int
    private var isDraining = false
    /// The deadline that runs; nil after a response, when the next wait starts a new one.
    private var deadline: Deadline?

    /// Creates the state of a connection that was just accepted.
    ///
    /// - Parameter requestsMax: The most requests it may bring; at least one.
    public init(requestsMax: Int = 10_000) { requestsLeft = max(1, requestsMax) }

    /// Whether no request is under way, so that the connection could close unnoticed.
    public var isIdle: Bool { state == .idle }

    /// Starts the life of the connection.
    public mutating func opened() -> Action { receive(.idle, next: .idle) }

    /// The decoder needs more octets.
    public mutating func moreNeeded(in phase: RequestDecoder.Phase) -> Action {
        switch phase {
        case .idle:
            guard !isDraining else { return closed() }
            return receive(.idle, next: .idle)
        case .head: return receive(.head, next: .receiving(.head))
        case .body: return receive(.body, next: .receiving(.body))
        }
    }

    /// The decoder found a client that waits for "100 Continue".
    public mutating func continueExpected() -> Action {
        switch state {
        case .idle, .receiving: return .sendContinue
        case .serving, .responding, .closing, .closed: impossible("100-continue")
        }
    }

    /// The decoder returned a request.
    ///
    /// - Parameter keepsAlive: What the client wants, `Request.keepsAlive`.
    /// - Returns: `.serve`.
    public mutating func requestReceived(keepsAlive: Bool) -> Action {
        switch state {
        case .idle, .receiving:
            requestsLeft -= 1
            state = .serving(clientKeepsAlive: keepsAlive)
            return .serve
        case .serving, .responding, .closing, .closed: impossible("a request")
        }
    }

    /// The response is about to be encoded; returns whether the connection goes on after it.
    public mutating func responseReady() -> Bool {
        guard case .serving(let clientKeepsAlive) = state else { impossible("a response") }
        let keepsAlive = clientKeepsAlive && requestsLeft > 0 && !isDraining
        state = .responding(keepsAlive: keepsAlive)
        return keepsAlive
    }

    /// The response, or a refusal, is written.
    public mutating func responseSent() -> Action {
        guard case .responding(let keepsAlive) = state else { impossible("the end of a response") }
        state = keepsAlive ? .idle : .closing
        deadline = nil
        return keepsAlive ? .decode : .finish
    }

    /// The decoder threw.
    public mutating func requestRefused(_ error: WireError) -> Action {
        switch state {
        case .idle, .receiving:
            state = .responding(keepsAlive: false)
            return .refuse(error)
        case .serving, .responding, .closing, .closed: impossible("a refusal")
        }
    }

    /// The deadline passed while receiving.
    public mutating func deadlinePassed() -> Action {
        switch state {
        case .idle: return closed()
        case .receiving: return requestRefused(.requestTimeout)
        // A response that nobody reads, or a request served too slowly to matter any more.
        case .serving, .responding, .closing, .closed: return closed()
        }
    }

    /// The client has sent its last octet, or the connection broke.
    ///
    /// A request that is not whole by then never will be: nothing is answered.
    public mutating func inputEnded() -> Action { closed() }

    /// The gateway stops; what is under way is still answered.
    ///
    /// - Returns: What to do now; nil where the request under way decides.
    public mutating func drainStarted() -> Action? {
        isDraining = true
        return state == .idle ? closed() : nil
    }

    private mutating func receive(_ wanted: Deadline, next: State) -> Action {
        switch state {
        case .idle, .receiving:
            state = next
            guard deadline != wanted else { return .receiveMore }
            deadline = wanted
            return .receive(wanted)
        case .serving, .responding, .closing, .closed: impossible("more input")
        }
    }

    private mutating func closed() -> Action {
        state = .closed
        return .close
    }

    private func impossible(_ event: StaticString) -> Never {
        preconditionFailure("\(event) in \(state)")
    }
}
