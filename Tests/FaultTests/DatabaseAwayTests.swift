// A database that is not there, goes, comes back, hangs: who is told what, and that all heals.

import Gateway
import GatewaySupport
import JSONWire
import Testing

@Suite(
    "Gateway without its database", .serialized,
    .enabled(if: ServerCluster.isGiven, "POSTERN_TEST_PG_BIN is not set"),
    .timeLimit(.minutes(20)))
struct DatabaseAwayTests {
    /// Long waits where the code should not wait at all: an answer that needs one comes too late.
    private static func impatient(_ configuration: inout Configuration) {
        configuration.database.waitTimeout = .seconds(120)
        configuration.database.connectTimeout = .seconds(2)
        configuration.database.statementTimeout = .seconds(120)
        configuration.database.transactionTimeout = .seconds(120)
    }

    private func withCluster(
        _ change: @escaping (inout Configuration) -> Void = impatient, waits: Bool = true,
        _ body: (ServerCluster, TestGateway, Subject) async throws -> Void
    ) async throws {
        try await ServerCluster.with { cluster in
            try await TestDatabase.with(cluster: cluster.url) { database in
                let subject = try await Subject(in: database)
                if !waits { await cluster.stop(.fast) }
                try await TestGateway.with(database, waits: waits, change) { gateway in
                    try await body(cluster, gateway, subject)
                }
            }
        }
    }

    /// What everybody is told while the database is away, each over a connection of its own.
    private func expectAway(_ gateway: TestGateway, _ subject: Subject) async throws {
        let isNoticed = try await becomesTrue {
            try await gateway.metrics().sum(of: "postern_pool_connections") == 0
        }
        #expect(isNoticed)
        for request in [subject.read, subject.list, subject.create("while away")] {
            let response = try await gateway.send(request)
            #expect(response.status == 503)
            #expect(response["Retry-After"] == "1")
            #expect(response["Content-Type"] == "application/json; charset=utf-8")
            #expect(response.json?["message"]?.string?.contains("try again") == true)
        }
        #expect(try await gateway.send(HTTPRequest("GET", "/healthz")).status == 200)
        #expect(try await gateway.send(HTTPRequest("GET", "/openapi.json")).status == 200)
        let readiness = try await gateway.send(HTTPRequest("GET", "/readyz"))
        #expect(readiness.status == 503)
        #expect(readiness["Retry-After"] == "1")
        // What needs no database to be refused is refused as ever.
        let unknown = HTTPRequest("GET", "/api/oauth/nothing")
        #expect(try await gateway.send(unknown).status == 404)
    }

    private func expectHealed(_ gateway: TestGateway, _ subject: Subject) async throws {
        let isBack = try await becomesTrue { try await gateway.send(subject.read).status == 200 }
        #expect(isBack)
        let isReady = try await becomesTrue {
            try await gateway.send(HTTPRequest("GET", "/readyz")).status == 200
        }
        #expect(isReady)
        // Each loop heals for itself, and the next connection may meet the other one.
        let isWritable = try await becomesTrue {
            try await gateway.send(subject.create("after")).status == 201
        }
        #expect(isWritable)
    }

    @Test("a gateway starts without its database and serves when it comes")
    func downAtStart() async throws {
        try await withCluster(waits: false) { cluster, gateway, subject in
            let isAway = try await becomesTrue {
                try await gateway.send(subject.read).status == 503
            }
            #expect(isAway)
            try await expectAway(gateway, subject)
            try await cluster.start()
            try await expectHealed(gateway, subject)
        }
    }

    @Test("a database that stops and comes back", arguments: [ServerCluster.Stop.fast, .immediate])
    func stopped(mode: ServerCluster.Stop) async throws {
        try await withCluster { cluster, gateway, subject in
            #expect(try await gateway.send(subject.read).status == 200)
            await cluster.stop(mode)
            try await expectAway(gateway, subject)
            try await cluster.start()
            try await expectHealed(gateway, subject)
        }
    }

    @Test("a restart under load: nobody gets a wrong answer or none, and then all are served")
    func restartUnderLoad() async throws {
        try await withCluster { cluster, gateway, subject in
            let answers = try await Load.with(
                subject.read, on: gateway, clients: 8, check: subject.check
            ) { load in
                #expect(await load.sees(50, more: 200))
                await cluster.stop(.immediate)
                #expect(await load.sees(50, more: 503))
                try await cluster.start()
                #expect(await load.sees(200, more: 200))
            }
            #expect(answers.oddities == [])
            #expect(answers.statuses == [200, 503])
            try await expectHealed(gateway, subject)
        }
    }

    @Test("a database that hangs is waited for no longer than configured, and by so many only")
    func hung() async throws {
        try await withCluster({ configuration in
            configuration.database.queueMax = 4
            configuration.database.pipelineDepth = 4
            configuration.database.connectTimeout = .milliseconds(500)
            configuration.database.waitTimeout = .milliseconds(500)
            configuration.database.statementTimeout = .milliseconds(750)
            configuration.database.transactionTimeout = .seconds(1)
        }) { cluster, gateway, subject in
            cluster.freeze()
            let answers = try await Load.with(subject.read, on: gateway, clients: 32) { load in
                #expect(await load.sees(500, more: 503))
                let metrics = try await gateway.metrics()
                for waiting in metrics.values(of: "postern_pool_waiting") { #expect(waiting <= 4) }
                for open in metrics.values(of: "postern_pool_connections") { #expect(open <= 3) }
                for count in metrics.values(of: "postern_pool_in_flight") { #expect(count <= 12) }
                #expect(try await gateway.send(HTTPRequest("GET", "/healthz")).status == 200)
                #expect(try await gateway.send(HTTPRequest("GET", "/readyz")).status == 503)
                let write = try await gateway.send(subject.create("while hung"))
                #expect([503, 504].contains(write.status))
            }
            #expect(answers.oddities == [])
            #expect(answers.statuses.isSubset(of: [200, 503, 504]))
            cluster.thaw()
            try await expectHealed(gateway, subject)
        }
    }
}
