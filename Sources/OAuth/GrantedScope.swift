import Domain

/// What a token may do: words, each once, sorted (RFC 6749 §3.3).
public struct GrantedScope: Sendable, Hashable, CustomStringConvertible {
    /// The words, sorted.
    public let words: [String]

    /// Takes words in any order.
    public init(_ words: some Sequence<String>) {
        self.words = Set(words).sorted()
    }

    /// Reads words between spaces, as they are stored.
    public init(stored text: String) {
        self.init(text.split(separator: " ").map(String.init))
    }

    /// The words with single spaces between them.
    public var description: String { words.joined(separator: " ") }

    /// Whether the word is among them.
    public func contains(_ word: String) -> Bool { words.contains(word) }
    /// Whether the word is among them.
    public func contains(_ word: OpenIDScope) -> Bool { words.contains(word.rawValue) }

    /// Whether every word is among the other's.
    public func isSubset(of other: GrantedScope) -> Bool {
        Set(words).isSubset(of: other.words)
    }

    /// The other words.
    func without(_ word: OpenIDScope) -> GrantedScope {
        GrantedScope(words.filter { $0 != word.rawValue })
    }

    /// The words of both.
    public func union(_ other: GrantedScope) -> GrantedScope {
        GrantedScope(words + other.words)
    }
}

/// The scopes of OpenID Connect that are offered (Core §5.4, §11).
public enum OpenIDScope: String, Sendable, Hashable, CaseIterable {
    case openID = "openid"
    case profile
    case email
    case offlineAccess = "offline_access"
}

/// What a request asks for, and what of that a client can be granted.
enum RequestedScope {
    static let bytesMax = 1024

    /// The words that the client may have of those asked for; what nobody may have is left out
    /// (RFC 6749 §3.3).
    ///
    /// Throws `invalid_scope` for what is no scope, and where nothing is left.
    static func granted(
        _ text: String?, to client: RegisteredClient, includingOpenID: Bool
    ) throws(OAuthError) -> GrantedScope {
        let allowed = allowed(to: client, includingOpenID: includingOpenID)
        guard let text else {
            // The default is what was registered, and never an identity that nobody asked for.
            return GrantedScope(client.scopes.filter(isGrantable))
        }
        let words = try words(text)
        let granted = words.filter(allowed.contains)
        guard !granted.isEmpty else {
            throw OAuthError(.invalidScope, "the client may have none of the scopes it asks for")
        }
        return GrantedScope(granted)
    }

    /// Those of the words that the client may have; `offline_access` only where it may refresh.
    static func grantable(
        among words: [String], to client: RegisteredClient
    ) -> GrantedScope {
        let allowed = allowed(to: client, includingOpenID: true)
        let refreshes = client.grantTypes.contains(GrantType.refreshToken.rawValue)
        return GrantedScope(
            words.filter { word in
                allowed.contains(word)
                    && (refreshes || word != OpenIDScope.offlineAccess.rawValue)
            })
    }

    /// A part of what was granted before; throws `invalid_scope` for more (RFC 6749 §6).
    static func narrowed(
        _ text: String?, from granted: GrantedScope
    ) throws(OAuthError) -> GrantedScope {
        guard let text else { return granted }
        let wanted = GrantedScope(try words(text))
        guard wanted.isSubset(of: granted) else {
            throw OAuthError(.invalidScope, "the scope goes beyond what was granted")
        }
        return wanted
    }

    private static func allowed(
        to client: RegisteredClient, includingOpenID: Bool
    ) -> Set<String> {
        var allowed = client.scopes.filter(isGrantable)
        if includingOpenID { allowed.formUnion(OpenIDScope.allCases.map(\.rawValue)) }
        return allowed
    }

    /// What administers a tenant is never granted by a flow, whoever registered it: else whoever
    /// may register clients could do everything.
    private static func isGrantable(_ word: String) -> Bool {
        word != Scope.everything && Scope(word: word) == nil
    }

    /// The grammar of RFC 6749 §3.3: `%x21 / %x23-5B / %x5D-7E` between single or more spaces.
    private static func words(_ text: String) throws(OAuthError) -> [String] {
        let isWritten = text.utf8.allSatisfy { byte in
            (0x20...0x7E).contains(byte) && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\")
        }
        guard isWritten, text.utf8.count <= bytesMax else {
            throw OAuthError(
                .invalidScope, "scope must be printable words of \(bytesMax) bytes at most")
        }
        return text.split(separator: " ").map(String.init)
    }
}
