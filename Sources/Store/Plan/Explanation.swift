public import Domain
import Postgres
import Secrets

/// The SQL of an intent, for people and benchmarks: no database is asked.
extension Store {
    /// The texts of the statements that the intent runs, in order, after the one that sets the
    /// tenant.
    ///
    /// A cursor in the intent is refused, because only a database's own key opens it.
    public static func statementTexts(
        of intent: Intent, principal: Principal?
    ) throws(APIError) -> [String] {
        guard let slug = Slug("explained") else { preconditionFailure("no such slug") }
        let planner = Planner(
            texts: StatementTexts(), cursors: CursorSeal(key: Array(repeating: 0, count: 32)),
            idempotencySeconds: 0)
        var random = SystemRandomNumberGenerator()
        let plan = try planner.plan(
            intent, secret: intent.record?.secret.map { KeptSecret(random: $0.exposed) },
            logo: KeptLogo(png: [], digest: "", preview: ""), tenant: Tenant(number: 1, slug: slug),
            principal: principal, using: &random)
        return plan.statements.map(\.query.text)
    }
}
