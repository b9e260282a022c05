import Postgres

/// The two roles and the database of a private cluster.
struct DevelopmentDatabase {
    let credentials: DevelopmentCredentials

    /// Makes what is missing; passwords become what the credentials say.
    func make() async throws(DevelopmentError) {
        do throws(PostgresError) {
            let session = try await Session.connect(credentials.superuserURL)
            do throws(PostgresError) {
                try await make(session)
            } catch {
                await session.close()
                throw error
            }
            await session.close()
        } catch {
            throw DevelopmentError("the private database: \(String(reflecting: error))")
        }
    }

    private func make(_ session: Session) async throws(PostgresError) {
        let roles = [
            (DevelopmentCredentials.owner, credentials.ownerPassword),
            (DevelopmentCredentials.gateway, credentials.gatewayPassword),
        ]
        for (role, password) in roles {
            let rows = try await session.query(Statement(Self.role, [.text(role)]))
            let verb = rows.isEmpty ? "CREATE" : "ALTER"
            // Neither text comes from outside: names are constants, passwords base64url.
            try await session.execute(
                script: """
                    \(verb) ROLE \(role) LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS \
                    PASSWORD '\(password)'
                    """)
        }
        let databases = try await session.query(
            Statement(Self.database, [.text(DevelopmentCredentials.database)]))
        guard databases.isEmpty else { return }
        let name = DevelopmentCredentials.database
        try await session.execute(
            script: "CREATE DATABASE \(name) OWNER \(DevelopmentCredentials.owner)")
    }

    private static let role = Query("SELECT true FROM pg_roles WHERE rolname = $1")
    private static let database = Query("SELECT true FROM pg_database WHERE datname = $1")
}
