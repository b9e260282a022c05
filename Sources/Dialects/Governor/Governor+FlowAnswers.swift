import Domain
public import HTTPWire
import JSONWire
public import OAuth

/// What flows answer here: bare objects; errors `{"message", "code"}`, but RFC 6749's at the token
/// endpoint.
extension Governor {
    /// Words an outcome; the published service says nothing of caching but where there is a secret.
    public func response(to outcome: FlowOutcome, of call: FlowCall) -> Response {
        var response: Response
        switch outcome {
        case .object(let object):
            let shown =
                call.route.flow == .metadata ? Self.discovery(object, call.issuer) : object
            response = Self.response(.ok, JSON.object(shown).encoded)
        case .document(let document): response = Self.response(.ok, document)
        case .tokens(let tokens): response = Self.response(.ok, tokens.encoded).notStored
        case .code(let code):
            let shown = JSON.object(["code": .string(code.exposed)])
            response = Self.response(.ok, shown.encoded).notStored
        case .created, .inactive, .done, .stylesheet, .answer, .proceed, .page:
            preconditionFailure("\(call.route.name) has no such state")
        }
        if call.route.isForAnyOrigin { response.append(.anyOrigin, FieldValue(literal: "*")) }
        return response
    }

    /// Words what a protocol refuses.
    public func response(to error: OAuthError, of call: FlowCall) -> Response {
        guard call.route.flow == .token else {
            return Self.response(
                OAuth2.status(of: error),
                Self.body(message: error.description, code: error.code.rawValue))
        }
        var response = Self.tokenResponse(
            OAuth2.status(of: error), error.code, error.description)
        if error.code == .invalidClient {
            // For whoever authenticated in the body, too.
            response.append(.wwwAuthenticate, FieldValue(sanitizing: "Basic realm=\"\(realm)\""))
        }
        if let seconds = error.retryAfter {
            response.append(.retryAfter, FieldValue(sanitizing: "\(seconds)"))
        }
        if call.route.isForAnyOrigin { response.append(.anyOrigin, FieldValue(literal: "*")) }
        return response
    }

    /// RFC 6749's at the token endpoint; a message with a code, where a consent is refused.
    public func errorShape(of route: FlowRoute) -> Shape {
        if route.flow == .token { return OAuth2().errorShape }
        guard route.flow == .consentByToken else { return errorShape }
        return .named(
            "GovernorRefusal", .object([.member("message", .text), .optional("code", .text)]))
    }

    /// Words what went wrong before or beside the protocol at the token endpoint.
    static func tokenResponse(to error: APIError) -> Response {
        let (status, code) = OAuth2.wording(of: error.kind)
        return tokenResponse(status, code, error.sentence)
    }

    private static func tokenResponse(
        _ status: Status, _ code: OAuthError.Code, _ description: String
    ) -> Response {
        response(status, OAuth2.body(code.rawValue, description)).notStored
    }
}

extension Response {
    /// The same response, for nobody else (RFC 6749 §5.1).
    fileprivate var notStored: Response {
        var response = self
        response.append(.cacheControl, FieldValue(literal: "no-store"))
        return response
    }
}
