// Users as the flows need them.

public import Domain
public import OAuth
import Postgres

extension Store {
    /// The columns of a user whose table is called `person`, as `user(in:)` reads them.
    static let userColumns = """
        person.user_id, person.username, person.email, person.email_verified, person.given_name, \
        person.family_name
        """

    /// Reads a row that starts with `userColumns`; nil for no row.
    static func user(in rows: Rows) -> User? {
        guard rows.count > 0 else { return nil }
        return User(
            id: rows.text(0, 0), username: rows.text(0, 1), email: rows.optionalText(0, 2),
            isEmailVerified: rows.boolean(0, 3), givenName: rows.text(0, 4),
            familyName: rows.text(0, 5))
    }

    /// The statement that finds an enabled user.
    func userStatement(_ subject: String, _ tenant: Tenant) -> Statement {
        let query = texts.query(.findSubject) { tenant in
            """
            SELECT \(Self.userColumns) FROM postern.end_user AS person
            WHERE \(tenant) AND user_id = $2 AND enabled
            """
        }
        return Statement(query, [.integer(tenant.number), .text(subject)])
    }

    /// The enabled user with that id.
    public func user(_ subject: String, tenant: Tenant) async throws(APIError) -> User? {
        let rows = try await run([userStatement(subject, tenant)], tenant: tenant.number, .read)
        return Self.user(in: rows[0])
    }

    /// The enabled user of that name, with the hash of their password.
    public func login(username: String, tenant: Tenant) async throws(APIError) -> Login? {
        let query = texts.query(.findLogin) { tenant in
            """
            SELECT \(Self.userColumns), password_hash FROM postern.end_user AS person
            WHERE \(tenant) AND username = $2 AND enabled
            """
        }
        let statement = Statement(query, [.integer(tenant.number), .text(username)])
        let rows = try await run([statement], tenant: tenant.number, .read)[0]
        return Self.user(in: rows).map { Login(user: $0, passwordHash: rows.optionalText(0, 6)) }
    }
}
