public import Domain
public import JSONWire

/// What came of a flow, free of any wire.
public enum FlowOutcome: Sendable {
    /// Metadata or claims: an object whose members the protocol names.
    case object(JSONObject)
    /// Something that was made, as an object whose members the protocol names.
    case created(JSONObject)
    /// A document that is JSON already, as the set of public keys.
    case document([UInt8])
    /// Tokens (RFC 6749 §5.1).
    case tokens(IssuedTokens)
    /// A code for whoever sends the browser on by itself (Governor's consent).
    case code(Secret)
    /// The token is not live, or none of the caller's business (RFC 7662 §2.2).
    case inactive
    /// Done; there is nothing to say.
    case done
    /// How the pages look.
    case stylesheet
    /// The browser goes back to the client.
    case answer(AuthorizationAnswer, BrowserChange)
    /// The browser goes on to another page of ours, at this path below the issuer.
    case proceed(path: String, BrowserChange)
    /// The browser is shown a page.
    case page(FlowPage, BrowserChange)
}

/// Tokens that were just made: the only time that their texts exist.
public struct IssuedTokens: Sendable {
    /// The access token.
    public var access: Secret
    /// Seconds until it ends.
    public var expiresIn: Int64
    /// The refresh token, where there is one.
    public var refresh: Secret?
    /// What the access token may do.
    public var scope: GrantedScope
    /// The ID token, where `openid` was granted.
    public var identity: Secret?

    /// Makes the value; see the members.
    public init(
        access: Secret, expiresIn: Int64, refresh: Secret?, scope: GrantedScope, identity: Secret?
    ) {
        self.access = access
        self.expiresIn = expiresIn
        self.refresh = refresh
        self.scope = scope
        self.identity = identity
    }
}

/// What a browser is told to remember or forget.
public enum BrowserChange: Sendable, Hashable {
    /// Nothing.
    case none
    /// The value that ties its pages to it.
    case visit(Secret)
    /// It is logged in now; what it had before is over.
    case begins(Secret, lifetime: Int64)
    /// It is not logged in any more.
    case ends
}
