import Domain
import HTTPWire
import JSONWire
public import OAuth

/// OpenID Connect as the published service has it: the flows, under the service's own paths.
extension Governor {
    /// Discovery and keys, consent, tokens, and claims about the user.
    public var flowRoutes: [FlowRoute] { Self.openIDRoutes }

    static let tokenPath = "/api/oauth/token"
    static let userInfoPath = "/api/oauth/userinfo"
    static let keysPath = "/api/oauth/jwks"

    private static let openIDRoutes: [FlowRoute] = [
        FlowRoute(
            .governor, "openid.metadata", .get, "/api/oauth/openid-configuration", .metadata,
            from: .nothing, summary: "The OpenID provider's metadata, with the endpoints here."),
        FlowRoute(
            .governor, "openid.keys", .get, PathPattern(stringLiteral: keysPath), .keys,
            from: .nothing, isForAnyOrigin: true,
            summary: "The public keys that ID tokens are signed with."),
        FlowRoute(
            .governor, "openid.consent", .post, "/api/oauth/auth/code", .consentByToken,
            .user(.authorize), from: .json,
            summary: "Connects the caller to an app, and answers with a code for it."),
        FlowRoute(
            .governor, "openid.token", .post, PathPattern(stringLiteral: tokenPath), .token,
            from: .form, isForAnyOrigin: true,
            summary: "Exchanges a code, or a refresh token, for tokens."),
        FlowRoute(
            .governor, "openid.userinfo", .get, PathPattern(stringLiteral: userInfoPath),
            .userInfo, .user(.openID), from: .nothing, isForAnyOrigin: true,
            summary: "Claims about the user whom the token speaks for."),
        FlowRoute(
            .governor, "openid.userinfo_by_post", .post,
            PathPattern(stringLiteral: userInfoPath), .userInfo, .user(.openID), from: .nothing,
            isForAnyOrigin: true, summary: "The same, by POST."),
    ]

    /// Reads the JSON of a consent, or the form of a token request; the rest has no parameters.
    public func flowRequest(of call: FlowCall) throws(FlowError) -> FlowRequest {
        switch call.route.source {
        case .json: return try call.flowRequest(with: consentParameters(of: call.request))
        case .form: return try tokenRequest(of: call)
        case .nothing, .query, .page: return try call.flowRequest()
        }
    }

    /// The members of a consent; null is as if absent, and so is what nobody asks for.
    private func consentParameters(of request: Request) throws(FlowError) -> Parameters {
        do throws(APIError) {
            let body = try body(of: request)
            var texts: [String: String] = [:]
            for name in Self.consentMembers {
                guard let value = body[name.rawValue], !value.isNull else { continue }
                guard let text = value.string else {
                    throw .unreadable(name.rawValue, "must be a string")
                }
                texts[name.rawValue] = text
            }
            return Parameters(texts)
        } catch {
            throw .failed(error)
        }
    }

    private static let consentMembers: [Parameters.Name] = [
        .clientID, .scope, .nonce, .codeChallenge, .codeChallengeMethod,
    ]
}
