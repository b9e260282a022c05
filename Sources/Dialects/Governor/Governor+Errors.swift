public import Domain
public import HTTPWire
import JSONWire
import OAuth

/// Errors in this dialect: `{"message"}`, an unknown path in plain text, a wrong method with
/// nothing but `Allow`.
extension Governor {
    /// Words an error for this dialect's clients.
    public func response(to error: APIError, of attempt: Attempt) -> Response {
        var response: Response
        switch error.kind {
        case .unknownPath:
            return Response(
                .notFound, fields: [ResponseField(.contentType, Self.textType)],
                body: Array("404 page not found\n".utf8))
        case .methodNotAllowed(let methods):
            let allow = FieldValue(sanitizing: methods.joined(separator: ", "))
            return Response(.methodNotAllowed, fields: [ResponseField(.allow, allow)])
        case .badRequest, .unsupportedMediaType, .contentTooLarge, .unauthenticated,
            .insufficientScope, .userRequired, .forbidden, .unknownTenant, .notFound, .conflict,
            .preconditionFailed, .idempotencyMismatch, .unavailable, .outcomeUnknown, .timedOut,
            .defect:
            response =
                attempt.flow?.flow == .token ? Self.tokenResponse(to: error) : Self.message(error)
        }
        if error.allowsChallenge, let challenge = challenge(for: error) {
            response.append(.wwwAuthenticate, FieldValue(sanitizing: challenge))
        }
        if error.isWorthRetrying { response.append(.retryAfter, FieldValue(literal: "1")) }
        if attempt.flow?.isForAnyOrigin == true {
            response.append(.anyOrigin, FieldValue(literal: "*"))
        }
        return response
    }

    private static func message(_ error: APIError) -> Response {
        response(status(of: error.kind), body(message: error.sentence, code: nil))
    }

    /// What is wrong, for people; and for programs, where the published service has a code for it.
    static func body(message: String, code: String?) -> [UInt8] {
        var writer = JSONWriter(capacity: 128)
        writer.beginObject()
        writer.key("message")
        writer.string(message)
        if let code {
            writer.key("code")
            writer.string(code)
        }
        writer.endObject()
        return writer.finish()
    }

    /// Uniqueness that a request violates is a bad request here: the dialect has no 409.
    private static func status(of kind: APIError.Kind) -> Status {
        switch kind {
        case .badRequest, .conflict, .unauthenticated(.repeated): .badRequest
        case .unauthenticated: .unauthorized
        case .insufficientScope, .userRequired, .forbidden: .forbidden
        case .unknownPath, .unknownTenant, .notFound: .notFound
        case .methodNotAllowed: .methodNotAllowed
        case .preconditionFailed: .preconditionFailed
        case .contentTooLarge: .contentTooLarge
        case .unsupportedMediaType: .unsupportedMediaType
        case .idempotencyMismatch: .unprocessableContent
        case .unavailable, .outcomeUnknown: .serviceUnavailable
        case .timedOut: .gatewayTimeout
        case .defect: .internalServerError
        }
    }

    /// The challenge of RFC 6750 §3; none for a token that came in a cookie.
    private func challenge(for error: APIError) -> String? {
        switch error.kind {
        case .unauthenticated(.missing):
            return "Bearer realm=\"\(realm)\""
        case .unauthenticated(.malformed), .unauthenticated(.invalidToken):
            return "Bearer realm=\"\(realm)\", error=\"invalid_token\", "
                + "error_description=\"\(error.sentence)\""
        case .unauthenticated(.repeated):
            return "Bearer realm=\"\(realm)\", error=\"invalid_request\", "
                + "error_description=\"\(error.sentence)\""
        case .unauthenticated(.invalidKey):
            return "Basic realm=\"\(realm)\", error=\"invalid_token\", "
                + "error_description=\"\(error.sentence)\""
        case .insufficientScope(let scope):
            return "Bearer realm=\"\(realm)\", scope=\"\(word(for: scope))\", "
                + "error=\"insufficient_scope\", error_description=\"\(error.sentence)\""
        case .userRequired:
            return "Bearer realm=\"\(realm)\", error=\"insufficient_scope\", "
                + "error_description=\"\(error.sentence)\""
        case .unauthenticated(.invalidCookie), .badRequest, .unsupportedMediaType,
            .contentTooLarge, .forbidden, .unknownPath, .methodNotAllowed, .unknownTenant,
            .notFound, .conflict, .preconditionFailed, .idempotencyMismatch, .unavailable,
            .outcomeUnknown, .timedOut, .defect:
            return nil
        }
    }

    private static let textType = FieldValue(literal: "text/plain; charset=utf-8")
}
