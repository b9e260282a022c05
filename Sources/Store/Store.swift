public import Domain
public import Postgres
import Secrets

/// The domain's rows, in PostgreSQL: one per loop, with that loop's connections.
///
/// A request is planned first, without waiting, and then run in one round trip, inside a
/// transaction that sees only its tenant's rows.
public final class Store {
    /// What a store is told once.
    public struct Settings: Sendable {
        /// Seconds for which a repeated POST gets the first one's answer.
        public var idempotencySeconds: Int64
        /// The key that seals cursors, 32 bytes or more; nil to use the database's own.
        public var cursorKey: [UInt8]?

        /// Makes the value; see the members.
        public init(idempotencySeconds: Int64, cursorKey: [UInt8]?) {
            self.idempotencySeconds = idempotencySeconds
            self.cursorKey = cursorKey
        }
    }

    let pool: Pool
    let texts: StatementTexts
    let slowWork: any SlowWork
    let imageWork: any SlowWork
    private let settings: Settings
    private var cursors: CursorSeal?
    var random = SystemRandomNumberGenerator()

    /// Works over the loop's pool, and leaves what would hold the loop up to `slowWork`, images to
    /// `imageWork`.
    public convenience init(
        pool: Pool, settings: Settings, slowWork: any SlowWork, imageWork: any SlowWork
    ) {
        self.init(
            pool: pool, settings: settings, slowWork: slowWork, imageWork: imageWork,
            lock: .predicate)
    }

    /// Works without the tenant's predicate where a test says so.
    init(
        pool: Pool, settings: Settings, slowWork: any SlowWork, imageWork: any SlowWork,
        lock: StatementTexts.TenantLock
    ) {
        self.pool = pool
        self.slowWork = slowWork
        self.imageWork = imageWork
        self.settings = settings
        texts = StatementTexts(lock: lock)
        cursors = settings.cursorKey.map(CursorSeal.init)
    }

    /// The statements that an intent needs.
    ///
    /// Lists need the cursor key, which is asked for before the first of them. A secret that a
    /// client chose is hashed here, and a logo drawn, which takes a while, off the loop.
    public func plan(
        _ intent: Intent, tenant: Tenant, principal: Principal?
    ) async throws(APIError) -> Plan {
        if case .list = intent, cursors == nil { cursors = try await sealOfDatabase() }
        var kept: KeptSecret?
        if let secret = intent.record?.secret { kept = try await hashed(secret) }
        var logo: KeptLogo?
        if case .act(.replaceLogo(_, let upload, _)) = intent { logo = try await drawn(upload) }
        return try planner.plan(
            intent, secret: kept, logo: logo, tenant: tenant, principal: principal, using: &random)
    }

    /// Runs a plan as one transaction of the tenant.
    public func perform(_ plan: Plan, tenant: Tenant) async throws(APIError) -> Outcome {
        let answers: [Rows]
        do throws(PostgresError) {
            answers = try await pool.run(
                plan.statements, tenant: tenant.number, plan.access, isAlone: plan.isAlone)
        } catch {
            if let kept = try await keptOutcome(of: plan, tenant: tenant, after: error) {
                return kept
            }
            throw plan.refusal(after: error)
        }
        return try plan.outcome(of: answers, cursors: cursors)
    }

    var planner: Planner {
        Planner(
            texts: texts, cursors: cursors, idempotencySeconds: settings.idempotencySeconds)
    }

    static let cursorsUnavailable = APIError(
        .defect, "the list cannot be continued", detail: "no cursor key")

    private func sealOfDatabase() async throws(APIError) -> CursorSeal {
        let rows = try await lookUp(Statement(Self.cursorKey))
        guard rows.count == 1 else { throw Self.cursorsUnavailable }
        return CursorSeal(key: rows.bytes(0, 0))
    }

    private static let cursorKey = Query("SELECT postern.cursor_key()")

    /// Where a create ran into the answer that an earlier one with the same idempotency key left:
    /// that answer, if the request is the same.
    private func keptOutcome(
        of plan: Plan, tenant: Tenant, after error: PostgresError
    ) async throws(APIError) -> Outcome? {
        guard case .created(let creation) = plan.reading,
            let idempotency = creation.idempotency, error.constraint == KeptAnswer.constraint
        else { return nil }
        let find = planner.finding(idempotency, tenant: tenant)
        let rows = try await run([find], tenant: tenant.number, .read)[0]
        guard rows.count > 0 else { return nil }
        guard rows.bytes(0, 0) == idempotency.fingerprint,
            let answer = KeptAnswer(
                opening: rows.bytes(0, 1), for: idempotency, of: creation.resource)
        else { throw .idempotencyMismatch }
        return .created(answer.keys, secret: answer.secret, version: answer.version)
    }

    func run(
        _ statements: [Statement], tenant: Int64, _ access: TransactionAccess
    ) async throws(APIError) -> [Rows] {
        do throws(PostgresError) {
            return try await pool.run(statements, tenant: tenant, access)
        } catch {
            throw APIError(error)
        }
    }

    func lookUp(_ statement: Statement) async throws(APIError) -> Rows {
        do throws(PostgresError) {
            return try await pool.lookUp(statement)
        } catch {
            throw APIError(error)
        }
    }
}
