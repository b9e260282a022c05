import Domain
public import HTTPWire
import JSONWire
public import OAuth
import Pages

/// What flows answer: JSON for clients, redirects and pages for browsers.
extension OAuth2 {
    /// Words an outcome.
    public func response(to outcome: FlowOutcome, of call: FlowCall) -> Response {
        var response: Response
        switch outcome {
        case .object(let object): response = Self.json(.ok, JSON.object(object).encoded)
        case .created(let object): response = Self.json(.created, JSON.object(object).encoded)
        case .document(let document): response = Self.json(.ok, document)
        case .tokens(let tokens): response = Self.json(.ok, tokens.encoded)
        case .code(let code):
            response = Self.json(.ok, JSON.object(["code": .string(code.exposed)]).encoded)
        case .inactive: response = Self.json(.ok, Array(#"{"active":false}"#.utf8))
        case .done: response = Response(.ok)
        case .stylesheet: return BrowserAnswer.stylesheet
        case .answer, .proceed, .page:
            return BrowserAnswer(outcome, of: call).response
        }
        response.append(.cacheControl, Self.caching(of: call.route.flow))
        if call.route.isForAnyOrigin { response.append(.anyOrigin, FieldValue(literal: "*")) }
        return response
    }

    /// Tokens and claims are nobody else's (RFC 6749 §5.1); what is published may be kept a while.
    private static func caching(of flow: Flow) -> FieldValue {
        switch flow {
        case .metadata, .keys: FieldValue(literal: "public, max-age=60")
        case .authorize, .authorizeByForm, .login, .consent, .consentByToken, .authorizeDevice,
            .devicePage, .deviceAnswer, .push, .token, .introspect, .revoke, .userInfo,
            .endSession, .stylesheet:
            FieldValue(literal: "no-store")
        }
    }

    static func json(_ status: Status, _ body: [UInt8]) -> Response {
        Response(
            status, fields: [ResponseField(.contentType, FieldValue(literal: "application/json"))],
            body: body)
    }
}

extension IssuedTokens {
    /// The JSON object of RFC 6749 §5.1.
    var encoded: [UInt8] {
        var writer = JSONWriter(capacity: 512)
        writer.beginObject()
        writer.key("access_token")
        writer.string(access.exposed)
        writer.key("token_type")
        writer.string("Bearer")
        writer.key("expires_in")
        writer.integer(expiresIn)
        if let refresh {
            writer.key("refresh_token")
            writer.string(refresh.exposed)
        }
        writer.key("scope")
        writer.string(scope.description)
        if let identity {
            writer.key("id_token")
            writer.string(identity.exposed)
        }
        writer.endObject()
        return writer.finish()
    }
}

extension FieldName {
    /// WHATWG Fetch.
    public static let anyOrigin = FieldName(literal: "Access-Control-Allow-Origin")
    /// RFC 7034.
    public static let frameOptions = FieldName(literal: "X-Frame-Options")
}
