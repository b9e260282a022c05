public import Domain
public import HTTPWire

/// Errors in this dialect: the envelope, with a message for people, a key for programs, and what
/// was wrong in detail as its data.
extension AngusGM {
    /// Words an error for this dialect's clients.
    public func response(to error: APIError, of attempt: Attempt) -> Response {
        let wording = Wording(of: error, attempt)
        var response = Self.failure(
            wording.status, wording.status.code < 500 ? "E0" : "E2", wording.message,
            detail: error.sentence, key: wording.key, at: attempt.now)
        switch error.kind {
        case .unauthenticated, .insufficientScope, .userRequired: break
        case .badRequest, .unsupportedMediaType, .contentTooLarge, .forbidden, .unknownPath,
            .methodNotAllowed, .unknownTenant, .notFound, .conflict, .preconditionFailed,
            .idempotencyMismatch, .unavailable, .outcomeUnknown, .timedOut, .defect:
            response.append(Self.errorKey, FieldValue(sanitizing: wording.key))
        }
        if case .methodNotAllowed(let methods) = error.kind {
            response.append(.allow, FieldValue(sanitizing: methods.joined(separator: ", ")))
        }
        if wording.status == .unauthorized {
            response.append(.cacheControl, FieldValue(literal: "no-store"))
            response.append(.pragma, FieldValue(literal: "no-cache"))
        }
        for challenge in error.allowsChallenge ? challenges(for: error) : [] {
            response.append(.wwwAuthenticate, FieldValue(sanitizing: challenge))
        }
        if error.isWorthRetrying { response.append(.retryAfter, FieldValue(literal: "1")) }
        return response
    }

    /// The published challenge, in words that RFC 9110 §11.2 can parse, and RFC 6750 §3's.
    private func challenges(for error: APIError) -> [String] {
        let bearer = "Bearer realm=\"angusgm\""
        let description = "error_description=\"\(error.sentence)\""
        switch error.kind {
        case .unauthenticated(.missing):
            return [bearer]
        case .unauthenticated(.malformed), .unauthenticated(.invalidToken),
            .unauthenticated(.invalidKey):
            return [
                "invalid_token token_is_unknown_expired_or_revoked",
                "\(bearer), error=\"invalid_token\", \(description)",
            ]
        case .unauthenticated(.repeated):
            return ["\(bearer), error=\"invalid_request\", \(description)"]
        case .insufficientScope(let scope):
            return [
                "\(bearer), scope=\"\(word(for: scope))\", error=\"insufficient_scope\", "
                    + description
            ]
        case .userRequired:
            return ["\(bearer), error=\"insufficient_scope\", \(description)"]
        case .unauthenticated(.invalidCookie), .badRequest, .unsupportedMediaType,
            .contentTooLarge, .forbidden, .unknownPath, .methodNotAllowed, .unknownTenant,
            .notFound, .conflict, .preconditionFailed, .idempotencyMismatch, .unavailable,
            .outcomeUnknown, .timedOut, .defect:
            return []
        }
    }

    private static let errorKey = FieldName(literal: "XC-E-Key")
}

/// The status, key and message of an error: the published table, and its like for what the
/// published service did not know.
private struct Wording {
    let status: Status
    let key: String
    let message: String

    init(of error: APIError, _ attempt: Attempt) {
        (status, key, message) = Self.wording(of: error, attempt)
    }

    private static func wording(
        of error: APIError, _ attempt: Attempt
    ) -> (Status, String, String) {
        let request = attempt.request
        switch error.kind {
        case .badRequest(let flaw):
            return wording(of: flaw, error.sentence, attempt)
        case .unauthenticated(let flaw):
            return wording(of: flaw, error.sentence)
        case .insufficientScope, .userRequired:
            return (.forbidden, "insufficient_scope", forbidden)
        case .forbidden: return (.forbidden, "forbidden", forbidden)
        case .unknownPath:
            let place = "\(request.method.description) \(request.target.path)"
            return (.notFound, "handler_not_found", "Not found handler \(place)")
        case .methodNotAllowed:
            let method = request.method.description
            return (.methodNotAllowed, "method_not_supported", "Not supported method \(method)")
        case .unknownTenant: return (.notFound, "resource_not_found", "Not found tenant")
        case .notFound(let key):
            return (.notFound, "resource_not_found", "Not found resource Client[\(key)]")
        case .conflict(let key?):
            return (
                .conflict, "resource_already_exists", "Already exists resource Client[\(key)]"
            )
        case .conflict(nil): return (.conflict, "resource_conflict", error.sentence)
        case .preconditionFailed:
            return (.preconditionFailed, "precondition_failed", error.sentence)
        case .idempotencyMismatch:
            return (.unprocessableContent, "idempotency_mismatch", error.sentence)
        case .contentTooLarge:
            return (.contentTooLarge, "content_too_large", error.sentence)
        case .unsupportedMediaType:
            let type = request.contentType?.description ?? "none"
            return (
                .unsupportedMediaType, "media_type_not_supported",
                "Not supported http media type \(type)"
            )
        case .unavailable, .outcomeUnknown:
            return (.serviceUnavailable, "service_unavailable", error.sentence)
        case .timedOut: return (.gatewayTimeout, "gateway_timeout", error.sentence)
        case .defect:
            return (
                .internalServerError, "unknown_error", "Unknown exceptions, please contact us"
            )
        }
    }

    private static func wording(
        of flaw: APIError.RequestFlaw, _ sentence: String, _ attempt: Attempt
    ) -> (Status, String, String) {
        let query = (attempt.route?.query.map(\.name) ?? []) + ["dto", AngusGM.query]
        switch flaw {
        case .unreadable(let member?) where query.contains(member):
            return (
                .badRequest, "param_binding_error",
                "Parameter parsing failed, field \(member): \(sentence)"
            )
        case .unreadable:
            return (.badRequest, "param_parsing_error", "Parameter parsing failed: \(sentence)")
        case .missing(let member):
            return (.badRequest, "param_missing", "Parameter are missing: \(member)")
        case .invalid(let member, let complaint):
            let message =
                query.contains(member)
                ? "Parameter validation error, field:\(member), \(complaint)" : complaint
            return (.badRequest, "param_validation_error", message)
        }
    }

    private static func wording(
        of flaw: APIError.CredentialsFlaw, _ sentence: String
    ) -> (Status, String, String) {
        switch flaw {
        case .missing: (.unauthorized, "unauthorized", unauthorized)
        case .malformed, .invalidToken, .invalidKey, .invalidCookie:
            (.unauthorized, "invalid_token", unauthorized)
        case .repeated: (.badRequest, "invalid_request", sentence)
        }
    }

    private static let unauthorized = "Unauthorized access"
    private static let forbidden = "Insufficient permissions, access is forbidden"
}
