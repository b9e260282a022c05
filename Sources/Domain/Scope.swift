/// A permission that a token can carry and a route can ask for.
///
/// Each dialect has words of its own for the same permission; they stand beside it here and
/// nowhere else. Words are compared whole, never by prefix (RFC 6749 §3.3).
public enum Scope: String, Sendable, Hashable, CaseIterable {
    /// Reading applications.
    case appRead = "app:read"
    /// Registering, changing and deleting applications.
    case appWrite = "app:write"
    /// Reading connections: identity sources, and one's own standing consents.
    case connectionRead = "connection:read"
    /// Changing connections, and withdrawing one's own consents.
    case connectionWrite = "connection:write"
    /// Consenting to a client in one's own name.
    case authorize = "authorize"
    /// Being told whom a token speaks for (OpenID Connect Core §5.3).
    case openID = "openid"

    /// The words by which the dialects call this permission.
    public var aliases: [String] {
        switch self {
        case .appRead: ["gov.user.oauth.app:read"]
        case .appWrite: ["gov.user.oauth.app:write"]
        case .connectionRead: ["gov.user.oauth.connection:read"]
        case .connectionWrite: ["gov.user.oauth.connection:write"]
        case .authorize: ["gov.user.oauth.authorize"]
        case .openID: []
        }
    }

    /// The permission that a word stands for; nil for a word that is no permission of ours.
    public init?(word: some StringProtocol) {
        guard let scope = Self.byWord[String(word)] else { return nil }
        self = scope
    }

    /// The word that stands for every permission.
    public static let everything = "all"

    private static let byWord: [String: Scope] = {
        var scopes: [String: Scope] = [:]
        for scope in allCases {
            for word in [scope.rawValue] + scope.aliases { scopes[word] = scope }
        }
        return scopes
    }()
}

/// A scope that stands for claims about the user (OpenID Connect Core §5.4).
public enum ClaimScope: String, Sendable, Hashable, CaseIterable {
    /// Name, user name, page and picture.
    case profile
    /// The e-mail address, and whether it was verified.
    case email
}

/// The permissions that a token carries, read once from its space-separated words.
public struct ScopeSet: Sendable, Hashable {
    private var bits: UInt64

    /// No permission at all.
    public static let none = ScopeSet(bits: 0)
    /// Every permission.
    public static let all = ScopeSet(bits: everyPermission)

    private init(bits: UInt64) {
        self.bits = bits
    }

    /// Reads space-separated words; a word that is no permission of ours grants nothing.
    public init(parsing words: String) {
        bits = 0
        for word in words.split(separator: " ") {
            if word == Scope.everything {
                bits |= Self.everyPermission
            } else if let scope = Scope(word: word) {
                bits |= Self.bit(scope)
            } else if let claims = ClaimScope(rawValue: String(word)) {
                bits |= Self.bit(claims)
            }
        }
    }

    /// Whether the claims may be shown; the word for every permission is no word for claims.
    public func contains(_ claims: ClaimScope) -> Bool {
        bits & Self.bit(claims) != 0
    }

    /// Whether the permission is among them.
    public func contains(_ scope: Scope) -> Bool {
        bits & Self.bit(scope) != 0
    }

    private static let everyPermission: UInt64 = (1 << 48) - 1

    private static func bit(_ claims: ClaimScope) -> UInt64 {
        switch claims {
        case .profile: 1 << 48
        case .email: 1 << 49
        }
    }

    private static func bit(_ scope: Scope) -> UInt64 {
        switch scope {
        case .appRead: 1 << 0
        case .appWrite: 1 << 1
        case .connectionRead: 1 << 2
        case .connectionWrite: 1 << 3
        case .authorize: 1 << 4
        case .openID: 1 << 5
        }
    }
}
