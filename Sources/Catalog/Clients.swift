public import Domain
public import JSONWire

/// OAuth 2.0 clients: what every dialect calls an app, an application or a client.
///
/// Names are RFC 7591 §2's, where it has one. Limits here are the widest of what the dialects
/// allow; each dialect's projection narrows them to its own.
public enum Client {
    /// The tenant's number.
    public static let tenant = Field<Int64>("tenant", origin: .tenant)
    /// What the tenant is called.
    public static let tenantName = Field<String>.tenantName
    /// Names the client in every protocol message.
    public static let id = Field<String>("client_id", origin: .creation)
    /// Names the registration, where a dialect has another name for that than the client's.
    public static let registrationID = Field<String>("registration_id", origin: .creation)
    /// The name that a person sees.
    public static let name = Field<String>("client_name", .required)
    /// What the client is for.
    public static let description = Field<String>("description")
    /// The page about the client.
    public static let uri = Field<String>("client_uri", .absoluteURI)
    /// Where authorization answers may be sent.
    public static let redirectURIs = Field<[String]>("redirect_uris", .redirectURI)
    /// Where a browser may be sent after logging out.
    public static let postLogoutRedirectURIs = Field<[String]>(
        "post_logout_redirect_uris", .redirectURI)
    /// How the client may authenticate at the token endpoint.
    public static let authenticationMethods = Field<[String]>("token_endpoint_auth_methods")
    /// What the client may exchange for a token.
    public static let grantTypes = Field<[String]>("grant_types")
    /// The scopes that the client may ask for.
    public static let scopes = Field<[String]>("scopes", .scopeToken)
    /// Proves that the client is who it says.
    public static let secret = Field<Secret>("client_secret")
    /// When the secrets that the client has end; empty where they do not.
    public static let secretExpiresAt = Field<Timestamp>("client_secret_expires_at")
    /// Whether the client may do anything.
    public static let isEnabled = Field<Bool>("enabled")
    /// How the client takes part in protocols.
    public static let settings = Field<JSON>("client_settings")
    /// What the client's tokens are like.
    public static let tokenSettings = Field<JSON>("token_settings")
    /// A small picture of the logo, as a `data:` URI; empty without one.
    public static let logoPreview = Field<String>("logo_preview", origin: .action)
    /// Which sort of platform the client belongs to (AngusGM).
    public static let platform = Field<String>(extra: "platform", origin: .creation)
    /// What the client was registered for (AngusGM).
    public static let source = Field<String>(extra: "source", origin: .creation)
    /// The registrant's own mark on the client (AngusGM).
    public static let businessTag = Field<String>(extra: "biz_tag")
    /// The user who registered the client.
    public static let creator = Field<String>("creator", origin: .creator)
    /// What the user who registered the client is called.
    public static let creatorName = Field<String>(nameOfUserIn: creator)
    /// When the client was registered.
    public static let createdAt = Field<Timestamp>("created_at", origin: .databaseOnCreate)
    /// The user who last changed the client.
    public static let modifier = Field<String>("modifier", origin: .modifier)
    /// What the user who last changed the client is called.
    public static let modifierName = Field<String>(nameOfUserIn: modifier)
    /// When the client, its logo or its secret last changed.
    public static let updatedAt = Field<Timestamp>("updated_at", origin: .databaseOnChange)
    /// Counts the client's changes, from a number that an earlier client of its id has not had.
    public static let version = Field<Int64>("version", origin: .databaseOnChange)
}

extension Resource {
    /// OAuth 2.0 clients, one row per client and tenant (RFC 7591 §2).
    public static let clients = Resource(
        "client", table: "client", key: Client.id, otherKeys: [Client.registrationID],
        version: Client.version, access: .app, endsTokens: true,
        orders: [
            .descending(Client.updatedAt),
            .ascending(Client.createdAt, then: Client.registrationID),
        ],
        fields: [
            Client.tenant, Client.tenantName, Client.id, Client.registrationID, Client.name,
            Client.description, Client.uri, Client.redirectURIs, Client.postLogoutRedirectURIs,
            Client.authenticationMethods, Client.grantTypes, Client.scopes, Client.secret,
            Client.secretExpiresAt, Client.isEnabled, Client.settings, Client.tokenSettings,
            Client.logoPreview, Client.platform, Client.source, Client.businessTag, Client.creator,
            Client.creatorName, Client.createdAt, Client.modifier, Client.modifierName,
            Client.updatedAt, Client.version,
        ])
}
