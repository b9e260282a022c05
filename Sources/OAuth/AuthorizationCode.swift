public import Domain

/// A code between its issue and its redemption, as it is kept: everything but its text.
public struct AuthorizationCode: Sendable, Hashable {
    /// SHA-256 of its text.
    public var hash: [UInt8]
    /// The client that it was given to.
    public var clientID: String
    /// The user who consented.
    public var subject: String
    /// Where it was sent.
    public var redirectURI: String
    /// Whether the request named that, and so redeeming it must (RFC 6749 §4.1.3).
    public var isRedirectURINamed: Bool
    /// What was granted.
    public var scope: GrantedScope
    /// What the ID token repeats (OpenID Connect Core §2).
    public var nonce: String?
    /// What the redeemer must be able to prove (RFC 7636).
    public var challenge: ProofKey.Challenge?
    /// When the user had logged in.
    public var authenticated: Timestamp
    /// The session that it came from; nil where that was no browser's.
    public var sessionID: String?
    /// When it ends.
    public var expires: Timestamp
    /// Where it stands.
    public var state: State

    /// Where a code stands.
    public enum State: Sendable, Hashable {
        /// Nobody redeemed it; can become `redeemed`, once.
        case unused
        /// This family of tokens came of it; another attempt ends the family (RFC 6749 §4.1.2).
        case redeemed(family: String)
    }

    /// Makes the value; see the members.
    public init(
        hash: [UInt8], clientID: String, subject: String, redirectURI: String,
        isRedirectURINamed: Bool, scope: GrantedScope, nonce: String?,
        challenge: ProofKey.Challenge?, authenticated: Timestamp,
        sessionID: String?, expires: Timestamp, state: State
    ) {
        self.hash = hash
        self.clientID = clientID
        self.subject = subject
        self.redirectURI = redirectURI
        self.isRedirectURINamed = isRedirectURINamed
        self.scope = scope
        self.nonce = nonce
        self.challenge = challenge
        self.authenticated = authenticated
        self.sessionID = sessionID
        self.expires = expires
        self.state = state
    }

    /// How many random bytes a code has.
    public static let randomBytes = 32

    /// What an attempt to redeem a code comes to.
    enum Verdict: Sendable, Hashable {
        /// The code may be redeemed, if nobody else is faster.
        case good
        /// It was used already, by this very client: whatever came of it ends.
        case replayed(family: String)
        /// It is not good for this attempt, and stays as it is.
        case refused(OAuthError)
    }

    /// Judges an attempt of an authenticated client (RFC 6749 §4.1.3, RFC 7636 §4.6).
    func verdict(
        for client: RegisteredClient, redirectURI: String?, verifier: String?, now: Timestamp
    ) -> Verdict {
        guard clientID == client.id else { return .refused(Self.unknown) }
        if case .redeemed(let family) = state { return .replayed(family: family) }
        guard now < expires else {
            return .refused(.invalidGrant("the code has expired; start again"))
        }
        // A registration that lost the URI has lost what was sent there, too.
        guard redirectURI ?? (isRedirectURINamed ? nil : self.redirectURI) == self.redirectURI,
            RedirectURI.isRegistered(self.redirectURI, among: client.redirectURIs)
        else {
            return .refused(.invalidGrant("redirect_uri is not the one that the code was sent to"))
        }
        guard ProofKey.proves(challenge, verifier) else {
            return .refused(.invalidGrant("code_verifier does not prove who asked for the code"))
        }
        return .good
    }

    /// What is said of a code that is not there, or another client's.
    static let unknown = OAuthError.invalidGrant(
        "the code is unknown, or was issued to another client")
}
