public import Domain
public import HTTPWire
import JSONWire
public import OAuth
import Pages

/// Errors: `{"error", "error_description"}` for clients (RFC 6749 §5.2), a page for people.
extension OAuth2 {
    /// Words what a protocol refuses.
    public func response(to error: OAuthError, of call: FlowCall) -> Response {
        guard !call.route.flow.isForBrowsers else {
            return BrowserAnswer(.page(.refusal(error, tenantName: nil), .none), of: call).response
        }
        var response = Self.response(to: error, realm: realm)
        if call.route.isForAnyOrigin { response.append(.anyOrigin, FieldValue(literal: "*")) }
        return response
    }

    static func response(to error: OAuthError, realm: String) -> Response {
        var response = json(status(of: error), body(error.code.rawValue, error.description))
        response.append(.cacheControl, FieldValue(literal: "no-store"))
        if error.code == .invalidClient {
            // For whoever authenticated in the body, too: they can do it so (RFC 6749 §5.2).
            response.append(
                .wwwAuthenticate, FieldValue(sanitizing: "Basic realm=\"\(realm)\""))
        }
        if let seconds = error.retryAfter {
            response.append(.retryAfter, FieldValue(sanitizing: "\(seconds)"))
        }
        return response
    }

    static func status(of error: OAuthError) -> Status {
        guard error.retryAfter == nil else { return .tooManyRequests }
        switch error.code {
        case .invalidClient, .invalidToken: return .unauthorized
        case .insufficientScope: return .forbidden
        case .serverError: return .internalServerError
        case .temporarilyUnavailable: return .serviceUnavailable
        case .invalidRequest, .invalidGrant, .unauthorizedClient, .unsupportedGrantType,
            .unsupportedResponseType, .invalidScope, .accessDenied, .loginRequired,
            .consentRequired, .interactionRequired, .requestNotSupported, .requestURINotSupported,
            .registrationNotSupported, .invalidRequestURI, .unsupportedTokenType, .invalidTarget,
            .authorizationPending, .slowDown, .expiredToken, .invalidRedirectURI,
            .invalidClientMetadata, .invalidSoftwareStatement:
            return .badRequest
        }
    }

    static func body(_ code: String, _ description: String) -> [UInt8] {
        var writer = JSONWriter(capacity: 128)
        writer.beginObject()
        writer.key("error")
        writer.string(code)
        writer.key("error_description")
        writer.string(description)
        writer.endObject()
        return writer.finish()
    }

    /// Words what went wrong before or beside a protocol.
    public func response(to error: APIError, of attempt: Attempt) -> Response {
        let (status, code) = Self.wording(of: error.kind)
        var response = Self.json(status, Self.body(code.rawValue, error.sentence))
        response.append(.cacheControl, FieldValue(literal: "no-store"))
        if case .methodNotAllowed(let methods) = error.kind {
            response.append(
                .allow, FieldValue(sanitizing: methods.joined(separator: ", ")))
        }
        if let challenge = challenge(for: error) {
            response.append(.wwwAuthenticate, FieldValue(sanitizing: challenge))
        }
        if error.isWorthRetrying { response.append(.retryAfter, FieldValue(literal: "1")) }
        if attempt.flow?.isForAnyOrigin == true {
            response.append(.anyOrigin, FieldValue(literal: "*"))
        }
        return response
    }

    /// The status of an error of the gateway's own, and the code that comes nearest to it.
    static func wording(of kind: APIError.Kind) -> (Status, OAuthError.Code) {
        switch kind {
        case .badRequest, .unauthenticated(.repeated): (.badRequest, .invalidRequest)
        case .conflict: (.conflict, .invalidRequest)
        case .unsupportedMediaType: (.unsupportedMediaType, .invalidRequest)
        case .contentTooLarge: (.contentTooLarge, .invalidRequest)
        case .unauthenticated: (.unauthorized, .invalidToken)
        case .insufficientScope, .userRequired, .forbidden: (.forbidden, .insufficientScope)
        case .unknownPath, .unknownTenant, .notFound: (.notFound, .invalidRequest)
        case .methodNotAllowed: (.methodNotAllowed, .invalidRequest)
        case .preconditionFailed: (.preconditionFailed, .invalidRequest)
        case .idempotencyMismatch: (.unprocessableContent, .invalidRequest)
        case .unavailable, .outcomeUnknown: (.serviceUnavailable, .temporarilyUnavailable)
        case .timedOut: (.gatewayTimeout, .temporarilyUnavailable)
        case .defect: (.internalServerError, .serverError)
        }
    }

    /// The challenge of RFC 6750 §3.
    private func challenge(for error: APIError) -> String? {
        let details: String
        switch error.kind {
        case .unauthenticated(.missing): return "Bearer realm=\"\(realm)\""
        case .unauthenticated(.malformed), .unauthenticated(.invalidToken),
            .unauthenticated(.invalidKey), .unauthenticated(.invalidCookie):
            details = "error=\"invalid_token\""
        case .unauthenticated(.repeated): details = "error=\"invalid_request\""
        case .insufficientScope(let scope):
            details = "error=\"insufficient_scope\", scope=\"\(word(for: scope))\""
        case .userRequired: details = "error=\"insufficient_scope\""
        case .badRequest, .unsupportedMediaType, .contentTooLarge, .forbidden, .unknownPath,
            .methodNotAllowed, .unknownTenant, .notFound, .conflict, .preconditionFailed,
            .idempotencyMismatch, .unavailable, .outcomeUnknown, .timedOut, .defect:
            return nil
        }
        return "Bearer realm=\"\(realm)\", \(details), error_description=\"\(error.sentence)\""
    }
}

extension OAuth2 {
    /// There are no rows.
    public func answer(of route: Route) -> Answer {
        preconditionFailure("\(route.name) is not this dialect's")
    }

    /// RFC 6749 §5.2.
    public var errorShape: Shape {
        .named(
            "OAuthError",
            .object([.member("error", .text), .member("error_description", .text)]))
    }

    /// None.
    public var successFields: [FieldName] { [] }

    /// Our own.
    public func word(for scope: Scope) -> String { scope.rawValue }
}
