import Access
import Domain
import HTTPWire
import Reactor

/// What a connection, known by its number, asks of its worker.
///
/// Used on the worker's loop only.
struct WorkerService {
    private let worker: Worker
    private let number: Int
    private let peer: String
    private let isTrusted: Bool
    private let offer: Operations.Offer

    init(
        worker: isolated Worker, connection number: Int, peer: PeerAddress, offer: Operations.Offer
    ) {
        self.worker = worker
        self.number = number
        self.peer = peer.address?.description ?? "unix"
        self.offer = offer
        isTrusted = worker.configuration.trustedProxies.contains { [peer = self.peer] in
            $0.contains(peer)
        }
    }

    /// The value of `Date`, as of this second.
    var date: [UInt8] { worker.assumeIsolated { $0.date } }

    /// The answer to a request that needs nothing but itself; nil for all others.
    func immediateResponse(to request: Request) -> Response? {
        guard case .health? = Operations(request, offered: offer) else { return nil }
        return worker.assumeIsolated { worker in
            worker.answered(request, from: peer, immediately: Operations.healthy)
        }
    }

    /// Has the connection's request answered.
    func serve() {
        worker.loop.startTask(of: worker) { [number, peer, isTrusted, offer] worker in
            await worker.serve(number, from: peer, isTrusted: isTrusted, offer: offer)
        }
    }

    /// The connection is over.
    func ended() {
        worker.assumeIsolated { [number] in $0.ended(number) }
    }

    /// The answer to what is no request.
    ///
    /// `asked` is the request without its body, where its head at least was whole.
    func refusal(of error: WireError, asked: Request?) -> Response {
        worker.assumeIsolated { worker in
            worker.refused(error, asked: asked, from: peer, isTrusted: isTrusted)
        }
    }
}
