// How clients are answered through browsers.

import Testing

@testable import OAuth

@Suite struct AuthorizationAnswerTests {
    private func location(
        _ uri: String, _ mode: AuthorizationAnswer.Mode, state: String?
    ) throws -> String {
        let tenant = try #require(Sample.tenant)
        return AuthorizationAnswer(
            code: "c", state: state, issuer: IssuerTemplate.local.issuer(of: tenant), to: uri, mode
        ).location
    }

    private static let issuer = "iss=http%3A%2F%2F127.0.0.1%3A8080%2Ft%2Facme"

    @Test("parameters join the query that is there, or make one")
    func query() throws {
        #expect(
            try location("https://a.example/cb", .query, state: nil)
                == "https://a.example/cb?code=c&\(Self.issuer)")
        #expect(
            try location("https://a.example/cb?x=1", .query, state: "s")
                == "https://a.example/cb?x=1&code=c&state=s&\(Self.issuer)")
    }

    @Test("or stand in the fragment")
    func fragment() throws {
        #expect(
            try location("https://a.example/cb?x=1", .fragment, state: nil)
                == "https://a.example/cb?x=1#code=c&\(Self.issuer)")
    }

    @Test("the state comes back byte for byte")
    func state() throws {
        #expect(
            try location("app:/cb", .query, state: "&=%20é+")
                == "app:/cb?code=c&state=%26%3D%2520%C3%A9%2B&\(Self.issuer)")
    }
}
