// The schema, over the owner's connection.

public import Store

extension Administration {
    /// Applies the pending migrations in order.
    ///
    /// `applied` is called after each. Returns those that were applied.
    public func migrate(
        applied report: @Sendable (Migration) -> Void = { _ in }
    ) async throws(AdministrationError) -> [Migration] {
        do throws(Migrator.Failure) {
            return try await Migrator(session).up(applied: report)
        } catch {
            throw AdministrationError(error)
        }
    }

    /// Every migration that the program or the database knows, and where it stands.
    public func migrationStatus() async throws(AdministrationError) -> [Migrator.Standing] {
        do throws(Migrator.Failure) {
            return try await Migrator(session).status()
        } catch {
            throw AdministrationError(error)
        }
    }
}
