// The laws of the schema are worth something only if they can be broken.

import GatewaySupport
import Testing

@Suite(.enabled(if: TestDatabase.isGiven))
struct SchemaBreachTests {
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
