/// What an operator decides about the flows: how long things live, and how often one may try.
///
/// Lifetimes are in whole seconds.
public struct ServerSettings: Sendable, Hashable {
    /// What tenants' issuers are made from.
    public var issuer: IssuerTemplate
    /// How long an authorization code is good (RFC 6749 §4.1.2).
    public var codeLifetime: Int64 = 60
    /// How long an access token is good.
    public var accessTokenLifetime: Int64 = 300
    /// How long a refresh token is good when it is not used.
    public var refreshTokenLifetime: Int64 = 7 * 86_400
    /// How long a family of tokens can be refreshed at all.
    public var familyLifetime: Int64 = 30 * 86_400
    /// Within which time a refresh token that was used may be used again, once, because its answer
    /// got lost.
    public var refreshGrace: Int64 = 30
    /// How long an ID token is good.
    public var identityTokenLifetime: Int64 = 300
    /// How long a person stays logged in.
    public var sessionLifetime: Int64 = 12 * 3600
    /// How long a device waits for its person (RFC 8628 §3.2).
    public var deviceLifetime: Int64 = 600
    /// How long a device waits between two questions (RFC 8628 §3.2).
    public var deviceInterval: Int64 = 5
    /// How long a pushed request is good (RFC 9126 §2.2).
    public var pushedRequestLifetime: Int64 = 90
    /// The page about a user, which the claim `profile` names.
    public var profileURL: UserURL?
    /// The picture of a user, which the claim `picture` names.
    public var pictureURL: UserURL?
    /// How many failed logins, and how many failed authentications of a client, each loop lets pass
    /// in five minutes, for one name and for one address.
    public var failuresMax = 20

    /// The defaults, for these issuers.
    public init(issuer: IssuerTemplate) {
        self.issuer = issuer
    }
}
