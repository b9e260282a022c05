public import Domain

/// A user's standing consent to a client: what Governor calls a connection.
public enum Grant {
    /// The client that the user connected to.
    public static let clientID = Field<String>("client_id", origin: .action)
    /// The user who consented.
    public static let subject = Field<String>("subject", origin: .action)
    /// What was consented to: space-separated, sorted words.
    public static let scope = Field<String>("scope", origin: .action)
    /// When the user had last logged in, at the time of consent.
    public static let authenticatedAt = Field<Timestamp>("authenticated_at", origin: .action)
    /// When the client last used the consent.
    public static let accessedAt = Field<Timestamp>("accessed_at", origin: .action)
    /// When the user first consented.
    public static let createdAt = Field<Timestamp>("created_at", origin: .databaseOnCreate)
    /// Counts the grant's changes.
    public static let version = Field<Int64>("version", origin: .databaseOnChange)
}

extension Resource {
    /// Standing consents, one row per tenant, user and client.
    public static let grants = Resource(
        "connection", table: "user_grant", key: Grant.clientID, owner: Grant.subject,
        version: Grant.version, access: .connection, endsTokens: true,
        orders: [.descending(Grant.accessedAt)],
        fields: [
            Grant.clientID, Grant.subject, Grant.scope, Grant.authenticatedAt, Grant.accessedAt,
            Grant.createdAt, Grant.version,
        ])
}
