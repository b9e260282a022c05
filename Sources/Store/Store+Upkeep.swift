public import Domain
import Postgres

/// What gateways do for the database by themselves, now and then.
extension Store {
    /// Makes the token partitions of the coming days and drops those of days long past.
    public func keepTokenPartitions(daysAhead: Int64) async throws(APIError) {
        _ = try await lookUp(Statement(Self.keepPartitions, [.integer(daysAhead)]))
    }

    /// Deletes expired answers to repeated requests, a bounded number at a time; says how many.
    public func pruneKeptAnswers(most: Int64) async throws(APIError) -> Int64 {
        try await lookUp(Statement(Self.prune, [.integer(most)])).integer(0, 0)
    }

    /// The versions and checksums of the migrations that the database has had.
    public func appliedMigrations() async throws(APIError) -> [Int64: String] {
        let rows = try await lookUp(Statement(Self.migrations))
        var applied: [Int64: String] = [:]
        for row in 0..<rows.count { applied[rows.integer(row, 0)] = rows.text(row, 1) }
        return applied
    }

    private static let keepPartitions = Query(
        "SELECT postern.keep_token_partitions($1::bigint::integer)")
    private static let prune = Query("SELECT postern.prune_idempotency($1::bigint::integer)")
    private static let migrations = Query("SELECT version, checksum FROM postern.migration")
}
