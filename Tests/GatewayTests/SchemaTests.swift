import GatewaySupport
import Postgres
import Testing

/// What the migrations leave behind, for tables that exist and for those that are yet to come.
@Suite(.enabled(if: TestDatabase.isGiven), .sharesGateway)
struct SchemaTests {
    @Test("a law of the schema", arguments: Schema.laws)
    func law(_ law: Schema.Law) async throws {
        let breaches = try await TestGateway.shared.database.texts(law.breaches)
        #expect(breaches == [])
    }

    @Test("the laws are about something: there are tables, partitions among them")
    func tables() async throws {
        let tables = try await TestGateway.shared.database.texts(Schema.tenantTables)
        #expect(Set(tables).isSuperset(of: ["client", "client_secret", "end_user", "token"]))
        #expect(tables.count { $0.hasPrefix("token_") } > 90)
    }

    @Test("the tables without tenants' rows are these")
    func otherTables() async throws {
        let tables = try await TestGateway.shared.database.texts(Schema.otherTables)
        #expect(tables == ["installation", "migration", "tenant", "tenant_host"])
    }
}
