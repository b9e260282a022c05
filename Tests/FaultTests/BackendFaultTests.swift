// Single connections to the database that end, or are not to be had: reads go on, and no write is
// lost or doubled.

import Gateway
import GatewaySupport
import JSONWire
import Postgres
import Synchronization
import Testing

@Suite(
    "Gateway whose database connections are killed", .serialized,
    .enabled(if: TestDatabase.isGiven, "POSTERN_TEST_DATABASE_URL is not set"),
    .timeLimit(.minutes(20)))
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
                        // A read is tried once more, so none may be hit twice.
                        #expect(await load.hasAnsweredWhatIsAsked())
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

    private func register(
        _ subject: Subject, on gateway: TestGateway, client number: Int, _ ledger: Ledger
    ) async throws {
        defer { ledger.clientIsDone() }
        let client = try gateway.connect()
        for index in 0..<60 {
            let name = "c\(number)-\(index)"
            let response = try await client.exchange(subject.create(name))
            ledger.note(
                Attempt(
                    name: name, id: response.json?["client_id"]?.string, status: response.status,
                    isWorthRetrying: response["Retry-After"] != nil))
        }
        await client.close()
    }

    /// Registers apps from eight clients, and kills a backend after every so many answers.
    private func attemptsUnderFire(
        _ subject: Subject, on gateway: TestGateway, _ database: TestDatabase, every pace: Int
    ) async throws -> [Attempt] {
        let ledger = Ledger(clients: 8)
        let owner = try await Session.connect(database.ownerURL)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<8 {
                group.addTask {
                    try await register(subject, on: gateway, client: number, ledger)
                }
            }
            while !ledger.isDone {
                let count = ledger.all.count
                _ = await becomesTrue { ledger.isDone || ledger.all.count >= count + pace }
                _ = try await owner.query(Statement(Query(Self.killOne)))
            }
            try await group.waitForAll()
        }
        await owner.close()
        return ledger.all
    }

    @Test("an acknowledged write is never lost, and no write is done twice", arguments: [1, 5])
    func writes(pace: Int) async throws {
        try await TestDatabase.with { database in
            let subject = try await Subject(in: database)
            try await TestGateway.with(
                database,
                { configuration in
                    configuration.database.waitTimeout = .seconds(1)
                    configuration.database.statementTimeout = .seconds(5)
                    configuration.database.transactionTimeout = .seconds(5)
                }
            ) { gateway in
                let attempts = try await attemptsUnderFire(
                    subject, on: gateway, database, every: pace)
                #expect(attempts.count == 480)
                #expect(Set(attempts.map(\.status)).isSubset(of: [201, 503, 504]))
                let rows = try await database.query(
                    "SELECT client_name, client_id FROM postern.client WHERE client_name LIKE 'c%'")
                let kept = (0..<rows.count).map { (rows.text($0, 0), rows.text($0, 1)) }
                let ids = Dictionary(kept) { first, _ in first }
                #expect(ids.count == kept.count, "no registration made two apps")
                for attempt in attempts where attempt.status == 201 {
                    #expect(ids[attempt.name] == attempt.id)
                }
                for attempt in attempts where attempt.isWorthRetrying {
                    #expect(ids[attempt.name] == nil)
                }
                #expect(attempts.contains { $0.status == 201 })
                let secrets = try await database.texts(
                    """
                    SELECT client_id FROM postern.client LEFT JOIN postern.client_secret
                        USING (tenant_id, client_id)
                    GROUP BY tenant_id, client_id HAVING count(secret_hash) <> 1
                    """)
                #expect(secrets == [], "an app and its secret are made together or not at all")
            }
        }
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
