// Users: written down and found by name.

public import Domain
import Postgres

extension Store {
    /// A person of a tenant, as they are first written down.
    public struct NewUser: Sendable {
        /// Names the user in tokens and grants; random.
        public var id: String
        /// What the user logs in with; unique in the tenant.
        public var username: String
        /// The e-mail address, if known.
        public var email: String?
        /// First names.
        public var givenName: String
        /// Last names.
        public var familyName: String
        /// Names of roles.
        public var roles: [String]
        /// A slow hash of the password in PHC form; nil where the user has none yet.
        public var passwordHash: String?

        /// Makes the value; see the members.
        public init(
            id: String, username: String, email: String? = nil, givenName: String = "",
            familyName: String = "", roles: [String] = [], passwordHash: String? = nil
        ) {
            self.id = id
            self.username = username
            self.email = email
            self.givenName = givenName
            self.familyName = familyName
            self.roles = roles
            self.passwordHash = passwordHash
        }
    }

    /// Writes a user down; `.conflict` where the username is taken.
    public func create(_ user: NewUser, tenant: Tenant) async throws(APIError) {
        let query = texts.query(.createUser) { _ in
            """
            INSERT INTO postern.end_user
                (tenant_id, user_id, username, email, given_name, family_name, roles,
                password_hash)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
            """
        }
        let statement = Statement(
            query,
            [
                .integer(tenant.number), .text(user.id), .text(user.username),
                user.email.map(Parameter.text) ?? .null, .text(user.givenName),
                .text(user.familyName), .texts(user.roles),
                user.passwordHash.map(Parameter.text) ?? .null,
            ])
        _ = try await run([statement], tenant: tenant.number, .write)
    }

    /// The id of the user with that name; nil where the tenant has none.
    public func userID(username: String, tenant: Tenant) async throws(APIError) -> String? {
        let query = texts.query(.findUser) { predicate in
            "SELECT user_id FROM postern.end_user WHERE \(predicate) AND username = $2"
        }
        let statement = Statement(query, [.integer(tenant.number), .text(username)])
        let rows = try await run([statement], tenant: tenant.number, .read)[0]
        return rows.count > 0 ? rows.text(0, 0) : nil
    }
}
