public import Secrets

/// What a client's registration says to the flows.
public struct RegisteredClient: Sendable, Hashable {
    /// Names the client in every protocol message.
    public var id: String
    /// The name that a person sees.
    public var name: String
    /// The page about the client; empty without one.
    public var uri: String
    /// Whether there is a logo to show.
    public var hasLogo: Bool
    /// Where authorization answers may be sent.
    public var redirectURIs: [String]
    /// Where a browser may be sent after logging out.
    public var postLogoutRedirectURIs: [String]
    /// How the client may authenticate, by the names of RFC 7591 §2.
    public var authenticationMethods: Set<String>
    /// What the client may exchange for a token, by the names of RFC 7591 §2.
    public var grantTypes: Set<String>
    /// The scopes that the client may ask for besides those of OpenID Connect.
    public var scopes: Set<String>
    /// The client's public keys, as JSON; nil without any.
    public var keys: [UInt8]?
    /// Whether it must push its requests (RFC 9126 §6).
    public var mustPush: Bool
    /// Its live secrets, the newest first.
    public var secrets: [ClientSecret]

    /// A secret that is live.
    public struct ClientSecret: Sendable, Hashable {
        /// What is compared.
        public var kept: KeptSecret
        /// The secret itself, sealed; nil where only its hash is kept.
        public var sealed: [UInt8]?

        /// Makes the value from its columns.
        public init(kept: KeptSecret, sealed: [UInt8]?) {
            self.kept = kept
            self.sealed = sealed
        }
    }

    /// Makes the value; see the members.
    public init(
        id: String, name: String, uri: String, hasLogo: Bool, redirectURIs: [String],
        postLogoutRedirectURIs: [String], authenticationMethods: Set<String>,
        grantTypes: Set<String>, scopes: Set<String>, keys: [UInt8]?, mustPush: Bool,
        secrets: [ClientSecret]
    ) {
        self.id = id
        self.name = name
        self.uri = uri
        self.hasLogo = hasLogo
        self.redirectURIs = redirectURIs
        self.postLogoutRedirectURIs = postLogoutRedirectURIs
        self.authenticationMethods = authenticationMethods
        self.grantTypes = grantTypes
        self.scopes = scopes
        self.keys = keys
        self.mustPush = mustPush
        self.secrets = secrets
    }

    /// Whether the client cannot keep a secret (RFC 6749 §2.1).
    public var isPublic: Bool {
        authenticationMethods.isEmpty
            || authenticationMethods == [AuthenticationMethod.none.rawValue]
    }

    /// Whether the client is registered for refreshing.
    var refreshes: Bool { grantTypes.contains(GrantType.refreshToken.rawValue) }

    /// Throws `unauthorized_client` where the client may not use the grant.
    func require(_ grant: GrantType) throws(OAuthError) {
        guard grantTypes.contains(grant.rawValue) else {
            throw OAuthError(
                .unauthorizedClient, "the client is not registered for the grant \(grant.rawValue)")
        }
    }
}

/// What a client can exchange for tokens; the raw value is the wire's.
public enum GrantType: String, Sendable, Hashable, CaseIterable {
    case authorizationCode = "authorization_code"
    case refreshToken = "refresh_token"
    case clientCredentials = "client_credentials"
    /// RFC 8628 §3.4.
    case deviceCode = "urn:ietf:params:oauth:grant-type:device_code"
}

/// How a client says who it is (RFC 6749 §2.3, OpenID Connect Core §9).
///
/// The raw value is RFC 7591's.
public enum AuthenticationMethod: String, Sendable, Hashable, CaseIterable {
    case basic = "client_secret_basic"
    case post = "client_secret_post"
    case privateKeyJWT = "private_key_jwt"
    case none = "none"
}
