// What no command makes: apps and grants, written by the product's own store.

import Catalog
import Domain
import Gateway
import OAuth
import Postgres
import Reactor
import Secrets
import Store

/// A store over one connection, as the gateway's role, on a loop of its own.
actor TestStore {
    nonisolated let loop: EventLoop
    nonisolated var unownedExecutor: UnownedSerialExecutor { loop.asUnownedSerialExecutor() }
    private let pool: Pool
    private let store: Store

    static func open(_ url: String) async throws -> TestStore {
        let store = try TestStore(EventLoop(name: "test.store"), url)
        await store.start()
        return store
    }

    private init(_ loop: EventLoop, _ url: String) throws {
        self.loop = loop
        var configuration = PoolConfiguration(url: url)
        configuration.connections = 1
        configuration.readConnections = 1
        configuration.connectTimeout = .seconds(20)
        configuration.waitTimeout = .seconds(20)
        configuration.statementTimeout = .seconds(20)
        configuration.transactionTimeout = .seconds(30)
        pool = try Pool(loop: loop, configuration: configuration)
        store = Store(
            pool: pool, settings: Store.Settings(idempotencySeconds: 0, cursorKey: nil),
            slowWork: ComputingThreads.hashing, imageWork: DrawingAtOnce())
    }

    private func start() { pool.start() }

    func tenant(_ slug: Slug) async throws -> Tenant? {
        try await store.tenant(slug: slug)
    }

    func createClient(
        name: String, uri: String, redirectURI: String, creator: String?, in tenant: Tenant
    ) async throws -> (keys: RowKeys, secret: String) {
        var record = Record(of: .clients)
        record[Client.name] = name
        record[Client.uri] = uri
        record[Client.redirectURIs] = [redirectURI]
        let create = CreateIntent(record, key: .base64URL(bytes: 16), secret: .base64URL(bytes: 32))
        return try await perform(create, by: creator, in: tenant)
    }

    /// Writes a whole registration down; returns the secret that is made for it.
    func register(_ record: Record, in tenant: Tenant) async throws -> String {
        let create = CreateIntent(record, key: nil, secret: .base64URL(bytes: 32))
        return try await perform(create, by: nil, in: tenant).secret
    }

    private func perform(
        _ create: CreateIntent, by creator: String?, in tenant: Tenant
    ) async throws -> (keys: RowKeys, secret: String) {
        let principal = Principal(
            tenant: tenant.number, client: nil, subject: creator, scopes: .all,
            issued: Timestamp(microseconds: 0), expires: Timestamp(microseconds: .max))
        let plan = try await store.plan(.create(create), tenant: tenant, principal: principal)
        guard
            case .created(let keys, let secret?, _) = try await store.perform(plan, tenant: tenant)
        else { throw TestDatabase.Failure.badURL }
        return (keys, secret.exposed)
    }

    func authenticates(
        client: String, secret: String, in tenant: Tenant
    ) async throws -> Bool {
        let kept = try await store.client(client, tenant: tenant)?.secrets ?? []
        return try kept.contains { try $0.kept.matches(secret) }
    }

    func replaceLogo(of client: String, by upload: ImageUpload, in tenant: Tenant) async throws {
        let action = Action.replaceLogo(clientID: client, upload, .exists)
        let plan = try await store.plan(.act(action), tenant: tenant, principal: nil)
        _ = try await store.perform(plan, tenant: tenant)
    }

    func saveGrant(
        subject: String, client: String, scope: String, authenticated: Timestamp, tenant: Tenant
    ) async throws {
        try await store.saveGrant(
            subject: subject, client: client, scope: scope, authenticated: authenticated,
            now: Timestamp(microseconds: WallTime.current().microsecondsSince1970),
            tenant: tenant)
    }

    func close() async {
        await pool.close()
        loop.stop()
    }
}
