public import Domain
public import HTTPWire

/// What a request shows to say who it is.
public enum Credentials: Sendable, Hashable {
    /// Nothing.
    case none
    /// `Authorization: Bearer …` (RFC 6750 §2.1); the scheme's case does not matter.
    case bearer(Secret)
    /// A token in the cookie `access_token`; only for requests that change nothing, because a
    /// browser sends cookies along with other sites' forms.
    case cookie(Secret)
    /// `Authorization: Basic …` (RFC 7617). No dialect's management keys exist yet, so nobody's.
    case basic
    /// An `Authorization` field of no form that we know, or more than one.
    case malformed
    /// An `Authorization` field, and a token in the query besides (RFC 6750 §2).
    case repeated

    /// Reads a request's credentials.
    ///
    /// A token in the query or body is nobody's (RFC 9700 §4.3.2).
    public init(_ request: Request) {
        let fields = request.fields.values(of: .authorization)
        guard let field = fields.first else {
            self = Self.cookie(in: request).map(Credentials.cookie) ?? .none
            return
        }
        guard (try? request.target.queryForm())?["access_token"] == nil else {
            self = .repeated
            return
        }
        self = fields.count == 1 ? Self(authorization: field) : .malformed
    }

    private init(authorization field: String) {
        guard let space = field.utf8.firstIndex(of: UInt8(ascii: " ")) else {
            self = field.lowercased() == "basic" ? .basic : .malformed
            return
        }
        switch field[..<space].lowercased() {
        case "bearer":
            let token = field[field.utf8.index(after: space)...]
            self =
                token.isEmpty || token.utf8.contains(UInt8(ascii: " "))
                ? .malformed : .bearer(Secret(String(token)))
        case "basic": self = .basic
        default: self = .malformed
        }
    }

    private static func cookie(in request: Request) -> Secret? {
        guard request.method == .get || request.method == .head else { return nil }
        for field in request.fields.values(of: .cookie) {
            for pair in field.split(separator: ";") {
                let trimmed = pair.drop { $0 == " " }
                guard trimmed.hasPrefix("access_token=") else { continue }
                return Secret(String(trimmed.dropFirst("access_token=".count)))
            }
        }
        return nil
    }

    /// Whether the token came in a cookie.
    public var isCookie: Bool {
        switch self {
        case .cookie: true
        case .none, .bearer, .basic, .malformed, .repeated: false
        }
    }

    /// The token, however it came.
    public var token: Secret? {
        switch self {
        case .bearer(let token), .cookie(let token): token
        case .none, .basic, .malformed, .repeated: nil
        }
    }

    /// The error of somebody who showed this and is nobody.
    public var refusal: APIError {
        switch self {
        case .none:
            APIError(
                .unauthenticated(.missing), "send an access token as Authorization: Bearer")
        case .bearer:
            APIError(
                .unauthenticated(.invalidToken),
                "the access token is not valid; it may have expired or been revoked")
        case .cookie:
            APIError(
                .unauthenticated(.invalidCookie),
                "the access token in the cookie is not valid; it may have expired")
        case .basic:
            APIError(.unauthenticated(.invalidKey), "no such API key; use a bearer token")
        case .malformed:
            APIError(
                .unauthenticated(.malformed),
                "the Authorization field must be Bearer followed by one access token")
        case .repeated:
            APIError(
                .unauthenticated(.repeated),
                "send the access token once, in Authorization, and none in the query")
        }
    }
}
