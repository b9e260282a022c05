public import Domain

/// A person of a tenant, as the flows need to know them.
public struct User: Sendable, Hashable {
    /// Names the user in tokens: `sub`.
    public var id: String
    /// What the user logs in with.
    public var username: String
    /// The e-mail address, if known.
    public var email: String?
    /// Whether somebody made sure that the address is the user's.
    public var isEmailVerified: Bool
    /// First names.
    public var givenName: String
    /// Last names.
    public var familyName: String

    /// Makes the value; see the members.
    public init(
        id: String, username: String, email: String?, isEmailVerified: Bool, givenName: String,
        familyName: String
    ) {
        self.id = id
        self.username = username
        self.email = email
        self.isEmailVerified = isEmailVerified
        self.givenName = givenName
        self.familyName = familyName
    }
}

/// A person who is logged in, in one browser.
public struct LoginSession: Sendable, Hashable {
    /// SHA-256 of the cookie's value.
    public var hash: [UInt8]
    /// What ID tokens call it: `sid`.
    public var id: String
    /// Who is logged in.
    public var user: User
    /// When they showed their password.
    public var authenticated: Timestamp
    /// When the session ends.
    public var expires: Timestamp

    /// Makes the value; see the members.
    public init(
        hash: [UInt8], id: String, user: User, authenticated: Timestamp, expires: Timestamp
    ) {
        self.hash = hash
        self.id = id
        self.user = user
        self.authenticated = authenticated
        self.expires = expires
    }
}

/// What a tenant allows beyond the defaults.
public struct TenantSettings: Sendable, Hashable {
    /// What people call the tenant.
    public var name: String
    /// Whether challenges may be `plain` (RFC 7636 §4.2).
    public var allowsPlainProofKeys = false
    /// Whether clients may register themselves (RFC 7591).
    public var allowsRegistration = false
    /// Whether authorization requests must be pushed (RFC 9126 §5).
    public var requiresPushedRequests = false

    /// The defaults.
    public init(name: String) {
        self.name = name
    }
}
