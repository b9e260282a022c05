public import Domain

/// OAuth 2.0 clients: what every dialect calls an app, an application or a client.
///
/// Names are RFC 7591 §2's. Limits here are the widest of what the dialects allow; each dialect's
/// projection narrows them to its own.
public enum Client {
    /// Names the client in every protocol message.
    public static let id = Field<String>("client_id", origin: .gateway)
    /// The name that a person sees.
    public static let name = Field<String>("client_name", .required)
    /// The page about the client.
    public static let uri = Field<String>("client_uri", .absoluteURI)
    /// Where authorization answers may be sent.
    public static let redirectURIs = Field<[String]>("redirect_uris", .redirectURI)
    /// A small picture of the logo, as a `data:` URI; empty without one.
    public static let logoPreview = Field<String>("logo_preview", origin: .action)
    /// The user who registered the client.
    public static let creator = Field<String>("creator", origin: .caller)
    /// When the client was registered.
    public static let createdAt = Field<Timestamp>("created_at", origin: .databaseOnCreate)
    /// When the client, its logo or its secret last changed.
    public static let updatedAt = Field<Timestamp>("updated_at", origin: .databaseOnChange)
    /// Counts the client's changes.
    public static let version = Field<Int64>("version", origin: .databaseOnChange)
}

extension Resource {
    /// OAuth 2.0 clients, one row per client and tenant (RFC 7591 §2).
    public static let clients = Resource(
        "client", table: "client", key: Client.id, version: Client.version, access: .app,
        endsTokens: true, orders: [.descending(Client.updatedAt), .ascending(Client.id)],
        fields: [
            Client.id, Client.name, Client.uri, Client.redirectURIs, Client.logoPreview,
            Client.creator, Client.createdAt, Client.updatedAt, Client.version,
        ])
}
