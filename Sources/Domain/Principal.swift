/// Whoever a live token speaks for, as its row says.
public struct Principal: Sendable, Hashable {
    /// The tenant that the token belongs to.
    public let tenant: Int64
    /// The client that the token was issued to; nil for one issued by an administrator.
    public let client: String?
    /// The user that the token speaks for; nil where no person stands behind it.
    public let subject: String?
    /// What the token permits.
    public let scopes: ScopeSet
    /// When the token was issued: where it is a user's own, when that user had logged in.
    public let issued: Timestamp
    /// When the token ends, whatever else happens.
    public let expires: Timestamp

    /// Makes the value from what a token's row says.
    public init(
        tenant: Int64, client: String?, subject: String?, scopes: ScopeSet, issued: Timestamp,
        expires: Timestamp
    ) {
        self.tenant = tenant
        self.client = client
        self.subject = subject
        self.scopes = scopes
        self.issued = issued
        self.expires = expires
    }

    /// Passes where the token carries the permission.
    public func require(_ scope: Scope) throws(APIError) {
        guard scopes.contains(scope) else { throw APIError.insufficientScope(scope) }
    }

    /// The user behind the token, for what only a person can own.
    public func requireUser() throws(APIError) -> String {
        guard let subject else { throw APIError.userRequired }
        return subject
    }
}
