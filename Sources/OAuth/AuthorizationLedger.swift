public import Domain

/// What the flows keep, inside one tenant: asked by this module, answered by the store.
///
/// Each function is one transaction of the tenant. What changes something and says `Bool` or nil
/// did it only if nobody else was faster.
public protocol AuthorizationLedger {
    /// What the tenant allows.
    func settings(of tenant: Tenant) async throws(APIError) -> TenantSettings

    /// The enabled client with its live secrets; nil where there is none.
    func client(_ id: String, tenant: Tenant) async throws(APIError) -> RegisteredClient?

    /// A client, and the code with that digest, whoever's it is.
    func client(
        _ id: String, code: [UInt8], tenant: Tenant
    ) async throws(APIError) -> (client: RegisteredClient?, code: AuthorizationCode?)

    /// A client, and the family of a live or used refresh token, whoever's it is.
    func client(
        _ id: String, refreshToken: TokenKey, tenant: Tenant
    ) async throws(APIError) -> (client: RegisteredClient?, family: TokenFamily?)

    /// Notes that an assertion was used; false where it had been used before.
    func noteAssertion(
        _ hash: [UInt8], of clientID: String, expires: Timestamp, tenant: Tenant
    ) async throws(APIError) -> Bool

    /// Makes a token live that belongs to no family.
    func issue(_ token: NewToken, tenant: Tenant) async throws(APIError)

    /// Redeems an unused code: its family, and the family's first tokens; the user they speak for.
    func redeem(
        _ code: AuthorizationCode, into family: TokenFamily, _ tokens: [NewToken], tenant: Tenant
    ) async throws(APIError) -> User?

    /// Puts new tokens in the place of a family's refresh token, if that still is `expected`; the
    /// user they speak for.
    func refresh(
        _ family: TokenFamily, from expected: [UInt8], _ tokens: [NewToken], tenant: Tenant
    ) async throws(APIError) -> User?

    /// Ends a family and all of its tokens.
    func end(_ family: FamilyName, tenant: Tenant) async throws(APIError)

    /// A client, and what the row of a live token says, whoever's it is.
    func client(
        _ id: String, token: TokenKey, tenant: Tenant
    ) async throws(APIError) -> (client: RegisteredClient?, token: TokenRecord?)

    /// Ends one token.
    func endToken(_ key: TokenKey, tenant: Tenant) async throws(APIError)

    /// The enabled user with that id.
    func user(_ subject: String, tenant: Tenant) async throws(APIError) -> User?

    /// What an authorization request depends on: the tenant, the client, the session behind a
    /// cookie, and what the session's user has granted the client.
    func authorizationState(
        clientID: String, session: [UInt8]?, now: Timestamp, tenant: Tenant
    ) async throws(APIError) -> AuthorizationState

    /// The enabled user of that name, with the hash of their password.
    func login(username: String, tenant: Tenant) async throws(APIError) -> Login?

    /// Begins a session, in the place of another where one is named.
    func begin(
        _ session: LoginSession, replacing old: [UInt8]?, tenant: Tenant
    ) async throws(APIError)

    /// Ends a session, and the families that end with it.
    func end(_ session: LoginSession, tenant: Tenant) async throws(APIError)

    /// Writes down a consent and the code that comes of it.
    ///
    /// The code's scope is added to what was granted before, or takes its place, together with
    /// every code that nobody redeemed yet.
    func grant(
        _ code: AuthorizationCode, _ consent: Consent, now: Timestamp, tenant: Tenant
    ) async throws(APIError)

    /// The same, adding to an earlier consent, for a request that was pushed: its handle is good
    /// for one code. False where there was one already.
    func grant(
        _ code: AuthorizationCode, usingUp handle: [UInt8], now: Timestamp, tenant: Tenant
    ) async throws(APIError) -> Bool

    /// Begins to wait for a person; false where another device waits with the same user code.
    func begin(_ device: DeviceAuthorization, tenant: Tenant) async throws(APIError) -> Bool

    /// The device whose person types that code, however old and whatever was decided.
    func device(_ code: UserCode, tenant: Tenant) async throws(APIError) -> DeviceAuthorization?

    /// A client, and the device with the digest of that device code, whoever's it is.
    func client(
        _ id: String, deviceCode: [UInt8], tenant: Tenant
    ) async throws(APIError) -> (client: RegisteredClient?, device: DeviceAuthorization?)

    /// Notes when a device asked, and how long it has to wait now.
    func note(_ device: DeviceAuthorization, tenant: Tenant) async throws(APIError)

    /// Writes down that a person allows a device, together with the consent; false where somebody
    /// has decided already, or it is too late.
    func approve(
        _ device: DeviceAuthorization, _ approval: DeviceAuthorization.Approval, now: Timestamp,
        tenant: Tenant
    ) async throws(APIError) -> Bool

    /// Writes down that a person does not, unless somebody has decided already.
    func deny(_ device: DeviceAuthorization, tenant: Tenant) async throws(APIError)

    /// Redeems the code of a device that was allowed: its family, and the family's first tokens;
    /// the user they speak for.
    func redeem(
        _ device: DeviceAuthorization, into family: TokenFamily, _ tokens: [NewToken],
        tenant: Tenant
    ) async throws(APIError) -> User?

    /// Keeps a request until it is used.
    func keep(_ request: PushedRequest, tenant: Tenant) async throws(APIError)

    /// The request whose handle has that digest, whoever's it is and however old.
    func pushedRequest(_ handle: [UInt8], tenant: Tenant) async throws(APIError) -> PushedRequest?
}

/// How a consent treats an earlier one to the same client.
public enum Consent: Sendable, Hashable {
    /// Both are in force.
    case adds
    /// Only the new one is, and codes of the earlier one are dead.
    case replaces
}

/// What an authorization request finds.
public struct AuthorizationState: Sendable {
    /// The tenant's settings.
    public var settings: TenantSettings
    /// The enabled client; nil where there is none.
    public var client: RegisteredClient?
    /// The live session; nil without one.
    public var session: LoginSession?
    /// What the session's user has granted the client before; nil without.
    public var granted: GrantedScope?

    /// Makes the value; see the members.
    public init(
        settings: TenantSettings, client: RegisteredClient?, session: LoginSession?,
        granted: GrantedScope?
    ) {
        self.settings = settings
        self.client = client
        self.session = session
        self.granted = granted
    }
}

/// A user, and what their password is compared with.
public struct Login: Sendable {
    /// The user.
    public var user: User
    /// The slow hash; nil for a user without a password.
    public var passwordHash: String?

    /// Makes the value.
    public init(user: User, passwordHash: String?) {
        self.user = user
        self.passwordHash = passwordHash
    }
}

/// What a live token's row says.
public struct TokenRecord: Sendable, Hashable {
    /// What it is for.
    public var kind: TokenKind
    /// The client that holds it; nil for an administrator's.
    public var clientID: String?
    /// The user it speaks for; nil where no person stands behind it.
    public var subject: String?
    /// What that user is called.
    public var username: String?
    /// Space-separated words.
    public var scope: String
    /// The family that it ends with.
    public var family: String?
    /// When it was made.
    public var issued: Timestamp
    /// When it ends.
    public var expires: Timestamp

    /// Makes the value; see the members.
    public init(
        kind: TokenKind, clientID: String?, subject: String?, username: String?, scope: String,
        family: String?, issued: Timestamp, expires: Timestamp
    ) {
        self.kind = kind
        self.clientID = clientID
        self.subject = subject
        self.username = username
        self.scope = scope
        self.family = family
        self.issued = issued
        self.expires = expires
    }
}
