public import Domain

/// Everything that came of one authorization: the tokens that one decision ends.
public struct TokenFamily: Sendable, Hashable {
    /// Names it; random.
    public var id: String
    /// The client that holds the tokens.
    public var clientID: String
    /// The user they speak for.
    public var subject: String
    /// What was granted; an access token may carry less.
    public var scope: GrantedScope
    /// When the user had logged in.
    public var authenticated: Timestamp
    /// The session that it ends with; nil where it outlives that (`offline_access`).
    public var sessionID: String?
    /// When it began.
    public var created: Timestamp
    /// When its refresh token ends, if nobody uses it.
    public var expires: Timestamp
    /// Its refresh token; nil where there is none.
    public var refresh: Refresh?

    /// Which refresh token is good.
    public struct Refresh: Sendable, Hashable {
        /// SHA-256 of the token that is good now.
        public var current: [UInt8]
        /// SHA-256 of the one before.
        public var previous: [UInt8]?
        /// When the current one took its place.
        public var rotated: Timestamp?

        /// Makes the value; see the members.
        public init(current: [UInt8], previous: [UInt8]? = nil, rotated: Timestamp? = nil) {
            self.current = current
            self.previous = previous
            self.rotated = rotated
        }
    }

    /// Makes the value; see the members.
    public init(
        id: String, clientID: String, subject: String, scope: GrantedScope,
        authenticated: Timestamp, sessionID: String?, created: Timestamp, expires: Timestamp,
        refresh: Refresh?
    ) {
        self.id = id
        self.clientID = clientID
        self.subject = subject
        self.scope = scope
        self.authenticated = authenticated
        self.sessionID = sessionID
        self.created = created
        self.expires = expires
        self.refresh = refresh
    }

    /// What it is found by.
    public var name: FamilyName {
        FamilyName(id: id, clientID: clientID, subject: subject)
    }

    /// What an attempt to use a refresh token comes to.
    enum Verdict: Sendable, Hashable {
        /// The token may be exchanged, if nobody else is faster.
        case good
        /// It is the one before, soon after: its answer may have got lost. It may be exchanged in
        /// the place of the current one, which nobody has used.
        case lostAnswer
        /// It was exchanged a moment ago, by a request that may be this one's twin: refused, and
        /// nothing else happens.
        case raced
        /// Two hold the family's tokens: it ends (RFC 9700 §4.14.2).
        case reused
        /// It has ended.
        case expired
    }

    /// For so long after an exchange, in microseconds, the same token means a race, not a loss.
    ///
    /// Whoever lost an answer has waited for it longer.
    static let raceWindow: Int64 = 3_000_000

    /// Judges the use of a refresh token that is, or was, the family's.
    func verdict(for token: [UInt8], grace: Int64, now: Timestamp) -> Verdict {
        guard now < expires, let refresh else { return .expired }
        if token == refresh.current { return .good }
        guard token == refresh.previous, let rotated = refresh.rotated else { return .reused }
        let since = now.microseconds &- rotated.microseconds
        if since < Self.raceWindow { return .raced }
        return now < rotated.advanced(bySeconds: grace) ? .lostAnswer : .reused
    }
}

/// Names a family of tokens, and whose tokens they are.
public struct FamilyName: Sendable, Hashable {
    /// The family's own name.
    public let id: String
    /// The client that holds the tokens.
    public let clientID: String
    /// The user they speak for.
    public let subject: String

    /// Makes the value.
    public init(id: String, clientID: String, subject: String) {
        self.id = id
        self.clientID = clientID
        self.subject = subject
    }
}
