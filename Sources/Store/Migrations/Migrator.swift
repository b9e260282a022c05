public import Postgres

/// Brings a database's schema to where the program's migrations lead, and says where it is.
///
/// For the owner of the schema. Several migrators may start at once: they take turns, and those
/// that come second find nothing left to do.
public struct Migrator {
    /// Why a database cannot be migrated.
    public enum Failure: Error, Sendable {
        /// The database is away, or refused something outside any file.
        case database(PostgresError)
        /// The database refused what a file says; nothing of that file was done.
        case refused(Migration, PostgresError)
        /// An applied file has been edited since.
        case edited(Migration)
        /// A file is to be applied below one that the database has had already.
        case outOfOrder(Migration, newest: Int64)
    }

    /// A migration and whether the database has had it.
    public struct Standing: Sendable, Hashable {
        /// The number of the file.
        public let version: Int64
        /// The name of the file, without number and extension.
        public let name: String
        /// What became of it.
        public let state: State

        /// Where a migration can stand.
        public enum State: String, Sendable, Hashable {
            /// The database has had it as it is.
            case applied
            /// The database has not had it.
            case pending
            /// The database has had it with another content.
            case edited
            /// The database has had it, and the program does not know it.
            case unknown
        }
    }

    private struct Record {
        let name: String
        let checksum: String
    }

    private let session: Session
    private let known: [Migration]

    /// Migrates over the owner's session, which must not do anything else meanwhile.
    public init(_ session: Session) {
        self.init(session, known: Migration.embedded)
    }

    init(_ session: Session, known: [Migration]) {
        self.session = session
        self.known = known
    }

    /// Applies what is pending, in order, each file and its record in one transaction.
    ///
    /// `applied` is called after each. Returns those that were applied.
    public func up(
        applied report: (Migration) -> Void = { _ in }
    ) async throws(Failure) -> [Migration] {
        try await run(Self.lock)
        try await prepare()
        let pending = try pending(records: await records())
        for migration in pending {
            try await apply(migration)
            report(migration)
        }
        // On an error the lock goes with the session.
        try await run(Self.unlock)
        return pending
    }

    /// Every migration that the program or the database knows, by version.
    public func status() async throws(Failure) -> [Standing] {
        let records = try await isPrepared() ? records() : [:]
        let known = self.known.map { migration in
            let state: Standing.State =
                switch records[migration.version] {
                case nil: .pending
                case let record?: record.checksum == migration.checksum ? .applied : .edited
                }
            return Standing(version: migration.version, name: migration.name, state: state)
        }
        let versions = Set(known.map(\.version))
        let unknown = records.filter { !versions.contains($0.key) }.map {
            Standing(version: $0.key, name: $0.value.name, state: .unknown)
        }
        return (known + unknown).sorted { $0.version < $1.version }
    }

    private func pending(records: [Int64: Record]) throws(Failure) -> [Migration] {
        let newest = records.keys.max() ?? 0
        var pending: [Migration] = []
        for migration in known {
            if let record = records[migration.version] {
                guard record.checksum == migration.checksum else { throw .edited(migration) }
            } else {
                guard migration.version > newest else {
                    throw .outOfOrder(migration, newest: newest)
                }
                pending.append(migration)
            }
        }
        return pending
    }

    private func apply(_ migration: Migration) async throws(Failure) {
        do throws(PostgresError) {
            try await session.execute(script: "BEGIN")
            try await session.execute(script: migration.text)
            _ = try await session.query(
                Statement(
                    Self.record,
                    [
                        .integer(migration.version), .text(migration.name),
                        .text(migration.checksum),
                    ]))
            try await session.execute(script: "COMMIT")
        } catch {
            try? await session.execute(script: "ROLLBACK")
            throw .refused(migration, error)
        }
    }

    /// Makes the schema and its record of migrations, where they are missing.
    private func prepare() async throws(Failure) {
        guard try await !isPrepared() else { return }
        do throws(PostgresError) {
            try await session.execute(script: Self.preparation)
        } catch {
            throw .database(error)
        }
    }

    private func isPrepared() async throws(Failure) -> Bool {
        try await run(Self.probe).boolean(0, 0)
    }

    private func records() async throws(Failure) -> [Int64: Record] {
        let rows = try await run(Self.list)
        var records: [Int64: Record] = [:]
        for row in 0..<rows.count {
            records[rows.integer(row, 0)] = Record(
                name: rows.text(row, 1), checksum: rows.text(row, 2))
        }
        return records
    }

    @discardableResult
    private func run(_ query: Query) async throws(Failure) -> Rows {
        do throws(PostgresError) {
            return try await session.query(Statement(query))
        } catch {
            throw .database(error)
        }
    }

    // The lock's key is Postern's own; 1 and 2 stand for partitions and migrations.
    private static let lock = Query("SELECT pg_advisory_lock(7277, 2)::text")
    private static let unlock = Query("SELECT pg_advisory_unlock(7277, 2)")
    private static let probe = Query("SELECT to_regclass('postern.migration') IS NOT NULL")
    private static let list = Query("SELECT version, name, checksum FROM postern.migration")
    private static let record = Query(
        """
        INSERT INTO postern.migration (version, name, checksum) VALUES ($1::bigint::integer, $2, $3)
        """)
    private static let preparation = """
        CREATE SCHEMA IF NOT EXISTS postern;
        CREATE TABLE postern.migration (
            version    integer PRIMARY KEY,
            name       text NOT NULL,
            checksum   text NOT NULL,
            applied_at timestamptz NOT NULL DEFAULT now()
        );
        """
}

extension Migrator.Failure: CustomStringConvertible {
    /// What went wrong, for the operator who can mend it.
    public var description: String {
        switch self {
        case .database(let error): String(reflecting: error)
        case .refused(let migration, let error):
            "migration \(migration.label) failed and was undone: \(String(reflecting: error))"
        case .edited(let migration):
            "migration \(migration.label) was applied and has been edited since; "
                + "put the change into a new file and this one back as it was"
        case .outOfOrder(let migration, let newest):
            "migration \(migration.label) is missing below migration \(newest), "
                + "which is applied already; the program and the database do not belong together"
        }
    }
}
