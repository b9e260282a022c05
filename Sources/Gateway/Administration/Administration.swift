import Domain
import Postgres
import Reactor
import Store

/// What an operator does to a database by command: migrations, tenants, users and tokens.
///
/// Works with the schema owner's URL, over connections of its own. Close it when done.
public actor Administration {
    /// The loop is the executor: the pool and the store live on it.
    public nonisolated var unownedExecutor: UnownedSerialExecutor {
        loop.asUnownedSerialExecutor()
    }

    private nonisolated let loop: EventLoop
    let session: Session
    private let configuration: PoolConfiguration
    private var opened: (pool: Pool, store: Store)?

    /// How long connecting may take, and one command's statement.
    private static let patience = Duration.seconds(10)
    private static let statementPatience = Duration.seconds(60)

    /// Connects to the database.
    ///
    /// Throws when the server cannot be reached or refuses.
    public static func connect(
        databaseURL: String
    ) async throws(AdministrationError) -> Administration {
        let loop: EventLoop
        do {
            loop = try EventLoop(name: "administration")
        } catch {
            throw AdministrationError("\(error)")
        }
        return try await connect(databaseURL: databaseURL, on: loop)
    }

    private static func connect(
        databaseURL: String, on loop: EventLoop
    ) async throws(AdministrationError) -> Administration {
        do throws(PostgresError) {
            let session = try await Session.connect(databaseURL, on: loop, timeout: patience)
            return Administration(session: session, databaseURL: databaseURL, loop: loop)
        } catch {
            loop.stop()
            throw AdministrationError(error)
        }
    }

    private init(session: Session, databaseURL: String, loop: EventLoop) {
        self.session = session
        self.loop = loop
        var configuration = PoolConfiguration(url: databaseURL)
        configuration.connections = 1
        configuration.readConnections = 1
        configuration.connectTimeout = Self.patience
        configuration.waitTimeout = Self.patience
        configuration.statementTimeout = Self.statementPatience
        configuration.transactionTimeout = Self.statementPatience
        self.configuration = configuration
    }

    /// Closes every connection; nothing can be done with it afterwards.
    public func close() async {
        await opened?.pool.close()
        await session.close()
        loop.stop()
    }

    /// The store over a pool of one connection, opened the first time it is needed.
    func store() throws(AdministrationError) -> Store {
        if let opened { return opened.store }
        do throws(PostgresError) {
            let pool = try Pool(loop: loop, configuration: configuration)
            pool.start()
            let settings = Store.Settings(idempotencySeconds: 0, cursorKey: nil)
            let store = Store(
                pool: pool, settings: settings, slowWork: ComputingThreads.hashing,
                imageWork: ComputingThreads.drawing)
            opened = (pool, store)
            return store
        } catch {
            throw AdministrationError(error)
        }
    }

    /// The tenant of that name; throws where there is none.
    func tenant(_ slug: Slug) async throws(AdministrationError) -> Tenant {
        let rows: Rows
        do throws(PostgresError) {
            rows = try await session.query(Statement(Self.findTenant, [.text(slug.text)]))
        } catch {
            throw AdministrationError(error)
        }
        guard !rows.isEmpty else { throw .unknownTenant(slug) }
        return Tenant(number: rows.integer(0, 0), slug: slug)
    }

    private static let findTenant = Query("SELECT number FROM postern.tenant WHERE slug = $1")
}
