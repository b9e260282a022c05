// A whole gateway inside the test's process, on a port of its own.

package import Gateway
package import Reactor

/// A running gateway with its log; it is drained when its test is over.
package struct TestGateway: Sendable {
    package let database: TestDatabase
    /// Where it answers.
    package let address: ListenAddress
    /// What it has logged.
    package let log: TestLog
    /// What time it is for it: can be moved on.
    package let wallClock: WallClock
    private let loops: Int

    /// Why a gateway is of no use to a test.
    package enum Failure: Error, Sendable {
        case noAddress
        /// It reached no database, or did not hear announcements, in time.
        case notReady
    }

    /// Runs `body` with a gateway before the database.
    ///
    /// Its configuration is patient, so that a busy machine fails no test, unless `change` says
    /// otherwise.
    ///
    /// With `waits`, `body` starts when every loop has its database and hears announcements.
    package static func with<Value>(
        _ database: TestDatabase, waits: Bool = true,
        _ change: (inout Configuration) -> Void = { _ in },
        _ body: (TestGateway) async throws -> Value
    ) async throws -> Value {
        var configuration = patientConfiguration(database)
        change(&configuration)
        let log = try TestLog()
        let wallClock = WallClock()
        let gateway = try await Gateway.start(
            configuration, sink: log.sink, wallClock: wallClock)
        let result = await Result { () async throws in
            guard let address = gateway.addresses.first else { throw Failure.noAddress }
            let test = TestGateway(
                database: database, address: address, log: log, wallClock: wallClock,
                loops: configuration.loops)
            if waits { try await test.waitUntilReady() }
            return try await body(test)
        }
        await gateway.drain(within: .seconds(5))
        return try result.get()
    }

    private static func patientConfiguration(_ database: TestDatabase) -> Configuration {
        var configuration = Configuration()
        configuration.listen = [.internet(IPAddress(v4: 0x7F00_0001), port: 0)]
        configuration.loops = 2
        configuration.log.level = .error
        configuration.secrets.key = TestTenant.secretsKey
        configuration.database.url = Redacted(database.gatewayURL)
        configuration.database.readConnections = 1
        configuration.database.connectionsMax = 3
        configuration.database.connectTimeout = .seconds(20)
        configuration.database.waitTimeout = .seconds(20)
        configuration.database.statementTimeout = .seconds(20)
        configuration.database.transactionTimeout = .seconds(30)
        return configuration
    }

    private func waitUntilReady() async throws {
        let loops = Double(loops)
        let isReady = try await becomesTrue {
            let metrics = try await self.metrics()
            let connected = metrics.values(of: "postern_pool_connections").filter { $0 > 0 }
            let hearing = metrics.values(of: "postern_revocation_link_up")
            return Double(connected.count) == loops && hearing.reduce(0, +) == loops
        }
        guard isReady else { throw Failure.notReady }
    }

    /// A new connection.
    package func connect(patience: Duration = .seconds(30)) throws -> HTTPClient {
        try HTTPClient.connect(to: address, patience: patience)
    }

    /// Sends a request over a connection of its own and returns the answer.
    package func send(_ request: HTTPRequest) async throws -> HTTPResponse {
        let client = try connect()
        let result = await Result { () async throws in try await client.exchange(request) }
        await client.close()
        return try result.get()
    }

    /// The counters as they stand.
    package func metrics() async throws -> MetricSamples {
        MetricSamples(try await send(HTTPRequest("GET", "/metrics")).text)
    }
}
