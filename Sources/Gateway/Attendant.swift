import Domain
import Logging
import Postgres
import Reactor
import Store

/// What a process does once and not on every loop: hears the database's announcements, passes
/// them on to every worker, and keeps the token partitions.
///
/// Lives on the first worker's loop.
actor Attendant {
    nonisolated let loop: EventLoop
    nonisolated var unownedExecutor: UnownedSerialExecutor { loop.asUnownedSerialExecutor() }

    private let workers: [Worker]
    private let url: String
    private let daysAhead: Int64
    private var link: NotificationLink?
    private var nextUpkeep: Deadline?
    private var isStopped = false
    private let log: Logger

    /// How often partitions are looked after while all is well, and after a failure.
    private static let upkeepInterval = Duration.seconds(3600)
    private static let upkeepRetry = Duration.seconds(30)
    /// How many expired answers are deleted in one transaction.
    private static let pruneMost: Int64 = 1000

    init(workers: [Worker], configuration: Configuration, log: Logger) throws {
        guard let first = workers.first else { preconditionFailure("no worker") }
        loop = first.loop
        self.workers = workers
        self.log = log
        url = configuration.database.url?.reveal() ?? ""
        // Two days more than a token can live, so that midnight is never a race.
        daysAhead = configuration.token.lifetimeMax.components.seconds / 86_400 + 2
    }

    func start() throws {
        let link = try NotificationLink(
            loop: loop, url: url, channels: Announcement.channels
        ) { [unowned self] event in
            guard let announcement = Announcement(event) else { return }
            assumeIsolated { $0.pass(on: announcement) }
        }
        self.link = link
        link.start()
        scheduleUpkeep(after: .seconds(1))
    }

    func stop() {
        isStopped = true
        nextUpkeep?.cancel()
        link?.close()
        link = nil
    }

    /// The own loop's worker hears at once; the others as soon as their loops turn.
    private func pass(on announcement: Announcement) {
        switch announcement {
        case .linkUp: log.notice("hearing the database's announcements")
        case .linkDown: log.warning("not hearing the database's announcements: caches are off")
        case .tenantsChanged, .tokenRevoked, .tokensRevoked: break
        }
        for worker in workers {
            if worker.loop === loop {
                worker.assumeIsolated { $0.heard(announcement) }
            } else {
                worker.loop.execute { worker.assumeIsolated { $0.heard(announcement) } }
            }
        }
    }

    private func scheduleUpkeep(after pause: Duration) {
        guard !isStopped else { return }
        nextUpkeep = loop.schedule(after: pause) { [unowned self] in
            assumeIsolated { $0.keepSoon() }
        }
    }

    private func keepSoon() {
        loop.startTask(of: self) { await $0.keep() }
    }

    private func keep() async {
        do throws(APIError) {
            try await workers[0].keepDatabase(
                daysAhead: daysAhead, pruneMost: Self.pruneMost)
            scheduleUpkeep(after: Self.upkeepInterval)
        } catch {
            log.warning(
                "database upkeep failed; will try again",
                metadata: ["error": "\(error.sentence)", "detail": "\(error.detail ?? "")"])
            scheduleUpkeep(after: Self.upkeepRetry)
        }
    }
}

extension Worker {
    /// Makes and drops token partitions, and deletes expired answers until none is left.
    func keepDatabase(daysAhead: Int64, pruneMost: Int64) async throws(APIError) {
        try await store.keepTokenPartitions(daysAhead: daysAhead)
        while try await store.pruneKeptAnswers(most: pruneMost) == pruneMost {}
    }
}
