import HTTPWire

/// What a client is told through the browser, and how (RFC 6749 §4.1.2, RFC 9207 §2).
public struct AuthorizationAnswer: Sendable, Hashable {
    /// How parameters travel (OAuth 2.0 Multiple Response Types §2.1, Form Post Response Mode).
    public enum Mode: String, Sendable, Hashable, CaseIterable {
        case query
        case fragment
        case formPost = "form_post"
    }

    /// Where the browser goes.
    public let redirectURI: String
    /// How.
    public let mode: Mode
    /// With what, in order.
    public let parameters: [Parameter]

    /// A name and its value.
    public struct Parameter: Sendable, Hashable {
        /// The name.
        public let name: String
        /// The value.
        public let value: String
    }

    /// A code (RFC 6749 §4.1.2).
    init(code: String, state: String?, issuer: Issuer, to redirectURI: String, _ mode: Mode) {
        self.init(
            [("code", code), ("state", state), ("iss", issuer.url)], to: redirectURI, mode)
    }

    /// An error (RFC 6749 §4.1.2.1).
    init(
        _ error: OAuthError, state: String?, issuer: Issuer, to redirectURI: String, _ mode: Mode
    ) {
        self.init(
            [
                ("error", error.code.rawValue), ("error_description", error.description),
                ("state", state), ("iss", issuer.url),
            ], to: redirectURI, mode)
    }

    /// Nothing but the client's own state (RP-Initiated Logout 1.0 §3).
    init(state: String?, to redirectURI: String) {
        self.init([("state", state)], to: redirectURI, .query)
    }

    private init(_ parameters: [(String, String?)], to redirectURI: String, _ mode: Mode) {
        self.redirectURI = redirectURI
        self.mode = mode
        self.parameters = parameters.compactMap { name, value in
            value.map { Parameter(name: name, value: $0) }
        }
    }

    /// The URI with the parameters in it; for `formPost`, without.
    public var location: String {
        let encoded = parameters.map { parameter in
            "\(parameter.name)=\(PercentCoding.encode(parameter.value))"
        }.joined(separator: "&")
        guard !parameters.isEmpty else { return redirectURI }
        switch mode {
        case .formPost: return redirectURI
        case .fragment: return "\(redirectURI)#\(encoded)"
        case .query:
            // RFC 6749 §3.1.2: a query that is there stays.
            let joint = redirectURI.utf8.contains(UInt8(ascii: "?")) ? "&" : "?"
            return "\(redirectURI)\(joint)\(encoded)"
        }
    }
}
