// What Governor's flows answer: bodies, and the fields that go with them.

import Dialects
import Domain
import HTTPWire
import JSONWire
import OAuth
import Testing

@Suite struct GovernorFlowAnswerTests {
    private let governor = GovernorFlow.dialect
    private static let anyOrigin = FieldName(literal: "Access-Control-Allow-Origin")

    private func body(_ response: Response) -> String {
        String(decoding: response.body, as: UTF8.self)
    }

    @Test("tokens are shown to nobody else, on any site")
    func tokens() throws {
        let tokens = IssuedTokens(
            access: Secret("a"), expiresIn: 300, refresh: nil,
            scope: GrantedScope(["profile", "openid", "email"]), identity: Secret("i"))
        let response = governor.response(
            to: .tokens(tokens), of: try GovernorFlow.call("token"))
        #expect(
            body(response)
                == #"{"access_token":"a","token_type":"Bearer","expires_in":300,"#
                + #""scope":"email openid profile","id_token":"i"}"# + "\n")
        #expect(response[.cacheControl] == "no-store")
        #expect(response[Self.anyOrigin] == "*")
        #expect(response[.contentType] == "application/json; charset=utf-8")
    }

    @Test("a code is shown to nobody else, on this site")
    func code() throws {
        let response = governor.response(
            to: .code(Secret("c")), of: try GovernorFlow.call("consent"))
        #expect(body(response) == #"{"code":"c"}"# + "\n")
        #expect(response[.cacheControl] == "no-store")
        #expect(response[Self.anyOrigin] == nil)
    }

    @Test("claims and keys say nothing of caching", arguments: ["keys", "userinfo"])
    func published(name: String) throws {
        let outcome =
            name == "keys"
            ? FlowOutcome.document(Array(#"{"keys":[]}"#.utf8)) : .object(["sub": "u"])
        let response = governor.response(to: outcome, of: try GovernorFlow.call(name))
        #expect(response.body.last == UInt8(ascii: "\n"))
        #expect(response[.cacheControl] == nil)
        #expect(response[Self.anyOrigin] == "*")
    }

    @Test("the metadata have the published members and no others, as far as they are offered")
    func metadata() throws {
        let offered: JSONObject = [
            "issuer": "https://t.example", "token_endpoint": "https://t.example/oauth2/token",
            "introspection_endpoint": "https://t.example/oauth2/introspect",
            "scopes_supported": ["email", "openid"],
            "grant_types_supported": ["authorization_code", "client_credentials"],
            "code_challenge_methods_supported": ["S256"], "claims_supported": ["sub", "sid"],
            "token_endpoint_auth_methods_supported": ["client_secret_basic", "none"],
        ]
        let response = governor.response(
            to: .object(offered), of: try GovernorFlow.call("metadata"))
        #expect(
            body(response)
                == #"{"issuer":"https://t.example","#
                + #""authorization_endpoint":"https://t.example/oauth2/authorize","#
                + #""token_endpoint":"https://t.example/api/oauth/token","#
                + #""userinfo_endpoint":"https://t.example/api/oauth/userinfo","#
                + #""jwks_uri":"https://t.example/api/oauth/jwks","#
                + #""scopes_supported":["openid","email"],"response_types_supported":[],"#
                + #""response_modes_supported":[],"#
                + #""grant_types_supported":["authorization_code"],"#
                + #""subject_types_supported":[],"id_token_signing_alg_values_supported":[],"#
                + #""token_endpoint_auth_methods_supported":["client_secret_basic"],"#
                + #""code_challenge_methods_supported":["S256"],"claims_supported":["sub"]}"#
                + "\n")
        #expect(response[.cacheControl] == nil)
        #expect(response[Self.anyOrigin] == nil)
    }

    @Test(
        "the token endpoint refuses in the words of RFC 6749",
        arguments: [
            (OAuthError(.invalidGrant, "no"), 400, nil),
            (OAuthError(.invalidClient, "no"), 401, #"Basic realm="r""#),
            (OAuthError(.slowDown, "no", retryAfter: 7), 429, nil),
        ] as [(OAuthError, UInt16, String?)])
    func refusedTokens(error: OAuthError, status: UInt16, challenge: String?) throws {
        let response = governor.response(to: error, of: try GovernorFlow.call("token"))
        #expect(response.status.code == status)
        #expect(
            body(response)
                == #"{"error":"\#(error.code.rawValue)","error_description":"no"}"# + "\n")
        #expect(response[.wwwAuthenticate] == challenge)
        #expect(response[.cacheControl] == "no-store")
        #expect(response[.retryAfter] == error.retryAfter.map { "\($0)" })
        #expect(response[Self.anyOrigin] == "*")
    }

    @Test("a consent is refused with a code beside the message")
    func refusedConsent() throws {
        let response = governor.response(
            to: OAuthError(.invalidScope, "no"), of: try GovernorFlow.call("consent"))
        #expect(response.status == .badRequest)
        #expect(body(response) == #"{"message":"no","code":"invalid_scope"}"# + "\n")
    }

    @Test(
        "what goes wrong beside the protocol has the form of its operation",
        arguments: [
            (
                "token", .contentTooLarge, 413,
                #"{"error":"invalid_request","error_description":"no"}"#
            ),
            ("token", .defect, 500, #"{"error":"server_error","error_description":"no"}"#),
            (
                "token", .unavailable, 503,
                #"{"error":"temporarily_unavailable","error_description":"no"}"#
            ),
            ("consent", .unsupportedMediaType, 415, #"{"message":"no"}"#),
            ("consent", .notFound(key: "a"), 404, #"{"message":"no"}"#),
            ("userinfo", .insufficientScope(.openID), 403, #"{"message":"no"}"#),
        ] as [(String, APIError.Kind, UInt16, String)])
    func failed(name: String, kind: APIError.Kind, status: UInt16, text: String) throws {
        let call = try GovernorFlow.call(name)
        let response = governor.response(
            to: APIError(kind, "no"),
            of: Attempt(call.request, route: nil, flow: call.route, now: call.now))
        #expect(response.status.code == status)
        #expect(body(response) == text + "\n")
        #expect(response[.cacheControl] == (name == "token" ? "no-store" : nil))
        #expect(response[Self.anyOrigin] == (name == "consent" ? nil : "*"))
    }

    @Test(
        "a consent's members are strings",
        arguments: [
            (#"{"client_id":"a","scope":"openid","state":1}"#, nil),
            (#"{"client_id":null}"#, nil), ("null", nil),
            (#"{"client_id":1}"#, "client_id must be a string"),
            (#"{"nonce":["a"]}"#, "nonce must be a string"),
            ("[]", "the body must be a JSON object"), ("", "the request needs a JSON body"),
        ] as [(String, String?)])
    func consent(json: String, complaint: String?) throws {
        let call = try GovernorFlow.call(
            "consent", "/", [(.contentType, "application/json")], body: json)
        do {
            let request = try governor.flowRequest(of: call)
            #expect(complaint == nil)
            #expect(request.parameters[.state] == nil)
        } catch FlowError.failed(let error) {
            #expect(error.sentence == complaint)
        }
    }
}
