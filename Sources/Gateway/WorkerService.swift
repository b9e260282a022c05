import Access
import Domain
import HTTPWire
import Reactor

/// Answers the requests of one connection with what its worker has.
///
/// Used on the worker's loop only, from its connection's task.
struct WorkerService: ConnectionService {
    private let worker: Worker
    private let peer: String
    private let isTrusted: Bool
    private let offer: Operations.Offer

    init(worker: isolated Worker, peer: PeerAddress, offer: Operations.Offer) {
        self.worker = worker
        self.peer = peer.address?.description ?? "unix"
        self.offer = offer
        isTrusted = worker.configuration.trustedProxies.contains { [peer = self.peer] in
            $0.contains(peer)
        }
    }

    var date: [UInt8] { worker.assumeIsolated { $0.date } }

    func immediateResponse(to request: Request) -> Response? {
        guard case .health? = Operations(request, offered: offer) else { return nil }
        return worker.assumeIsolated { worker in
            worker.answered(request, from: peer, immediately: Operations.healthy)
        }
    }

    func response(to request: Request) async -> Response {
        await worker.response(to: request, from: peer, isTrusted: isTrusted, offer: offer)
    }

    func refusal(of error: WireError, asked: Request?) -> Response {
        worker.assumeIsolated { worker in
            worker.metrics.requestsRefused += 1
            guard error == .contentTooLarge, let asked else { return Problem.response(to: error) }
            let refusal = worker.pipeline.refusal(ofContentOf: asked)
            return worker.refused(asked, from: peer, isTrusted: isTrusted, with: refusal)
        }
    }
}
