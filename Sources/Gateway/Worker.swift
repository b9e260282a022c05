import Access
import Dialects
import Domain
import HTTPWire
import OAuth
import Postgres
import Reactor
import Store

/// One event loop and everything that lives on it: listeners, connections, database pool, caches.
///
/// Workers share nothing but immutable values. The loop is the actor's executor, so whatever is
/// called from here stays on the loop's thread.
actor Worker {
    nonisolated let loop: EventLoop
    nonisolated var unownedExecutor: UnownedSerialExecutor { loop.asUnownedSerialExecutor() }

    private(set) var configuration: Configuration
    private let wallClock: WallClock
    private let bodies: ByteBudget
    private let answers: ByteBudget
    let pool: Pool
    let store: Store
    let keyRings: KeyRings
    let pipeline: Pipeline
    let log: RequestLog
    var metrics = Metrics()
    var requestIDs = RequestIDs()
    var reports: Reports
    private var listeners: [Listener] = []
    /// The connections by number; a number is never given twice.
    private var drivers: [Int: ConnectionDriver] = [:]
    private var drained: CheckedContinuation<Void, Never>?
    private var dateSecond: Int64 = -1
    private var dateText: [UInt8] = []

    /// What the process as a whole can say about itself.
    struct Reports: Sendable {
        /// The OpenAPI document.
        let description: [UInt8]
        /// Everybody's counters.
        let metrics: @Sendable () async -> String
        /// Lets every worker hear what one of them knows first.
        let announce: @Sendable (Announcement) async -> Void
    }

    init(
        _ loop: EventLoop, configuration: Configuration, dialects: [any Dialect],
        sink: OutputSink, reports: Reports, wallClock: WallClock
    ) throws(PostgresError) {
        self.loop = loop
        self.wallClock = wallClock
        self.configuration = configuration
        bodies = ByteBudget(heldMax: configuration.limits.bodiesTotalBytesMax)
        answers = ByteBudget(heldMax: configuration.limits.answersTotalBytesMax)
        self.reports = reports
        pool = try Pool(loop: loop, configuration: PoolConfiguration(configuration.database))
        store = Store(
            pool: pool, settings: Store.Settings(configuration), slowWork: ComputingThreads.hashing,
            imageWork: ComputingThreads.drawing)
        keyRings = KeyRings(
            loop: loop, store: store, slowWork: ComputingThreads.signing,
            secretsKey: configuration.secrets.key)
        let directory = TenantDirectory(
            registry: store, limits: TenantDirectory.Limits(configuration.tenancy))
        pipeline = Pipeline(
            router: Router(dialects),
            resolver: TenantResolver(
                baseDomain: configuration.tenancy.baseDomain, directory: directory),
            directory: directory,
            authenticator: Authenticator(
                tokens: store,
                cache: IntrospectionCache(
                    limits: IntrospectionLimits(configuration.introspection)),
                lifetimeDaysMax: configuration.token.lifetimeMax.components.seconds / 86_400),
            store: store,
            server: AuthorizationServer(
                ledger: store, keys: keyRings, hashing: ComputingThreads.hashing,
                signing: ComputingThreads.signing, herald: reports,
                records: IntrospectionLimits(configuration.introspection),
                settings: ServerSettings(configuration)),
            trustedProxies: configuration.trustedProxies,
            defaultTenant: configuration.tenancy.defaultSlug, answers: answers)
        log = RequestLog(output: OutputBuffer(sink: sink, loop: loop))
    }

    /// Connects to the database and answers what comes to the sockets.
    func start(_ sockets: [ServingSocket]) throws {
        pool.start()
        for serving in sockets {
            let listener = try Listener(serving.socket, on: loop) { [unowned self] stream, peer in
                assumeIsolated { $0.accept(stream, from: peer, offer: serving.offer) }
            }
            listeners.append(listener)
        }
    }

    /// Waits until the database is connected, at most as long; requests are answered meanwhile.
    func awaitDatabase(within duration: Duration) async {
        let end = loop.now + duration
        while !pool.isAvailable, loop.now < end {
            await withCheckedContinuation { continuation in
                _ = loop.schedule(after: .milliseconds(5)) { continuation.resume() }
            }
        }
    }

    /// A listening socket, and which of the gateway's own paths it offers.
    struct ServingSocket: Sendable {
        let socket: ListeningSocket
        let offer: Operations.Offer
    }

    private func accept(_ stream: Stream, from peer: PeerAddress, offer: Operations.Offer) {
        metrics.connections += 1
        metrics.connectionsAccepted += 1
        let number = Int(metrics.connectionsAccepted)
        let driver = ConnectionDriver(
            stream, ConnectionDriver.Terms(configuration), bodies: bodies, answers: answers,
            service: WorkerService(worker: self, connection: number, peer: peer, offer: offer))
        drivers[number] = driver
        if drivers.count >= connectionsMax { listeners.forEach { $0.pause() } }
        driver.start()
    }

    /// Answers the request of a connection; its task lasts no longer than that.
    func serve(_ number: Int, from peer: String, isTrusted: Bool, offer: Operations.Offer) async {
        guard let driver = drivers[number], let request = driver.request else { return }
        let response = await response(
            to: request, from: peer, isTrusted: isTrusted, offer: offer)
        driver.answered(response)
    }

    /// A connection is over.
    func ended(_ number: Int) {
        guard drivers.removeValue(forKey: number) != nil else { return }
        metrics.connections -= 1
        if drained == nil, drivers.count == connectionsMax - 1 { listeners.forEach { $0.resume() } }
        if drivers.isEmpty { finishDrain() }
    }

    /// The process's connections, shared evenly among the loops.
    private var connectionsMax: Int {
        max(1, configuration.limits.connectionsMax / max(1, configuration.loops))
    }

    /// Stops accepting, lets what is under way finish, and closes everything, within the time.
    func drain(within timeout: Duration) async {
        for listener in listeners { listener.close() }
        listeners = []
        for driver in drivers.values { driver.drain() }
        if !drivers.isEmpty {
            let deadline = loop.schedule(after: timeout) { [unowned self] in
                assumeIsolated { worker in
                    for driver in worker.drivers.values { driver.close() }
                }
            }
            await withCheckedContinuation { continuation in
                drained = continuation
                // The last connection may have ended while this was being set up.
                if drivers.isEmpty { finishDrain() }
            }
            deadline.cancel()
        }
        log.output.flush()
        await pool.close()
    }

    private func finishDrain() {
        drained?.resume()
        drained = nil
    }

    /// The value of `Date`, written once a second.
    var date: [UInt8] {
        let second = loop.wallTime.secondsSince1970
        if second != dateSecond {
            dateSecond = second
            dateText = HTTPDate.format(secondsSince1970: second)
        }
        return dateText
    }

    /// The clocks as of this turn of the loop.
    var clock: Authenticator.Clock {
        Authenticator.Clock(
            monotonic: loop.now.nanoseconds,
            now: wallClock.now(on: loop))
    }

    /// The counters as they stand.
    func snapshot() -> WorkerMetrics {
        let cache = pipeline.authenticator.cache
        return WorkerMetrics(
            loop: loop.name, metrics: metrics, pool: pool.metrics, cacheHits: cache.hits,
            cacheMisses: cache.misses, hearsRevocations: cache.isHearingRevocations)
    }

    /// Takes the keys of a new configuration that need no restart.
    func reload(with new: Configuration) {
        configuration = configuration.reloaded(with: new)
    }

    /// Takes what the database announced.
    func heard(_ announcement: Announcement) {
        let (authenticator, server) = (pipeline.authenticator, pipeline.server)
        switch announcement {
        case .linkUp:
            authenticator.cache.hearsRevocations(true)
            server.records.hearsRevocations(true)
            pipeline.directory.hearsChanges(true)
            keyRings.hearsChanges(true)
        case .linkDown:
            authenticator.cache.hearsRevocations(false)
            server.records.hearsRevocations(false)
            pipeline.directory.hearsChanges(false)
            keyRings.hearsChanges(false)
        case .tenantsChanged:
            pipeline.directory.registryChanged()
            keyRings.registryChanged()
        case .tokenRevoked(let prefix):
            authenticator.cache.revoked(prefix: prefix)
            server.records.revoked(prefix: prefix)
        case .tokensRevoked(let tenant):
            authenticator.cache.revokedAll(tenant: tenant)
            server.records.revokedAll(tenant: tenant)
        }
    }
}

extension Worker.Reports: RevocationHerald {
    func tokensEnded(of tenant: Tenant) async {
        await announce(.tokensRevoked(tenant: tenant.number))
    }
}
