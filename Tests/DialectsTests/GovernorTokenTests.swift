// Governor's token endpoint, as far as the request alone decides: which check fails first, and how
// that is worded.

import Dialects
import Domain
import HTTPWire
import OAuth
import Testing

@Suite struct GovernorTokenTests {
    private static let form = "application/x-www-form-urlencoded"

    private static func long(_ count: Int) -> String { String(repeating: "x", count: count) }

    /// What is wrong with a token request; nil where the engine is asked.
    private func refusal(
        _ body: String, basic: String? = nil, type: String? = form, query: String = ""
    ) throws -> OAuthError? {
        let call = try GovernorFlow.call(
            "token", "/api/oauth/token\(query)", [(.contentType, type), (.authorization, basic)],
            body: body)
        do {
            _ = try GovernorFlow.dialect.flowRequest(of: call)
            return nil
        } catch FlowError.refused(let error) {
            return error
        }
    }

    @Test(
        "the checks run in the published order",
        arguments: [
            ("", .invalidRequest), ("grant_type=", .invalidRequest),
            ("grant_type=password", .unsupportedGrantType),
            ("grant_type=client_credentials&client_id=a&client_secret=b", .unsupportedGrantType),
            ("grant_type=authorization_code", .invalidRequest),
            ("grant_type=authorization_code&client_id=a", .invalidRequest),
            ("grant_type=authorization_code&client_id=a&client_secret=b", .invalidRequest),
            (
                "grant_type=authorization_code&client_id=a&client_secret=b&redirect_uri=c",
                .invalidRequest
            ),
            ("grant_type=authorization_code&client_id=a&client_id=a", .invalidRequest),
            ("grant_type=refresh_token&client_id=a&client_secret=b", .invalidRequest),
            ("grant_type=%ff", .invalidRequest),
        ] as [(String, OAuthError.Code)])
    func checks(body: String, code: OAuthError.Code) throws {
        #expect(try refusal(body)?.code == code)
    }

    @Test("what is whole is the engine's")
    func whole() throws {
        let client = "client_id=a&client_secret=b"
        let code = "grant_type=authorization_code&redirect_uri=c&code=d"
        #expect(try refusal("\(code)&\(client)") == nil)
        #expect(try refusal("\(code)&\(client)&code_verifier=short") == nil)
        #expect(try refusal("grant_type=refresh_token&refresh_token=d&\(client)") == nil)
        #expect(try refusal(code, basic: "Basic YTpi") == nil)
    }

    @Test(
        "each text has a longest one",
        arguments: [
            ("client_id", 128), ("client_secret", 255), ("redirect_uri", 512), ("code", 255),
            ("code_verifier", 255),
        ])
    func lengths(name: String, most: Int) throws {
        var texts = [
            "client_id": "a", "client_secret": "b", "redirect_uri": "c", "code": "d",
            "grant_type": "authorization_code",
        ]
        for (count, code) in [(most, nil), (most + 1, OAuthError.Code.invalidRequest)] {
            texts[name] = Self.long(count)
            let body = texts.map { "\($0)=\($1)" }.joined(separator: "&")
            #expect(try refusal(body)?.code == code)
        }
    }

    @Test(
        "a client authenticates by Basic or in the body",
        arguments: [
            ("Basic YTpi", "&client_id=a"), ("Basic YTpi", "&client_secret=b"),
            ("Basic !", ""), ("Basic YTol", ""), ("Basic Og==", ""), ("Basic YTo=", ""),
            ("Bearer x", "&client_id=a&client_secret=b"),
        ])
    func credentials(basic: String, more: String) throws {
        let body = "grant_type=authorization_code&redirect_uri=c&code=d"
        #expect(try refusal(body + more, basic: basic)?.code == .invalidRequest)
    }

    @Test("what stands in the query is no parameter")
    func query() throws {
        let query = "?grant_type=authorization_code&client_id=a&client_secret=b"
        let refusal = try refusal("", type: nil, query: query)
        #expect(refusal?.description == "the parameter grant_type is missing")
    }

    @Test("a body of another type has no parameters", arguments: ["application/json", "a/b", nil])
    func types(type: String?) throws {
        let refusal = try refusal(#"{"grant_type":"authorization_code"}"#, type: type)
        #expect(refusal?.description == "the parameter grant_type is missing")
    }

    @Test(
        "a multipart form is a form",
        arguments: [
            ("authorization_code", nil), ("password", OAuthError.Code.unsupportedGrantType),
            ("a\0", .invalidRequest),
        ] as [(String, OAuthError.Code?)])
    func multipart(grant: String, code: OAuthError.Code?) throws {
        let texts = [
            ("grant_type", grant), ("client_id", "a"), ("client_secret", "b"),
            ("redirect_uri", "c"), ("code", "d"),
        ]
        let parts = texts.map { name, text in
            "--x\r\nContent-Disposition: form-data; name=\"\(name)\"\r\n\r\n\(text)\r\n"
        }
        let body = parts.joined() + "--x--\r\n"
        #expect(try refusal(body, type: "multipart/form-data; boundary=x")?.code == code)
        #expect(
            try refusal(body, type: "multipart/form-data; boundary=y")?.code == .invalidRequest)
    }

    @Test("the engine is told that refresh tokens are for offline access")
    func rules() throws {
        let call = try GovernorFlow.call(
            "token", "/api/oauth/token", [(.contentType, Self.form)],
            body: "grant_type=refresh_token&refresh_token=d&client_id=a&client_secret=b")
        let request = try GovernorFlow.dialect.flowRequest(of: call)
        #expect(request.refreshesOfflineOnly)
        #expect(request.comparesAnyVerifier)
        #expect(request.parameters[.refreshToken] == "d")
    }
}
