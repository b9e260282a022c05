public import HTTPWire

/// The parameters of a protocol request: each name once, empty ones as if absent (RFC 6749 §3.1,
/// §3.2).
public struct Parameters: Sendable, Hashable {
    private let values: [String: String]

    /// None.
    public static let none = Parameters()

    private init() { values = [:] }

    /// Takes a form, or a query; throws `invalid_request` where a name comes twice.
    public init(_ form: Form) throws(OAuthError) {
        if let name = form.repeatedName {
            throw .invalid("the parameter \(Self.shown(name)) was sent more than once")
        }
        values = Dictionary(
            form.pairs.lazy.filter { !$0.value.isEmpty }.map { ($0.name, $0.value) },
            uniquingKeysWith: { first, _ in first })
    }

    /// Takes values by name, as they were pushed (RFC 9126 §2.1).
    public init(_ values: [String: String]) {
        self.values = values.filter { !$0.value.isEmpty }
    }

    /// The value of a name; nil where it was not sent, or is empty.
    public subscript(name: Name) -> String? { values[name.rawValue] }

    /// Every value by name.
    public var all: [String: String] { values }

    /// The value, where there must be one.
    public func required(_ name: Name) throws(OAuthError) -> String {
        guard let value = self[name] else {
            throw .invalid("the parameter \(name.rawValue) is missing")
        }
        return value
    }

    /// The value, if any, of at most as many bytes.
    public func text(_ name: Name, bytesMax: Int) throws(OAuthError) -> String? {
        guard let value = self[name] else { return nil }
        guard value.utf8.count <= bytesMax else {
            throw .invalid("the parameter \(name.rawValue) has more than \(bytesMax) bytes")
        }
        return value
    }

    /// The same parameters without some.
    public func without(_ names: Set<Name>) -> Parameters {
        Parameters(values.filter { pair in !names.contains { $0.rawValue == pair.key } })
    }

    /// A name as an error may repeat it: what RFC 6749 §5.2 allows in a description, and short.
    private static func shown(_ name: String) -> String {
        let plain = name.utf8.allSatisfy { byte in
            (0x20...0x7E).contains(byte) && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\")
        }
        return plain && name.utf8.count <= 64 ? name : "named twice"
    }

    /// The names that flows read.
    public enum Name: String, Sendable, Hashable, CaseIterable {
        case acrValues = "acr_values"
        case clientAssertion = "client_assertion"
        case clientAssertionType = "client_assertion_type"
        case clientID = "client_id"
        case clientSecret = "client_secret"
        case code
        case codeChallenge = "code_challenge"
        case codeChallengeMethod = "code_challenge_method"
        case codeVerifier = "code_verifier"
        case decision
        case deviceCode = "device_code"
        case display
        case grantType = "grant_type"
        case idTokenHint = "id_token_hint"
        case loginHint = "login_hint"
        case maxAge = "max_age"
        case nonce
        case password
        case postLogoutRedirectURI = "post_logout_redirect_uri"
        case prompt
        case redirectURI = "redirect_uri"
        case refreshToken = "refresh_token"
        case registration
        case request
        case requestURI = "request_uri"
        case resource
        case responseMode = "response_mode"
        case responseType = "response_type"
        case scope
        case state
        case ticket
        case token
        case tokenTypeHint = "token_type_hint"
        case userCode = "user_code"
        case username
    }
}
