// The people of a tenant, written down by command.

public import Domain
import Store

extension Administration {
    /// A person to be written down.
    public struct NewUser: Sendable {
        /// What the user logs in with; unique in the tenant.
        public var username: String
        /// The e-mail address, if known.
        public var email: String?
        /// First names.
        public var givenName = ""
        /// Last names.
        public var familyName = ""
        /// Names of roles.
        public var roles: [String] = []
        /// The password, of which only a slow hash is kept; nil for a user who cannot log in yet.
        public var password: Domain.Secret?

        /// A user with nothing but a name.
        public init(username: String) {
            self.username = username
        }
    }

    /// Writes a user down and returns the id that names them in tokens; throws where the username
    /// is taken.
    public func createUser(
        _ user: NewUser, tenant slug: Slug
    ) async throws(AdministrationError) -> String {
        let tenant = try await tenant(slug)
        var random = SystemRandomNumberGenerator()
        let id = RandomText.base64URL(bytes: 16).make(using: &random)
        var hash: String?
        if let password = user.password { hash = try await Password.hash(password) }
        let store = try store()
        do throws(APIError) {
            try await store.create(
                Store.NewUser(
                    id: id, username: user.username, email: user.email,
                    givenName: user.givenName, familyName: user.familyName, roles: user.roles,
                    passwordHash: hash),
                tenant: tenant)
            return id
        } catch {
            guard case .conflict = error.kind else { throw AdministrationError(error) }
            throw AdministrationError("there is a user \(user.username) in \(slug) already")
        }
    }
}
