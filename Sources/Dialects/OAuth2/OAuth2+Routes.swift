import Domain
import HTTPWire
import OAuth

/// The operations; their paths are those that the metadata name.
extension OAuth2 {
    /// Every operation.
    public var flowRoutes: [FlowRoute] { Self.discovery + Self.browser + Self.clients }

    private static func route(
        _ name: String, _ method: Method, _ path: ServerPath, _ flow: Flow,
        _ entry: Entry = .open, from source: FlowRoute.Source, isForAnyOrigin: Bool = false,
        _ summary: String
    ) -> FlowRoute {
        FlowRoute(
            .oauth2, name, method, PathPattern(stringLiteral: path.rawValue), flow, entry,
            from: source, isForAnyOrigin: isForAnyOrigin, summary: summary)
    }

    private static let discovery: [FlowRoute] = [
        FlowRoute(
            .oauth2, "metadata", .get, "/.well-known/oauth-authorization-server", .metadata,
            from: .nothing, isForAnyOrigin: true,
            summary: "The authorization server's metadata (RFC 8414)."),
        FlowRoute(
            .oauth2, "openid_metadata", .get, "/.well-known/openid-configuration", .metadata,
            from: .nothing, isForAnyOrigin: true,
            summary: "The OpenID provider's metadata (OpenID Connect Discovery)."),
        route(
            "keys", .get, .keys, .keys, from: .nothing, isForAnyOrigin: true,
            "The public keys that ID tokens are signed with (RFC 7517)."),
    ]

    private static let browser: [FlowRoute] = [
        route(
            "authorize", .get, .authorize, .authorize, from: .query,
            "Asks a person to authorize a client (RFC 6749, section 4.1.1)."),
        route(
            "authorize_by_form", .post, .authorize, .authorizeByForm, from: .form,
            "The same, with the parameters in a form."),
        route(
            "login", .post, .login, .login, from: .page,
            "Takes what a person typed into the login page."),
        route(
            "consent", .post, .consent, .consent, from: .page,
            "Takes what a person decided on the consent page."),
        route(
            "device", .get, .device, .devicePage, from: .query,
            "Asks a person for the code that a device shows (RFC 8628, section 3.3)."),
        route(
            "device_answer", .post, .device, .deviceAnswer, from: .page,
            "Takes the code, or what a person answered on the pages after it."),
        route(
            "logout", .get, .endSession, .endSession, from: .query,
            "Logs a browser out (OpenID Connect RP-Initiated Logout)."),
        route(
            "logout_by_form", .post, .endSession, .endSession, from: .page,
            "The same, with the parameters in a form, or what a person decided."),
        route(
            "stylesheet", .get, .stylesheet, .stylesheet, from: .nothing,
            "How the pages look."),
    ]

    private static let clients: [FlowRoute] = [
        route(
            "device_authorization", .post, .authorizeDevice, .authorizeDevice, from: .form,
            "Makes the codes of a device that wants tokens (RFC 8628, section 3.1)."),
        route(
            "push", .post, .push, .push, from: .form,
            "Takes an authorization request from the client itself (RFC 9126)."),
        route(
            "token", .post, .token, .token, from: .form, isForAnyOrigin: true,
            "Exchanges what a client brings for tokens (RFC 6749, section 3.2)."),
        route(
            "introspect", .post, .introspect, .introspect, from: .form,
            "Says what an access token may do (RFC 7662)."),
        route(
            "revoke", .post, .revoke, .revoke, from: .form, isForAnyOrigin: true,
            "Ends a token of the client's own (RFC 7009)."),
        route(
            "userinfo", .get, .userInfo, .userInfo, .user(.openID), from: .nothing,
            isForAnyOrigin: true, "Claims about the user whom the token speaks for."),
        route(
            "userinfo_by_post", .post, .userInfo, .userInfo, .user(.openID), from: .nothing,
            isForAnyOrigin: true, "The same, by POST."),
    ]
}
