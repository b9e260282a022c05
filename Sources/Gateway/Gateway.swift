import Dialects
import Domain
import JSONWire
import Logging
import OpenAPI
import Postgres
package import Reactor

/// A running gateway: its workers, the link that hears the database, and its upkeep.
public final class Gateway: Sendable {
    /// Where requests are answered, with the ports that were chosen.
    package let addresses: [ListenAddress]
    private let workers: [Worker]
    private let attendant: Attendant
    private let sink: OutputSink
    private let log: Logger

    /// The program's version, as `--version` and the OpenAPI document say it.
    public static let version = "0.1.0"

    /// The dialects that a configuration asks for.
    static func dialects(_ configuration: Configuration) -> [any Dialect] {
        let limits = JSONLimits(
            bytesMax: configuration.limits.bodyBytesMax,
            depthMax: configuration.limits.jsonDepthMax)
        return [
            Governor(realm: configuration.governor.realm, jsonLimits: limits),
            AngusGM(jsonLimits: limits),
            OAuth2(),
        ]
    }

    /// Binds the sockets, starts a worker for each loop and serves at once; the database may come
    /// later.
    ///
    /// Throws where a socket cannot be bound or the database's URL cannot be read.
    package static func start(
        _ configuration: Configuration, sink: OutputSink, wallClock: WallClock = WallClock()
    ) async throws -> Gateway {
        let log = ProcessLog.logger(level: configuration.log.level)
        var configuration = configuration
        if configuration.loops == 0 { configuration.loops = ProcessorCount.online }
        let loops = try (0..<configuration.loops).map { try EventLoop(name: "loop-\($0)") }
        let sockets = try Sockets(configuration, loops: loops.count)
        let dialects = dialects(configuration)
        let roster = Roster(sink: sink)
        let reports = Worker.Reports(
            description: OpenAPIDocument.make(dialects: dialects, version: version).encoded,
            metrics: { await roster.metricsText() },
            announce: { await roster.announce($0) })
        let workers = try loops.map { loop in
            try Worker(
                loop, configuration: configuration, dialects: dialects, sink: sink,
                reports: reports, wallClock: wallClock)
        }
        await roster.set(workers)
        let attendant = try Attendant(workers: workers, configuration: configuration, log: log)
        let gateway = Gateway(
            addresses: sockets.addresses, workers: workers, attendant: attendant, sink: sink,
            log: log)
        try await attendant.start()
        for (index, worker) in workers.enumerated() {
            try await worker.start(sockets.shares[index])
        }
        // Whoever is told that the gateway serves should not meet a pool that is still connecting.
        for worker in workers { await worker.awaitDatabase(within: .seconds(1)) }
        let places = sockets.addresses.map(\.description).joined(separator: " ")
        log.notice("serving", metadata: ["listen": "\(places)", "loops": "\(loops.count)"])
        return gateway
    }

    private init(
        addresses: [ListenAddress], workers: [Worker], attendant: Attendant, sink: OutputSink,
        log: Logger
    ) {
        self.addresses = addresses
        self.workers = workers
        self.attendant = attendant
        self.sink = sink
        self.log = log
    }

    /// Takes a configuration that was read again: what can change while serving changes at once,
    /// what cannot is named in the log and waits for the next start.
    package func reload(with new: Configuration, from old: Configuration) async {
        let changes = Configuration.changes(from: old, to: new)
        for worker in workers { await worker.reload(with: new) }
        log.notice(
            "configuration read again",
            metadata: [
                "changed": "\(changes.live.map(\.name).joined(separator: " "))",
                "needs_restart": "\(changes.restart.map(\.name).joined(separator: " "))",
            ])
    }

    /// Says that a configuration could not be read again; the old one stays in force.
    package func reloadFailed(_ error: some Error) {
        log.error("configuration not read again", metadata: ["error": "\(error)"])
    }

    /// Stops accepting, finishes what is in flight within the time, and closes everything.
    public func drain(within timeout: Duration) async {
        log.notice("draining")
        await withTaskGroup { group in
            for worker in workers {
                group.addTask { await worker.drain(within: timeout) }
            }
        }
        await attendant.stop()
        for worker in workers { worker.loop.stop() }
        _ = sink.flush(within: .seconds(1))
    }
}

/// The workers, for what asks all of them.
private actor Roster {
    private var workers: [Worker] = []
    private let sink: OutputSink

    init(sink: OutputSink) {
        self.sink = sink
    }

    func set(_ workers: [Worker]) {
        self.workers = workers
    }

    func announce(_ announcement: Announcement) async {
        for worker in workers { await worker.heard(announcement) }
    }

    func metricsText() async -> String {
        var snapshots: [WorkerMetrics] = []
        for worker in workers { snapshots.append(await worker.snapshot()) }
        return MetricsText(snapshots, logLinesLost: sink.lostCount).text
    }
}
