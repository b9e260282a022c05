// Single connections to the database that end, or are not to be had: reads go on.

import Gateway
import GatewaySupport
import JSONWire
import Postgres
import Synchronization
import Testing

@Suite(
    "Gateway whose database connections are killed", .serialized,
    .enabled(if: TestDatabase.isGiven, "POSTERN_TEST_DATABASE_URL is not set"),
    .timeLimit(.minutes(4)))
struct BackendFaultTests {
    /// Ends one of the gateway's connections that has run something, any but the one that listens.
    private static let killOne = """
        SELECT pg_terminate_backend(pid)::text FROM (
            SELECT pid FROM pg_stat_activity
            WHERE datname = current_database() AND usename = 'postern_gateway'
                AND query NOT IN ('', 'SELECT 1') AND query NOT LIKE 'LISTEN%'
            ORDER BY random() LIMIT 1
        ) AS one
        """

    @Test("reads succeed while backends are killed, one after another")
    func reads() async throws {
        try await TestDatabase.with { database in
            let subject = try await Subject(in: database)
            try await TestGateway.with(database, { $0.introspection.lifetime = .zero }) { gateway in
                let answers = try await Load.with(
                    subject.read, on: gateway, clients: 8, check: subject.check
                ) { load in
                    #expect(await load.sees(20, more: 200))
                    for _ in 0..<10 {
                        let killed = try await database.texts(Self.killOne)
                        #expect(!killed.isEmpty)
                        #expect(await load.sees(50, more: 200))
                    }
                }
                #expect(answers.oddities == [])
                #expect(answers.statuses == [200])
                let metrics = try await gateway.metrics()
                #expect(metrics.sum(of: "postern_pool_breaks_total") > 0)
            }
        }
    }

    /// What became of one registration, as far as its client knows.
    private struct Attempt: Sendable {
        let name: String
        /// The app's id, if it was acknowledged.
        let id: String?
        let status: Int
        /// Whether the client was told to send it again, because nothing was done.
        let isWorthRetrying: Bool
    }

    /// What all clients together have tried so far, and whether they are done.
    private final class Ledger: Sendable {
        private let attempts = Mutex<[Attempt]>([])
        private let clientsLeft: Mutex<Int>

        init(clients: Int) { clientsLeft = Mutex(clients) }

        var all: [Attempt] { attempts.withLock { $0 } }
        var isDone: Bool { clientsLeft.withLock { $0 == 0 } }

        func note(_ attempt: Attempt) { attempts.withLock { $0.append(attempt) } }
        func clientIsDone() { clientsLeft.withLock { $0 -= 1 } }
    }

    @Test("no connection is left for us: 503 at once, and served when there is one again")
    func outOfConnections() async throws {
        try await TestDatabase.with { database in
            let subject = try await Subject(in: database)
            try await database.execute("ALTER DATABASE \(database.name) CONNECTION LIMIT 0")
            try await TestGateway.with(
                database, waits: false, { $0.database.waitTimeout = .seconds(120) }
            ) { gateway in
                let isRefused = try await becomesTrue {
                    try await gateway.send(subject.read).status == 503
                }
                #expect(isRefused)
                let refused = try await gateway.send(subject.list)
                #expect(refused.status == 503)
                #expect(refused["Retry-After"] == "1")
                #expect(try await gateway.send(HTTPRequest("GET", "/healthz")).status == 200)
                try await database.execute("ALTER DATABASE \(database.name) CONNECTION LIMIT -1")
                let isServed = try await becomesTrue {
                    try await gateway.send(subject.list).status == 200
                }
                #expect(isServed)
            }
        }
    }
}
