// A pool on a loop of its own, reachable from a test.

import Postgres
import Reactor

/// Owns a pool the way a gateway's worker does: as an actor whose executor is the loop.
actor LoopPool {
    nonisolated let loop: EventLoop
    nonisolated var unownedExecutor: UnownedSerialExecutor { loop.asUnownedSerialExecutor() }
    private let pool: Pool

    /// Makes a pool of one connection, unless `change` says otherwise, and starts it.
    ///
    /// It is patient, so that a busy machine fails no test.
    static func start(
        _ url: String, _ change: (inout PoolConfiguration) -> Void = { _ in }
    ) async throws -> LoopPool {
        var configuration = PoolConfiguration(url: url)
        configuration.connections = 1
        configuration.readConnections = 1
        configuration.connectTimeout = .seconds(20)
        configuration.waitTimeout = .seconds(20)
        configuration.statementTimeout = .seconds(20)
        configuration.transactionTimeout = .seconds(30)
        change(&configuration)
        let loop = try EventLoop(name: "test.pool")
        let pool = try LoopPool(loop, configuration)
        await pool.start()
        return pool
    }

    private init(_ loop: EventLoop, _ configuration: PoolConfiguration) throws {
        self.loop = loop
        pool = try Pool(loop: loop, configuration: configuration)
    }

    private func start() { pool.start() }

    var metrics: PoolMetrics { pool.metrics }
    var isAvailable: Bool { pool.isAvailable }

    func run(
        _ statements: [Statement], tenant: Int64 = 1, _ access: TransactionAccess = .read
    ) async throws(PostgresError) -> [Rows] {
        try await pool.run(statements, tenant: tenant, access)
    }

    /// Runs one statement without parameters that is not kept for another time.
    @discardableResult
    func run(
        _ text: String, tenant: Int64 = 1, _ access: TransactionAccess = .read
    ) async throws(PostgresError) -> Rows {
        try await pool.run([Statement(Query(text))], tenant: tenant, access)[0]
    }

    /// Runs reads that all begin in one turn of the loop, so that they share a Sync, and says what
    /// came of each: the text of its first cell or the state of its error.
    func readTogether(_ reads: [(query: Query, tenant: Int64)]) async -> [String] {
        let (answers, continuation) = AsyncStream.makeStream(of: (Int, String).self)
        for (index, read) in reads.enumerated() {
            loop.startTask(of: self) { pool in
                do throws(PostgresError) {
                    let rows = try await pool.run([Statement(read.query)], tenant: read.tenant)
                    continuation.yield((index, rows[0].text(0, 0)))
                } catch {
                    continuation.yield((index, error.sqlState?.rawValue ?? "\(error)"))
                }
            }
        }
        var outcomes = Array(repeating: "", count: reads.count)
        var missing = reads.count
        for await (index, outcome) in answers {
            outcomes[index] = outcome
            missing -= 1
            if missing == 0 { break }
        }
        return outcomes
    }

    /// How the run of one statement failed; nil when it did not.
    func failure(
        of text: String, tenant: Int64 = 1, _ access: TransactionAccess = .read
    ) async -> PostgresError? {
        do {
            try await run(text, tenant: tenant, access)
            return nil
        } catch {
            return error
        }
    }

    func lookUp(_ text: String) async throws(PostgresError) -> Rows {
        try await pool.lookUp(Statement(Query(text)))
    }

    /// Waits until the pool is as wanted, in the loop's own time; false when it never is.
    func becomes(available: Bool) async -> Bool {
        await becomes { $0.isAvailable == available }
    }

    /// Waits until so many connections are ready.
    func becomes(open count: Int) async -> Bool {
        await becomes { $0.metrics.open == count }
    }

    /// Waits until so many transactions are in flight.
    func becomes(inFlight count: Int) async -> Bool {
        await becomes { $0.metrics.inFlight == count }
    }

    private func becomes(_ isWanted: (Pool) -> Bool) async -> Bool {
        for _ in 0..<10_000 {
            if isWanted(pool) { return true }
            await withCheckedContinuation { continuation in
                _ = loop.schedule(after: .milliseconds(1)) { continuation.resume() }
            }
        }
        return false
    }

    func close() async {
        await pool.close()
        loop.stop()
    }
}
