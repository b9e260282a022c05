// A store that leaves the tenant's predicate out of its statements: what is left is row security.

import Access
import Dialects
import Domain
import Gateway
import GatewaySupport
import HTTPWire
import JSONWire
import Postgres
import Reactor
import TestSupport

@testable import Store

/// Runs operations as the gateway's role, for one tenant, without the planner's lock.
actor OneLockStore {
    nonisolated let loop: EventLoop
    nonisolated var unownedExecutor: UnownedSerialExecutor { loop.asUnownedSerialExecutor() }
    private let pool: Pool
    private let store: Store
    private let database: TestDatabase

    static func open(_ database: TestDatabase) async throws -> OneLockStore {
        let store = try OneLockStore(EventLoop(name: "test.lock"), database)
        await store.start()
        return store
    }

    private init(_ loop: EventLoop, _ database: TestDatabase) throws {
        self.loop = loop
        self.database = database
        var configuration = PoolConfiguration(url: database.gatewayURL)
        configuration.connections = 1
        configuration.readConnections = 1
        configuration.connectTimeout = .seconds(20)
        configuration.waitTimeout = .seconds(20)
        configuration.statementTimeout = .seconds(20)
        configuration.transactionTimeout = .seconds(30)
        pool = try Pool(loop: loop, configuration: configuration)
        store = Store(
            pool: pool, settings: Store.Settings(idempotencySeconds: 60, cursorKey: nil),
            slowWork: ComputingThreads.hashing, imageWork: DrawingAtOnce(),
            lock: .rowSecurityAlone)
    }

    private func start() { pool.start() }

    func close() async {
        await pool.close()
        loop.stop()
    }

    /// Whether the operation, run for `tenant`, finds the row of its owner.
    func reaches(_ row: RowOwner, by route: Route, for tenant: Tenant) async throws -> Bool {
        let principal = Principal(
            tenant: tenant.number, client: nil, subject: row.user.id, scopes: .all,
            issued: Timestamp(microseconds: 0), expires: Timestamp(microseconds: .max))
        let wire = route.request(row: row.row(for: route))
        let type = wire["Content-Type"].map {
            ResponseField(.contentType, FieldValue(sanitizing: $0))
        }
        let request = try Request(
            route.method, wire.target, fields: type.map { [$0] } ?? [], body: wire.body)
        let call = Call(
            request: request, route: route, parameters: [row.row(for: route)],
            principal: principal, tenant: tenant, now: Timestamp(microseconds: 0))
        let intent = try route.dialect.dialect.intent(of: call)
        do {
            let plan = try await store.plan(intent, tenant: tenant, principal: principal)
            let outcome = try await store.perform(plan, tenant: tenant)
            if route.operation == .act(.deleteClients) {
                let name = "SELECT client_id FROM postern.client WHERE client_id = $1"
                return try await database.texts(name, [.text(row.app.id)]).isEmpty
            }
            guard case .list(let rows, _) = outcome else { return true }
            let place = rows.fields.position(of: route.projection.key)
            return (0..<rows.count).contains { rows[$0, place] == .text(row.row(for: route)) }
        } catch let error as APIError {
            guard case .notFound = error.kind else { throw error }
            return false
        }
    }

    /// Whether the token of somebody is live in the eyes of a tenant.
    func introspects(_ token: String, for tenant: Tenant) async throws -> Bool {
        guard let token = OpaqueToken(token) else { return false }
        return try await store.introspect(
            tenant: tenant.number, expiresDay: token.expiresDay, hash: token.hash.bytes) != nil
    }

    /// Whether a tenant can end the token of somebody.
    func revokes(_ token: String, for tenant: Tenant) async throws -> Bool {
        guard let token = OpaqueToken(token) else { return false }
        return try await store.revoke(
            hash: token.hash.bytes, expiresDay: token.expiresDay, tenant: tenant.number)
    }
}
