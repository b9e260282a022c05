// How requests say which client sends them.

import Domain
import HTTPWire
import Testing

@testable import OAuth

@Suite struct ClientCredentialsTests {
    private func request(
        _ form: String, authorization: String? = nil, queryNames: Set<String> = []
    ) throws -> FlowRequest {
        let octets = Array(form.utf8)
        return FlowRequest(
            tenant: try #require(Sample.tenant), now: Sample.now, peer: "a",
            parameters: try Parameters(Form(octets.span)), queryNames: queryNames,
            authorization: authorization)
    }

    private func secret(_ credentials: ClientCredentials) -> String? {
        if case .secret(let secret, _) = credentials.proof { secret.exposed } else { nil }
    }

    /// `a b:p%+:é`, form-encoded and in base64.
    @Test("Basic names and passwords are form-encoded")
    func basic() throws {
        let credentials = try ClientCredentials(
            request("", authorization: "bAsIc YStiOnAlMjUlMkIlM0ElQzMlQTk="))
        #expect(credentials.clientID == "a b")
        #expect(secret(credentials) == "p%+:é")
    }

    @Test("a password in the body is taken as it is")
    func post() throws {
        let credentials = try ClientCredentials(request("client_id=a&client_secret=p%25%2B"))
        #expect(credentials.clientID == "a")
        #expect(secret(credentials) == "p%+")
    }

    @Test(
        "what is refused",
        arguments: [
            ("", nil, OAuthError.Code.invalidClient),
            ("", "Bearer abc", .invalidClient),
            ("", "Basic", .invalidClient),
            ("", "Basic %%%", .invalidRequest),
            ("", "Basic YTpiJTI", .invalidRequest),
            ("client_secret=p", "Basic YTpi", .invalidRequest),
            ("client_id=b", "Basic YTpi", .invalidRequest),
            ("client_assertion=x", "Basic YTpi", .invalidRequest),
            ("client_id=a&client_secret=p&client_assertion=x", nil, .invalidRequest),
            ("client_assertion=x", nil, .invalidRequest),
        ] as [(String, String?, OAuthError.Code)])
    func refused(form: String, authorization: String?, code: OAuthError.Code) throws {
        let request = try request(form, authorization: authorization)
        #expect {
            try ClientCredentials(request)
        } throws: { error in
            (error as? OAuthError)?.code == code
        }
    }

    @Test(
        "secrets in the URL are refused",
        arguments: ["client_secret", "client_assertion", "code", "refresh_token", "token"])
    func url(name: String) throws {
        let request = try request("client_id=a", queryNames: [name])
        #expect(throws: OAuthError.self) { try ClientCredentials(request) }
    }

    @Test("a parameter that comes twice is refused, an empty one is none")
    func parameters() throws {
        let twice = Array("client_id=a&client_id=a".utf8)
        #expect(throws: OAuthError.self) { try Parameters(Form(twice.span)) }
        let empty = Array("scope=&state=x&foo=1".utf8)
        let parameters = try Parameters(Form(empty.span))
        #expect(parameters[.scope] == nil)
        #expect(parameters[.state] == "x")
    }
}
