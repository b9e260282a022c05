// A gateway from its start to the signal that ends it: what `serve` and `dev` have in common.

import Gateway
import Reactor

enum Service {
    /// Serves until SIGTERM or SIGINT, then finishes what is in flight.
    ///
    /// `reload` reads the configuration again when SIGHUP asks for it; nil where there is nothing
    /// to read. `listening` is called once requests are answered, with the addresses.
    static func run(
        _ configuration: Configuration,
        reload: (() throws -> Configuration)? = nil,
        listening: ([ListenAddress]) async throws -> Void = { _ in }
    ) async throws {
        let (received, receive) = AsyncStream<Signal>.makeStream()
        let signals = Signals { receive.yield($0) }
        let gateway = try await Gateway.start(configuration, sink: OutputSink())
        do {
            try await listening(gateway.addresses)
        } catch {
            await gateway.drain(within: .zero)
            throw error
        }
        var current = configuration
        signals: for await signal in received {
            switch signal {
            case .terminate, .interrupt: break signals
            case .hangup:
                guard let reload else { continue }
                do {
                    let new = try reload()
                    await gateway.reload(with: new, from: current)
                    current = current.reloaded(with: new)
                } catch {
                    gateway.reloadFailed(error)
                }
            }
        }
        await gateway.drain(within: current.drain.timeout)
        withExtendedLifetime(signals) {}
    }
}
