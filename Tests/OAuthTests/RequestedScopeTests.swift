// What of a scope is granted.

import Testing

@testable import OAuth

@Suite struct RequestedScopeTests {
    private let client = Sample.client(scopes: ["orders:read", "app:read", "all", "email"])

    private func granted(_ text: String?) throws -> String {
        try RequestedScope.granted(text, to: client, includingOpenID: true).description
    }

    @Test("words are granted once, sorted, and unknown ones left out")
    func known() throws {
        #expect(
            try granted("profile openid profile  nonsense orders:read")
                == "openid orders:read profile")
    }

    @Test(
        "what administers a tenant is granted to nobody, even where it is registered",
        arguments: ["app:read", "all", "admin all", "gov.user.oauth.app:write", "connection:read"])
    func management(text: String) {
        #expect(throws: OAuthError.self) { try granted(text) }
    }

    @Test("without words, what was registered is granted, and nobody's identity")
    func defaults() throws {
        #expect(try granted(nil) == "email orders:read")
    }

    @Test("a client by itself is granted nobody's identity")
    func clientCredentials() {
        #expect(throws: OAuthError.self) {
            try RequestedScope.granted("openid", to: client, includingOpenID: false)
        }
    }

    @Test(
        "what is no scope",
        arguments: ["\"", "a\\b", "a\tb", "é", String(repeating: "a", count: 1025)])
    func malformed(text: String) {
        #expect(throws: OAuthError.self) { try granted(text) }
    }

    @Test("refreshing can give up words and not gain any")
    func narrowed() throws {
        let held = GrantedScope(["openid", "email"])
        #expect(try RequestedScope.narrowed(nil, from: held) == held)
        #expect(try RequestedScope.narrowed("email", from: held).description == "email")
        #expect(throws: OAuthError.self) {
            try RequestedScope.narrowed("email profile", from: held)
        }
    }
}
