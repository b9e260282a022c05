import Domain
import HTTPWire
import OAuth

/// The token endpoint's requests: what the published service checks before it asks who the client
/// is, in its order. The engine goes on from there.
extension Governor {
    private static let clientIDBytesMax = 128
    private static let secretBytesMax = 255
    private static let redirectURIBytesMax = 512
    private static let codeBytesMax = 255
    private static let verifierBytesMax = 255

    /// Reads a token request; throws for the first check that it fails.
    func tokenRequest(of call: FlowCall) throws(FlowError) -> FlowRequest {
        var request = try call.flowRequest(with: FlowCall.parameters(tokenForm(of: call)))
        request.refreshesOfflineOnly = true
        request.comparesAnyVerifier = true
        do throws(OAuthError) {
            let grant = try Self.grant(of: request.parameters)
            try Self.checkCredentials(of: request)
            try Self.check(request.parameters, for: grant)
        } catch {
            throw .refused(error)
        }
        return request
    }

    /// The form, in either encoding; a body of another type has no parameters.
    private func tokenForm(of call: FlowCall) throws(FlowError) -> Form {
        guard let type = call.request.contentType else { return Form() }
        if type.isType("application/x-www-form-urlencoded") { return try call.form() }
        guard type.isType("multipart/form-data") else { return Form() }
        do throws(MultipartError) {
            return try Form(Multipart(call.request.body, contentType: type).texts)
        } catch {
            throw .refused(.invalidRequest, "the form cannot be read")
        }
    }

    private static func grant(of parameters: Parameters) throws(OAuthError) -> GrantType {
        switch GrantType(rawValue: try parameters.required(.grantType)) {
        case .authorizationCode: return .authorizationCode
        case .refreshToken: return .refreshToken
        case .clientCredentials, .deviceCode, nil:
            throw OAuthError(
                .unsupportedGrantType, "grant_type must be authorization_code or refresh_token")
        }
    }

    /// Every client has a secret here, and shows it in one way.
    private static func checkCredentials(of request: FlowRequest) throws(OAuthError) {
        let parameters = request.parameters
        let basic: BasicCredentials?
        do throws(OAuthError) {
            basic = try BasicCredentials(authorization: request.authorization)
        } catch {
            throw .invalid(error.description)
        }
        if basic != nil, parameters[.clientID] ?? parameters[.clientSecret] != nil {
            throw .invalid("the client must authenticate by Basic, or in the body; not by both")
        }
        try check(
            basic?.name ?? parameters[.clientID], named: "client_id", bytesMax: clientIDBytesMax)
        try check(
            basic?.secret.exposed ?? parameters[.clientSecret], named: "client_secret",
            bytesMax: secretBytesMax)
    }

    private static func check(
        _ parameters: Parameters, for grant: GrantType
    ) throws(OAuthError) {
        switch grant {
        case .authorizationCode:
            try check(
                parameters[.redirectURI], named: "redirect_uri", bytesMax: redirectURIBytesMax)
            try check(parameters[.code], named: "code", bytesMax: codeBytesMax)
            _ = try parameters.text(.codeVerifier, bytesMax: verifierBytesMax)
        case .refreshToken: _ = try parameters.required(.refreshToken)
        case .clientCredentials, .deviceCode:
            preconditionFailure("refused before state")
        }
    }

    private static func check(
        _ text: String?, named name: String, bytesMax: Int
    ) throws(OAuthError) {
        guard let text, (1...bytesMax).contains(text.utf8.count) else {
            throw .invalid("\(name) must have 1 to \(bytesMax) bytes")
        }
    }
}

extension Multipart {
    /// The fields that are texts and no files; throws where one is not UTF-8, or holds U+0000.
    fileprivate var texts: [Form.Pair] {
        get throws(MultipartError) {
            var texts: [Form.Pair] = []
            for part in parts where part.fileName == nil {
                guard !part.content.contains(0),
                    let text = String(validating: part.content, as: UTF8.self)
                else { throw .malformed }
                texts.append(Form.Pair(part.name, text))
            }
            return texts
        }
    }
}
