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
    /// An `Authorization` field or a cookie, and a token in the query besides (RFC 6750 §2).
    case repeated

    /// Reads a request's credentials.
    ///
    /// A token in the query or body is nobody's (RFC 9700 §4.3.2), and so is one in a cookie, where
    /// none is taken.
    public init(_ request: Request, takesCookie: Bool) {
        let shown = Self(inFieldsOf: request, takesCookie: takesCookie)
        self =
            shown != .none && request.target.queryNames(Self.parameter) ? .repeated : shown
    }

    private init(inFieldsOf request: Request, takesCookie: Bool) {
        guard let field = request.fields[.authorization] else {
            let cookie = takesCookie ? Self.cookie(in: request) : nil
            self = cookie.map(Credentials.cookie) ?? .none
            return
        }
        let isOnly = request.fields.count(of: .authorization) == 1
        self = isOnly ? Self(authorization: field) : .malformed
    }

    /// What RFC 6750 §2.3 calls a token in a query.
    private static let parameter = "access_token"

    private init(authorization field: String) {
        let utf8 = field.utf8Span.span
        let space = utf8.indices.first { utf8[$0] == UInt8(ascii: " ") } ?? utf8.count
        let scheme = utf8.extracting(..<space)
        guard !scheme.isWord("basic") else {
            self = .basic
            return
        }
        let token = utf8.indices.dropFirst(space + 1)
        guard scheme.isWord("bearer"), !token.isEmpty,
            token.allSatisfy({ utf8[$0] != UInt8(ascii: " ") })
        else {
            self = .malformed
            return
        }
        self = .bearer(Secret(String(field.utf8.dropFirst(space + 1)) ?? ""))
    }

    private static func cookie(in request: Request) -> Secret? {
        guard request.method == .get || request.method == .head else { return nil }
        for field in request.fields.values(of: .cookie) {
            for pair in field.split(atOctet: UInt8(ascii: ";")) {
                let trimmed = pair.utf8.drop { $0 == UInt8(ascii: " ") }
                guard trimmed.starts(with: cookieName) else { continue }
                return Secret(String(Substring(trimmed.dropFirst(cookieName.count))))
            }
        }
        return nil
    }

    private static let cookieName = Array("access_token=".utf8)

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

extension Span<UInt8> {
    /// Whether these are the letters of a word, in whatever case.
    fileprivate func isWord(_ word: String) -> Bool {
        let letters = word.utf8Span.span
        return letters.count == count && indices.allSatisfy { self[$0] | 0x20 == letters[$0] }
    }
}
