/// Why a request is not answered as asked: what went wrong, a sentence for the client, and a
/// detail for the log alone.
///
/// Dialects choose status, headers and body by `kind`. A row of another tenant and a row that
/// does not exist make the same error.
public struct APIError: Error, Sendable, Hashable {
    /// What went wrong.
    public let kind: Kind
    /// What the client is told: one sentence that says what to do about it.
    public let sentence: String
    /// What the log is told besides; never a secret.
    public let detail: String?
    /// What the log is told in the sentence's place, where that repeats what was sent.
    public private(set) var loggedSentence: String?
    /// Whether the answer may say how to authenticate; not where a browser sent a cookie.
    public private(set) var allowsChallenge = true

    /// What can go wrong; every dialect has an answer for each.
    public enum Kind: Sendable, Hashable {
        /// The request cannot be taken as it was sent.
        case badRequest(RequestFlaw)
        /// The body's media type is not one that the operation reads.
        case unsupportedMediaType
        /// The body is larger than the configured limit.
        case contentTooLarge
        /// No credentials, or credentials that are not those of anybody.
        case unauthenticated(CredentialsFlaw)
        /// The token does not carry the permission.
        case insufficientScope(Scope)
        /// The token speaks for nobody, and the operation is a person's own.
        case userRequired
        /// The caller may do such things, and this one to nobody's rows but their own tenant's.
        case forbidden
        /// The path is none of the dialect's.
        case unknownPath
        /// The path does not take the method; those that it takes are named.
        case methodNotAllowed([String])
        /// No such tenant.
        case unknownTenant
        /// No row has this key.
        case notFound(key: String)
        /// Another row already has what must be unique: this key, where it is one.
        case conflict(key: String?)
        /// The row is not in the state that `If-Match` or `If-None-Match` asks for.
        case preconditionFailed
        /// The idempotency key was used for another request.
        case idempotencyMismatch
        /// The database is away or too busy; nothing was done.
        case unavailable
        /// The database went away while it worked; whether it did is not known.
        case outcomeUnknown
        /// The database did not answer in time.
        case timedOut
        /// A mistake of ours.
        case defect
    }

    /// What was wrong with the request.
    public enum RequestFlaw: Sendable, Hashable {
        /// It breaks HTTP or its own content type, or a value is of the wrong type.
        case unreadable(member: String?)
        /// A parameter that must be there is not.
        case missing(member: String)
        /// A value breaks a rule; the complaint ends the sentence "`member` …".
        case invalid(member: String, complaint: String)
    }

    /// What was wrong with the credentials (RFC 6750 §3.1).
    public enum CredentialsFlaw: Sendable, Hashable {
        /// There were none.
        case missing
        /// The `Authorization` field is of no known form.
        case malformed
        /// There were two: `invalid_request`, and no question of whose they are.
        case repeated
        /// The bearer token is unknown, expired, revoked or another tenant's.
        case invalidToken
        /// `Basic` credentials are not those of any key.
        case invalidKey
        /// The token that came in a cookie is not valid.
        case invalidCookie
    }

    /// Makes an error.
    public init(_ kind: Kind, _ sentence: String, detail: String? = nil) {
        self.kind = kind
        self.sentence = sentence
        self.detail = detail
    }
}

extension APIError {
    /// The same error, answered without a challenge.
    public var unchallenged: APIError {
        var error = self
        error.allowsChallenge = false
        return error
    }

    /// The same error, of which the log is told something else.
    public func logged(as sentence: String) -> APIError {
        var error = self
        error.loggedSentence = sentence
        return error
    }

    /// A request that cannot be understood as sent.
    public static func badRequest(_ sentence: String, member: String? = nil) -> APIError {
        APIError(.badRequest(.unreadable(member: member)), sentence)
    }

    /// A member whose value is of the wrong type; the complaint ends the sentence "`name` …".
    public static func unreadable(_ member: String, _ complaint: String) -> APIError {
        .badRequest("\(member) \(complaint)", member: member)
    }

    /// A member whose value breaks a rule; the complaint ends the sentence "`name` …".
    public static func invalid(_ member: String, _ complaint: String) -> APIError {
        APIError(
            .badRequest(.invalid(member: member, complaint: complaint)), "\(member) \(complaint)")
    }

    /// The token does not carry the permission.
    public static func insufficientScope(_ scope: Scope) -> APIError {
        APIError(.insufficientScope(scope), "the token does not have the scope \(scope.rawValue)")
    }

    /// The operation is a person's own and the token is no person's.
    public static let userRequired = APIError(
        .userRequired, "the token does not belong to a user; use a user's own token")

    /// No such row, or another tenant's.
    public static func notFound(_ name: RowName) -> APIError {
        APIError(.notFound(key: name.key), "there is no such \(name.resource.name)")
    }

    /// The path names nothing.
    public static let unknownPath = APIError(.unknownPath, "there is nothing at this path")

    /// The tenant that the request names does not exist here.
    public static let unknownTenant = APIError(.unknownTenant, "there is no such tenant")

    /// The path does not take the method.
    public static func methodNotAllowed(_ allowed: [String]) -> APIError {
        APIError(
            .methodNotAllowed(allowed),
            "this path takes \(allowed.joined(separator: ", ")) only")
    }

    /// The row is not in the state that `If-Match` or `If-None-Match` asks for.
    public static let preconditionFailed = APIError(
        .preconditionFailed,
        "the resource is not in the state that the request asks for; read it and use its ETag")

    /// The idempotency key was used with another request.
    public static let idempotencyMismatch = APIError(
        .idempotencyMismatch,
        "this Idempotency-Key was used for a different request; use a new key")
}

extension APIError {
    /// Whether the same request may succeed shortly, because nothing was done.
    public var isWorthRetrying: Bool {
        switch kind {
        case .unavailable, .timedOut: true
        case .badRequest, .unsupportedMediaType, .contentTooLarge, .unauthenticated,
            .insufficientScope, .userRequired, .forbidden, .unknownPath, .methodNotAllowed,
            .unknownTenant,
            .notFound, .conflict, .preconditionFailed, .idempotencyMismatch, .outcomeUnknown,
            .defect:
            false
        }
    }
}
