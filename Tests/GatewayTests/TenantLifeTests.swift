import GatewaySupport
import Postgres
import Testing

/// Tenants come and go while the gateway runs.
@Suite(.enabled(if: TestDatabase.isGiven), .sharesGateway)
struct TenantLifeTests {
    @Test("a tenant that was not there, and is remembered as such, is usable once it is made")
    func madeWhileRunning() async throws {
        let gateway = try TestGateway.shared
        let name = "late" + String(UInt32.random(in: .min ... .max), radix: 36)
        let request = HTTPRequest("GET", "/t/\(name)/api/oauth/app/ids?ids=x")
        for _ in 0..<8 { #expect(try await gateway.answer(request).status == 404) }
        let tenant = try await gateway.database.tenant(name)
        let isUsable = try await becomesTrue {
            let byPath = try await gateway.answer(request).status
            let byHost = try await gateway.answer(
                HTTPRequest("GET", "/api/oauth/app/ids?ids=x").at(tenant.host)
            ).status
            return byPath == 200 && byHost == 200
        }
        #expect(isUsable)
    }

    @Test("a deleted tenant is gone with its host, its rows and its tokens")
    func deletedWhileRunning() async throws {
        let gateway = try TestGateway.shared
        let tenant = try await gateway.database.tenant()
        let token = try await tenant.token()
        _ = try await tenant.app()
        try await tenant.rotateKeys()
        let list = HTTPRequest("GET", "/api/oauth/app?amount=1&offset=0").by(token)
        // On every loop, so that each has the tenant and the token in its caches.
        for _ in 0..<8 { #expect(try await gateway.answer(list.at(tenant.host)).status == 200) }
        try await tenant.delete()
        let isGone = try await becomesTrue {
            try await gateway.answer(list.at(tenant.host)).status != 200
        }
        #expect(isGone)
        let isNobodys = try await becomesTrue { try await gateway.answer(list).status == 401 }
        #expect(isNobodys)
        for table in try await gateway.database.texts(
            Schema.tenantTables + " AND NOT relispartition")
        {
            let rows = try await gateway.database.query(
                "SELECT count(*) FROM postern.\(table) WHERE tenant_id = $1",
                [.integer(tenant.number)])
            #expect(rows.integer(0, 0) == 0, "\(table)")
        }
    }

    @Test("a name that is used again is another tenant: nothing of the first comes back")
    func sameNameAgain() async throws {
        let gateway = try TestGateway.shared
        let first = try await gateway.database.tenant()
        let app = try await first.app()
        let token = try await first.token()
        let read = HTTPRequest("GET", "/api/oauth/app/id/\(app.id)").at(first.host)
        #expect(try await gateway.answer(read).status == 200)
        try await first.delete()
        let second = try await gateway.database.tenant(first.slug, host: first.host)
        #expect(second.number != first.number)
        let isForgotten = try await becomesTrue { try await gateway.answer(read).status == 404 }
        #expect(isForgotten)
        let list = HTTPRequest("GET", "/api/oauth/app?amount=1&offset=0").at(first.host).by(token)
        let isNobodys = try await becomesTrue { try await gateway.answer(list).status == 401 }
        #expect(isNobodys)
    }
}
