// Signals to the built program: it finishes what is in flight, in time, or reads its configuration.

import Foundation
import Gateway
import GatewaySupport
import Postgres
import Testing

@Suite(
    "Signals to a running gateway", .serialized,
    .enabled(if: TestDatabase.isGiven, "POSTERN_TEST_DATABASE_URL is not set"),
    .timeLimit(.minutes(20)))
struct SignalTests {
    /// Runs `body` while no client can be read: a request for one is then in flight.
    private func withLockedClients(
        _ database: TestDatabase, _ body: (Session) async throws -> Void
    ) async throws {
        let owner = try await Session.connect(database.ownerURL)
        try await owner.execute(script: "BEGIN; LOCK TABLE postern.client")
        try await body(owner)
        await owner.close()
    }

    /// Waits until a request waits for the lock.
    private func awaitWaiting(_ owner: Session) async throws {
        let waiting = Statement(
            Query(
                """
                SELECT pid FROM pg_locks WHERE NOT granted AND relation = 'postern.client'::regclass
                """))
        let isWaiting = try await becomesTrue { try await !owner.query(waiting).isEmpty }
        #expect(isWaiting)
    }

    private static let patient = """
        database:
          statement_timeout: 60s
          transaction_timeout: 60s
        drain:
          timeout: 60s
        """

    @Test(
        "SIGTERM: no new connection, what is in flight is answered, exit 0",
        arguments: [
            SIGTERM, SIGINT,
        ])
    func drain(signal: Int32) async throws {
        try await TestDatabase.with { database in
            let subject = try await Subject(in: database)
            try await ServeRun.with(database, configuration: Self.patient) { run in
                let idle = try run.connect()
                #expect(try await idle.exchange(HTTPRequest("GET", "/healthz")).status == 200)
                let client = try run.connect()
                try await withLockedClients(database) { owner in
                    try await client.send(subject.read.bytes)
                    try await awaitWaiting(owner)
                    run.signal(signal)
                    #expect(try await idle.rest() == "")
                    let isDeaf = await becomesTrue { await run.status(of: "/healthz") == nil }
                    #expect(isDeaf)
                    try await owner.execute(script: "COMMIT")
                }
                let response = try await client.response()
                #expect(response.status == 200)
                #expect(response.closes)
                #expect(try await client.rest() == "")
                #expect(await run.status() == 0)
            }
        }
    }

    @Test("half a request may still be finished, and is answered")
    func halfRequest() async throws {
        try await TestDatabase.with { database in
            let subject = try await Subject(in: database)
            try await ServeRun.with(database, configuration: Self.patient) { run in
                let idle = try run.connect()
                let client = try run.connect()
                // Known to be taken in: the answer to what comes before has come.
                let bytes = subject.read.bytes
                try await client.send(
                    HTTPRequest("GET", "/healthz").bytes + bytes.dropLast(10))
                #expect(try await client.response().status == 200)
                run.signal(SIGTERM)
                #expect(try await idle.rest() == "")
                try await client.send(Array(bytes.suffix(10)))
                let response = try await client.response()
                #expect(response.status == 200)
                #expect(response.closes)
                #expect(await run.status() == 0)
            }
        }
    }

    /// How many requests the gateway has answered.
    private func answered(_ client: HTTPClient) async throws -> Double {
        let metrics = try await client.exchange(HTTPRequest("GET", "/metrics"))
        return MetricSamples(metrics.text).sum(of: "postern_http_requests_total")
    }

    @Test("who is slow to read gets all answers, and then the end")
    func slowReader() async throws {
        try await TestDatabase.with { database in
            try await ServeRun.with(database, configuration: Self.patient) { run in
                let idle = try run.connect()
                let before = try await answered(idle)
                let client = try run.connect()
                // In one read, and with more answers than the socket holds: the last ones wait in
                // the gateway.
                let health = "GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n"
                try await client.send(String(repeating: health, count: 1700))
                let areServed = try await becomesTrue {
                    try await answered(idle) >= before + 1700
                }
                #expect(areServed)
                run.signal(SIGTERM)
                #expect(try await idle.rest() == "")
                for _ in 0..<1700 { #expect(try await client.response().status == 200) }
                #expect(try await client.rest() == "")
                #expect(await run.status() == 0)
            }
        }
    }

    @Test("what does not finish in time is cut off, and the exit is still 0")
    func impatience() async throws {
        try await TestDatabase.with { database in
            let subject = try await Subject(in: database)
            let configuration = Self.patient.replacing("timeout: 60s", with: "timeout: 1s")
                .replacing("statement_timeout: 1s", with: "statement_timeout: 2s")
                .replacing("transaction_timeout: 1s", with: "transaction_timeout: 2s")
            try await ServeRun.with(database, configuration: configuration) { run in
                try await withLockedClients(database) { owner in
                    let client = try run.connect()
                    try await client.send(subject.read.bytes)
                    try await awaitWaiting(owner)
                    run.signal(SIGTERM)
                    #expect(await run.status() == 0)
                    await client.close()
                }
            }
        }
    }

    @Test("a database that hangs does not keep a gateway from stopping")
    func stopWithoutDatabase() async throws {
        guard ServerCluster.isGiven else { return }
        try await ServerCluster.with { cluster in
            try await TestDatabase.with(cluster: cluster.url) { database in
                let subject = try await Subject(in: database)
                let configuration = "drain:\n  timeout: 1s\n"
                try await ServeRun.with(database, configuration: configuration) { run in
                    cluster.freeze()
                    let client = try run.connect()
                    try await client.send(subject.read.bytes)
                    run.signal(SIGTERM)
                    #expect(await run.status() == 0)
                    cluster.thaw()
                    await client.close()
                }
            }
        }
    }

    @Test("SIGHUP reads the configuration again; one that is wrong changes nothing")
    func reload() async throws {
        try await TestDatabase.with { database in
            let subject = try await Subject(in: database)
            try await ServeRun.with(database) { run in
                func status() async throws -> Int {
                    let client = try run.connect()
                    var request = subject.create("reload")
                    request.body += Array(repeating: UInt8(ascii: " "), count: 2000)
                    let response = try await client.exchange(request)
                    await client.close()
                    return response.status
                }
                #expect(try await status() == 201)
                try run.configure("limits:\n  body: 1KiB\n")
                run.signal(SIGHUP)
                let isSmall = try await becomesTrue { try await status() == 413 }
                #expect(isSmall)
                try run.configure("limits:\n  body: 1KiB\n  bodi: 2KiB\n")
                run.signal(SIGHUP)
                try run.configure("limits:\n  body: 8KiB\n")
                run.signal(SIGHUP)
                let isLarge = try await becomesTrue { try await status() == 201 }
                #expect(isLarge)
                run.signal(SIGTERM)
                #expect(await run.status() == 0)
            }
        }
    }
}
