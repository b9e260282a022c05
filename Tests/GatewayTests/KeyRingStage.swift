// A loop with a store and its key rings, as a worker has them.

import Domain
import GatewaySupport
import OAuth
import Postgres
import Reactor
import Signing
import Store
import Synchronization

@testable import Gateway

/// Work on other threads, counted.
final class CountedWork: SlowWork {
    private let counted = Mutex(0)

    var count: Int { counted.withLock { $0 } }

    func run<Result: Sendable>(
        _ work: @escaping @Sendable () -> Result
    ) async throws(APIError) -> Result {
        counted.withLock { $0 += 1 }
        return try await ComputingThreads.signing.run(work)
    }
}

actor KeyRingStage {
    nonisolated let loop: EventLoop
    nonisolated var unownedExecutor: UnownedSerialExecutor { loop.asUnownedSerialExecutor() }

    let work = CountedWork()
    private let url: String
    private let pool: Pool
    private let keyRings: KeyRings
    private var link: NotificationLink?

    /// Runs the body with a stage as the gateway's role.
    static func with(
        _ database: TestDatabase, secretsKey: Redacted<[UInt8]>? = TestTenant.secretsKey,
        _ body: (KeyRingStage) async throws -> Void
    ) async throws {
        let stage = try KeyRingStage(
            EventLoop(name: "test.keys"), database.gatewayURL, secretsKey: secretsKey)
        await stage.start()
        do {
            try await body(stage)
            await stage.close()
        } catch {
            await stage.close()
            throw error
        }
    }

    private init(
        _ loop: EventLoop, _ url: String, secretsKey: Redacted<[UInt8]>?
    ) throws {
        self.loop = loop
        self.url = url
        var configuration = PoolConfiguration(url: url)
        configuration.connections = 1
        configuration.readConnections = 1
        configuration.connectTimeout = .seconds(20)
        configuration.waitTimeout = .seconds(20)
        configuration.statementTimeout = .seconds(20)
        configuration.transactionTimeout = .seconds(30)
        pool = try Pool(loop: loop, configuration: configuration)
        let store = Store(
            pool: pool, settings: Store.Settings(idempotencySeconds: 0, cursorKey: nil),
            slowWork: work, imageWork: work)
        keyRings = KeyRings(loop: loop, store: store, slowWork: work, secretsKey: secretsKey)
    }

    private func start() { pool.start() }

    func ring(of tenant: TestTenant) async throws -> KeyRing? {
        try await keyRings.ring(of: tenant.tenant)
    }

    /// The names of the keys that sign, as so many callers at once are told.
    func rings(of tenant: TestTenant, count: Int) async throws -> [String?] {
        try await withThrowingTaskGroup { group in
            for _ in 0..<count {
                group.addTask { try await self.ring(of: tenant)?.signing.keyID }
            }
            var names: [String?] = []
            while let name = try await group.next() { names.append(name) }
            return names
        }
    }

    func hears(_ hears: Bool) { keyRings.hearsChanges(hears) }

    func registryChanged() { keyRings.registryChanged() }

    /// What a gateway hears of the database from now on.
    func announcements() throws -> AsyncStream<Announcement> {
        let (announcements, announce) = AsyncStream<Announcement>.makeStream()
        let link = try NotificationLink(loop: loop, url: url, channels: Announcement.channels) {
            if let announcement = Announcement($0) { announce.yield(announcement) }
        }
        self.link = link
        link.start()
        return announcements
    }

    private func close() async {
        link?.close()
        await pool.close()
        loop.stop()
    }
}
