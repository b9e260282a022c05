import Access
import HTTPWire
import Reactor

/// Carries one connection through its life: performs what `ConnectionState` decides.
///
/// Lives on its worker's loop; every method runs there. It never waits: the stream calls when there
/// is something to go on with, and so does the worker with its answer. A connection between two
/// requests has no task, and no memory but what it could not parse yet.
final class ConnectionDriver {
    /// What a driver needs to know besides its connection; the same for a listener's connections.
    struct Terms {
        let decoderLimits: Limits
        let requestsMax: Int
        let unsentBytesMax: Int
        let idle: Duration
        let head: Duration
        let body: Duration
        let send: Duration
    }

    /// What the connection goes on with when it is called.
    private enum Pause {
        /// Nothing is waited for. Can become: input, room, answer.
        case none
        /// Bytes of the client. Can become: none.
        case input
        /// Room for `output`, and then this. Can become: none.
        case room(then: ConnectionState.Action)
        /// The worker's answer to `request`. Can become: none.
        case answer
    }

    private let stream: Stream
    private let service: WorkerService
    private let terms: Terms
    /// The bytes of bodies that are not served yet.
    private var bodies: BudgetShare
    /// The bytes of answers that are not sent yet.
    private var answers: BudgetShare
    private var state: ConnectionState
    private var pause = Pause.none
    private var decoder: RequestDecoder
    /// The request that is being served.
    private(set) var request: Request?
    private var output: [UInt8] = []
    /// What of `output` is sent.
    private var sent = 0
    private var isDraining = false

    init(
        _ stream: Stream, _ terms: Terms, bodies: ByteBudget, answers: ByteBudget,
        service: WorkerService
    ) {
        self.stream = stream
        self.service = service
        self.terms = terms
        self.bodies = BudgetShare(of: bodies)
        self.answers = BudgetShare(of: answers)
        state = ConnectionState(requestsMax: terms.requestsMax)
        decoder = RequestDecoder(limits: terms.decoderLimits)
        stream.owner = self
    }

    /// Begins to serve; answers are sent in the order of the requests.
    func start() {
        proceed(with: state.opened())
    }

    /// The worker's answer to `request`.
    func answered(_ response: Response) {
        pause = .none
        proceed(with: encode(response))
    }

    /// Ends the connection as soon as nothing is under way.
    func drain() {
        isDraining = true
        switch pause {
        case .input:
            guard let action = state.drainStarted() else { return }
            pause = .none
            proceed(with: action)
        case .answer: _ = state.drainStarted()
        // What is being sent is sent first; `receive` sees to the rest.
        case .room, .none: break
        }
    }

    /// Ends the connection at once.
    func close() {
        pause = .none
        stream.close()
        bodies.hold(0)
        answers.hold(0)
        service.ended()
    }

    private func proceed(with action: ConnectionState.Action) {
        var next: ConnectionState.Action? = action
        while let action = next { next = perform(action) }
    }

    /// Does it and returns what comes next; nil where that has to be waited for, or all is over.
    private func perform(_ action: ConnectionState.Action) -> ConnectionState.Action? {
        switch action {
        case .receive(let deadline):
            guard flush(then: action) else { return nil }
            stream.deadline = stream.loop.now + duration(of: deadline)
            return receive()
        case .receiveMore:
            return receive()
        case .sendContinue:
            output += ResponseEncoder.continueResponse
            return flush(then: .decode) ? .decode : nil
        case .decode:
            return decode()
        case .serve:
            return serve()
        case .refuse(let error):
            let response = service.refusal(of: error, asked: decoder.pending)
            ResponseEncoder.encode(response, .refusal, date: service.date, into: &output)
            return state.responseSent()
        case .finish:
            guard flush(then: action) else { return nil }
            stream.finish()
            close()
            return nil
        case .close:
            close()
            return nil
        }
    }

    private func receive() -> ConnectionState.Action? {
        // A drain that began while answers were being sent.
        if isDraining, let action = state.drainStarted() { return action }
        do throws(StreamError) {
            switch try stream.read({ decoder.append($0) }) {
            case .received:
                return decode()
            case .end:
                return state.inputEnded()
            case .nothing:
                pause = .input
                stream.awaitInput()
                return nil
            }
        } catch {
            return inputFailed(error)
        }
    }

    private func inputFailed(_ error: StreamError) -> ConnectionState.Action {
        switch error {
        case .deadlinePassed: state.deadlinePassed()
        case .reset, .closed, .system: state.inputEnded()
        }
    }

    private func decode() -> ConnectionState.Action {
        do throws(WireError) {
            switch try decoder.next() {
            case .needMore:
                bodies.hold(decoder.heldBytes)
                // Only who is sending a body is refused: whatever others hold, the rest get by.
                guard !bodies.budget.isExceeded || decoder.phase != .body else {
                    return state.requestRefused(.tooMuchHeld)
                }
                return state.moreNeeded(in: decoder.phase)
            case .expectContinue: return state.continueExpected()
            case .request(let request):
                self.request = request
                bodies.hold(decoder.heldBytes + request.body.count)
                return state.requestReceived(keepsAlive: request.keepsAlive)
            }
        } catch {
            return state.requestRefused(error)
        }
    }

    /// Answers `request`, or has the worker do it.
    ///
    /// The answer waits in `output` for those of requests that came with it, unless they have to
    /// wait for something themselves.
    private func serve() -> ConnectionState.Action? {
        guard let request else { return .close }
        if let response = service.immediateResponse(to: request) {
            let next = encode(response)
            guard output.count >= terms.unsentBytesMax else { return next }
            return flush(then: next) ? next : nil
        }
        guard flush(then: .serve) else { return nil }
        pause = .answer
        service.serve()
        return nil
    }

    /// Puts the answer to `request` into `output` and returns what comes next.
    private func encode(_ response: Response) -> ConnectionState.Action {
        guard let request = request.take() else { return .close }
        let keepsAlive = state.responseReady()
        ResponseEncoder.encode(
            response, Answering(request, keepsAlive: keepsAlive), date: service.date,
            into: &output)
        answers.hold(output.count)
        return state.responseSent()
    }

    /// Sends what has been encoded; false where `next` has to wait for it, or the client is gone.
    private func flush(then next: ConnectionState.Action) -> Bool {
        guard !output.isEmpty else { return true }
        if sent == 0 { stream.deadline = stream.loop.now + terms.send }
        do throws(StreamError) {
            sent = try stream.write(output, from: sent)
        } catch {
            close()
            return false
        }
        guard sent == output.count else {
            pause = .room(then: next)
            stream.awaitRoom()
            return false
        }
        sent = 0
        answers.hold(0)
        // A long answer's memory goes back; a short one's is worth keeping for the next.
        if output.capacity > Self.keptBytes {
            output = []
        } else {
            output.removeAll(keepingCapacity: true)
        }
        return true
    }

    /// The most bytes of output memory that a waiting connection keeps.
    private static let keptBytes = 1024

    private func duration(of deadline: ConnectionState.Deadline) -> Duration {
        switch deadline {
        case .idle: terms.idle
        case .head: terms.head
        case .body: terms.body
        }
    }
}

extension ConnectionDriver: StreamOwner {
    func streamReady(_ error: StreamError?) {
        switch pause {
        case .input:
            pause = .none
            proceed(with: error.map(inputFailed) ?? .receiveMore)
        case .room(let next):
            pause = .none
            error == nil ? proceed(with: next) : close()
        case .none, .answer: break
        }
    }
}
