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

    @Test("a law is broken by what breaks it", arguments: Schema.breaches)
    func breach(_ breach: Schema.Breach) async throws {
        try await TestDatabase.with { database in
            try await database.execute(breach.script)
            var broken: [String] = []
            for law in Schema.laws {
                let breaches = try await database.texts(law.breaches)
                if !breaches.isEmpty { broken.append(law.sentence) }
            }
            #expect(broken.contains { $0.contains(breach.word) }, "\(broken)")
        }
    }
}

extension Schema {
    /// A mistake that a migration might make, and a word of the law that finds it.
    struct Breach: Sendable, CustomTestStringConvertible {
        let word: String
        let script: String

        var testDescription: String { script }
    }

    static let breaches = [
        Breach(word: "forced", script: "CREATE TABLE postern.forgotten (tenant_id bigint)"),
        Breach(
            word: "forced",
            script: "ALTER TABLE postern.client NO FORCE ROW LEVEL SECURITY"),
        Breach(
            word: "no other policy",
            script: "CREATE POLICY more ON postern.client TO postern_gateway USING (true)"),
        Breach(
            word: "starts with", script: "CREATE UNIQUE INDEX ON postern.client (client_name)"),
        Breach(word: "starts with", script: "CREATE INDEX ON postern.client (lower(client_name))"),
        Breach(
            word: "closed", script: "GRANT SELECT (slug) ON postern.tenant TO postern_gateway"),
        Breach(word: "empty a table", script: "GRANT TRUNCATE ON postern.client TO PUBLIC"),
        Breach(
            word: "says",
            script: """
                CREATE FUNCTION postern.f() RETURNS int LANGUAGE sql SECURITY DEFINER
                RETURN 1
                """),
        Breach(
            word: "alone", script: "GRANT EXECUTE ON FUNCTION postern.cursor_key() TO PUBLIC"),
    ]
}
