/// What a token is for; the raw value is what is stored.
public enum TokenKind: String, Sendable, Hashable, CaseIterable {
    /// Guards calls (RFC 6750).
    case access
    /// Buys a new access token (RFC 6749 §1.5).
    case refresh
}

/// A token to be written down: everything but its text, of which only the digest is kept.
public struct NewToken: Sendable, Hashable {
    /// SHA-256 of the token's text.
    public var hash: [UInt8]
    /// What it is for.
    public var kind: TokenKind
    /// The client that the token is for; nil for an administrator's.
    public var client: String?
    /// The user that the token speaks for.
    public var subject: String?
    /// Space-separated words.
    public var scope: String
    /// The family that it ends with; nil where it stands alone.
    public var family: String?
    /// When the token was made.
    public var issued: Timestamp
    /// When the token ends; its day is what the token's text says.
    public var expires: Timestamp

    /// Makes the value; see the members.
    public init(
        hash: [UInt8], kind: TokenKind, client: String?, subject: String?, scope: String,
        family: String? = nil, issued: Timestamp, expires: Timestamp
    ) {
        self.hash = hash
        self.kind = kind
        self.client = client
        self.subject = subject
        self.scope = scope
        self.family = family
        self.issued = issued
        self.expires = expires
    }
}

/// Where a token's row is: its digest, and the day whose partition holds it.
public struct TokenKey: Sendable, Hashable {
    /// SHA-256 of the token's text.
    public let hash: [UInt8]
    /// The day on which it ends: days since the Unix epoch.
    public let expiresDay: Int64

    /// Makes the value.
    public init(hash: [UInt8], expiresDay: Int64) {
        self.hash = hash
        self.expiresDay = expiresDay
    }
}
