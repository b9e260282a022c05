// A gateway from its start to the signal that ends it: what `serve` and `dev` have in common.

import Gateway
import Reactor

enum Service {
    /// Serves until SIGTERM or SIGINT, then finishes what is in flight.
    ///
    /// `listening` is called once requests are answered, with the addresses.
    static func run(
        _ configuration: Configuration,
        listening: ([ListenAddress]) async throws -> Void = { _ in }
    ) async throws {
        let (stops, stop) = AsyncStream<Void>.makeStream()
        let signals = Signals { signal in
            switch signal {
            case .terminate, .interrupt: stop.yield()
            case .hangup: break
            }
        }
        let gateway = try await Gateway.start(configuration, sink: OutputSink())
        do {
            try await listening(gateway.addresses)
        } catch {
            await gateway.drain(within: .zero)
            throw error
        }
        for await _ in stops { break }
        await gateway.drain(within: configuration.drain.timeout)
        withExtendedLifetime(signals) {}
    }
}
