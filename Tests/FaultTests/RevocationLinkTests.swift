// The link that hears of revocations is cut: nothing is remembered any more, so nothing is stale.

import Domain
import Gateway
import GatewaySupport
import Postgres
import Testing

@Suite(
    "Gateway that cannot hear revocations",
    .enabled(if: TestDatabase.isGiven, "POSTERN_TEST_DATABASE_URL is not set"),
    .timeLimit(.minutes(20)))
struct RevocationLinkTests {
    private static let cutLink = """
        SELECT pg_terminate_backend(pid)::text FROM pg_stat_activity
        WHERE datname = $1 AND usename = 'postern_gateway'
            AND (query LIKE 'LISTEN%' OR query = 'SELECT 1')
        """

    @Test("while the link is cut a revocation counts at once, and the link comes back")
    func cut() async throws {
        try await TestDatabase.with { database in
            let subject = try await Subject(in: database)
            try await TestGateway.with(database, { $0.introspection.lifetime = .seconds(300) }) {
                gateway in
                let cluster = try await Session.connect(try #require(TestDatabase.clusterURL))
                let client = try gateway.connect()
                for _ in 0..<3 {
                    #expect(try await client.exchange(subject.list).status == 200)
                }
                let hits = "postern_introspection_cache_hits_total"
                #expect(try await gateway.metrics().sum(of: hits) > 0)

                // Existing connections stay; the link's next one is refused.
                try await cut(database, of: gateway, through: cluster)
                let hitsBefore = try await gateway.metrics().sum(of: hits)
                #expect(try await client.exchange(subject.list).status == 200)
                #expect(try await gateway.metrics().sum(of: hits) == hitsBefore)
                try await subject.tenant.revoke(subject.token)
                #expect(try await client.exchange(subject.list).status == 401)

                try await cluster.execute(
                    script: "ALTER DATABASE \(database.name) ALLOW_CONNECTIONS true")
                let isBack = try await becomesTrue { try await isHearing(gateway) }
                #expect(isBack)
                #expect(try await client.exchange(subject.list).status == 401)
                await client.close()
                await cluster.close()
            }
        }
    }

    private func cut(
        _ database: TestDatabase, of gateway: TestGateway, through cluster: Session
    ) async throws {
        try await cluster.execute(
            script: "ALTER DATABASE \(database.name) ALLOW_CONNECTIONS false")
        let isCut = try await becomesTrue {
            _ = try await cluster.query(Statement(Query(Self.cutLink), [.text(database.name)]))
            let up = try await gateway.metrics().values(of: "postern_revocation_link_up")
            return up.allSatisfy { $0 == 0 }
        }
        #expect(isCut)
    }

    private func isHearing(_ gateway: TestGateway) async throws -> Bool {
        try await gateway.metrics().values(of: "postern_revocation_link_up")
            .allSatisfy { $0 == 1 }
    }
}
