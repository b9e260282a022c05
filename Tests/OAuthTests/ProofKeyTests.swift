// RFC 7636, as far as it can be seen without a server.

import Testing

@testable import OAuth

@Suite struct ProofKeyTests {
    private static let text = String(repeating: "a", count: 43)

    @Test(
        "challenges that are refused",
        arguments: [
            (String(repeating: "a", count: 42), "S256"),
            (String(repeating: "a", count: 44), "S256"),
            (String(repeating: "a", count: 129), "plain"), ("\(text.dropLast())+", "S256"),
            (text, nil), (text, "s256"), (text, "S512"), (nil, "S256"),
        ] as [(String?, String?)])
    func refused(text: String?, method: String?) {
        #expect(throws: OAuthError.self) {
            try ProofKey.challenge(text, method: method, allowsPlain: true)
        }
    }

    @Test("plain is refused unless it is allowed")
    func plain() throws {
        #expect(throws: OAuthError.self) {
            try ProofKey.challenge(Self.text, method: "plain", allowsPlain: false)
        }
        let challenge = try ProofKey.challenge(Self.text, method: "plain", allowsPlain: true)
        #expect(ProofKey.proves(challenge, Self.text))
        #expect(!ProofKey.proves(challenge, Self.text + "a"))
    }

    @Test(
        "verifiers that are refused",
        arguments: [
            String(repeating: "a", count: 42), String(repeating: "a", count: 129),
            String(repeating: "a", count: 43) + "+", String(repeating: "a", count: 43) + "é",
        ])
    func verifiers(text: String) {
        #expect(throws: OAuthError.self) { try ProofKey.verifier(text) }
    }

    @Test("no challenge is no challenge")
    func none() throws {
        #expect(try ProofKey.challenge(nil, method: nil, allowsPlain: false) == nil)
        #expect(ProofKey.proves(nil, nil))
    }
}
