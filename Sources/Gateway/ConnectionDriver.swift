import Access
import HTTPWire
import Reactor

/// Carries one connection through its life: performs what `ConnectionState` decides.
///
/// Lives on its worker's loop; every method runs there.
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

    private let stream: Stream
    private let terms: Terms
    private let budget: BodyBudget
    /// What of the budget this connection holds.
    private var held = 0
    private var state: ConnectionState
    private var decoder: RequestDecoder
    private var request: Request?
    private var output: [UInt8] = []
    private var isDraining = false

    init(_ stream: Stream, _ terms: Terms, budget: BodyBudget) {
        self.stream = stream
        self.terms = terms
        self.budget = budget
        state = ConnectionState(requestsMax: terms.requestsMax)
        decoder = RequestDecoder(limits: terms.decoderLimits)
    }

    /// Serves until the connection is over.
    ///
    /// Answers are sent in the order of the requests.
    func run(_ service: some ConnectionService) async {
        defer { hold(0) }
        var action = isDraining ? ConnectionState.Action.close : state.opened()
        while true {
            switch action {
            case .receive(let deadline):
                guard await flush() else { return stream.close() }
                stream.deadline = stream.loop.now + duration(of: deadline)
                action = await receive()
            case .receiveMore:
                action = await receive()
            case .sendContinue:
                output += ResponseEncoder.continueResponse
                guard await flush() else { return stream.close() }
                action = decode()
            case .decode:
                action = decode()
            case .serve:
                guard let request, await serve(request, service) else { return stream.close() }
                action = state.responseSent()
            case .refuse(let error):
                let response = service.refusal(of: error, asked: decoder.refused)
                ResponseEncoder.encode(response, .refusal, date: service.date, into: &output)
                action = state.responseSent()
            case .finish:
                if await flush() { stream.finish() }
                return stream.close()
            case .close:
                return stream.close()
            }
        }
    }

    /// Ends the connection as soon as nothing is under way.
    func drain() {
        isDraining = true
        if state.isIdle {
            stream.interrupt()
        } else {
            _ = state.drainStarted()
        }
    }

    /// Ends the connection at once.
    func close() {
        stream.close()
    }

    private func receive() async -> ConnectionState.Action {
        // A drain that began while answers were being sent found nothing to interrupt.
        if isDraining, let action = state.drainStarted() { return action }
        do throws(StreamError) {
            let received: Void? = try await stream.receive { decoder.append($0) }
            hold(decoder.heldBytes)
            return received == nil ? state.inputEnded() : decode()
        } catch {
            switch error {
            case .deadlinePassed: return state.deadlinePassed()
            case .interrupted: return state.drainStarted() ?? .receiveMore
            case .reset, .closed, .system: return state.inputEnded()
            }
        }
    }

    private func decode() -> ConnectionState.Action {
        do throws(WireError) {
            switch try decoder.next() {
            case .needMore:
                hold(decoder.heldBytes)
                // Only who is sending a body is refused: whatever others hold, the rest get by.
                guard !budget.isExceeded || decoder.phase != .body else {
                    return state.requestRefused(.tooMuchHeld)
                }
                return state.moreNeeded(in: decoder.phase)
            case .expectContinue: return state.continueExpected()
            case .request(let request):
                self.request = request
                hold(decoder.heldBytes + request.body.count)
                return state.requestReceived(keepsAlive: request.keepsAlive)
            }
        } catch {
            return state.requestRefused(error)
        }
    }

    /// Answers one request; false where the answer cannot be sent.
    ///
    /// The answer waits in `output` for those of requests that came with it, unless they have to
    /// wait for something themselves.
    private func serve(_ request: Request, _ service: some ConnectionService) async -> Bool {
        self.request = nil
        let response: Response
        if let immediate = service.immediateResponse(to: request) {
            response = immediate
        } else {
            guard await flush() else { return false }
            response = await service.response(to: request)
        }
        let keepsAlive = state.responseReady()
        ResponseEncoder.encode(
            response, Answering(request, keepsAlive: keepsAlive), date: service.date,
            into: &output)
        guard output.count >= terms.unsentBytesMax else { return true }
        return await flush()
    }

    /// Notes how many bytes of requests this connection holds now.
    private func hold(_ bytes: Int) {
        budget.held += bytes - held
        held = bytes
    }

    /// Sends what has been encoded; false where the client does not take it.
    private func flush() async -> Bool {
        guard !output.isEmpty else { return true }
        stream.deadline = stream.loop.now + terms.send
        do throws(StreamError) {
            try await stream.send(output)
        } catch {
            return false
        }
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

/// How many bytes of unserved requests a loop's connections hold together, and may hold.
final class BodyBudget {
    fileprivate(set) var held = 0
    private let heldMax: Int

    init(heldMax: Int) {
        self.heldMax = heldMax
    }

    var isExceeded: Bool { held > heldMax }
}

/// What answers a connection's requests.
protocol ConnectionService {
    /// The value of `Date`, as of this second.
    var date: [UInt8] { get }
    /// The answer to a request that needs nothing but itself; nil for all others.
    func immediateResponse(to request: Request) -> Response?
    /// The answer to a request.
    func response(to request: Request) async -> Response
    /// The answer to what is no request.
    ///
    /// `asked` is the request without its body, where only the body was refused.
    func refusal(of error: WireError, asked: Request?) -> Response
}
