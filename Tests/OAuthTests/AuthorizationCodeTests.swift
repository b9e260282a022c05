// What an attempt to redeem a code comes to.

import Domain
import Testing

@testable import OAuth

@Suite struct AuthorizationCodeTests {
    /// RFC 7636 appendix B.
    private static let verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
    private static let challenge = ProofKey.Challenge(
        method: .sha256, text: "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM")

    private func verdict(
        _ code: AuthorizationCode, client: RegisteredClient = Sample.client(),
        redirectURI: String? = "https://shop.example/cb", verifier: String? = nil,
        after seconds: Int64 = 0
    ) -> AuthorizationCode.Verdict {
        code.verdict(
            for: client, redirectURI: redirectURI, verifier: verifier,
            now: Sample.now.advanced(bySeconds: seconds))
    }

    private func isRefused(_ verdict: AuthorizationCode.Verdict) -> Bool {
        if case .refused(let error) = verdict { error.code == .invalidGrant } else { false }
    }

    @Test("is good for the client that it was given to, in its time")
    func good() {
        #expect(verdict(Sample.code()) == .good)
        #expect(verdict(Sample.code(), after: 59) == .good)
    }

    @Test("has ended when its time is up, to the second")
    func expired() {
        #expect(isRefused(verdict(Sample.code(), after: 60)))
    }

    @Test("is no other client's, even when used")
    func foreign() {
        #expect(isRefused(verdict(Sample.code(client: "other"))))
        let used = Sample.code(client: "other", state: .redeemed(family: "f"))
        #expect(isRefused(verdict(used)))
    }

    @Test("a second use names the family that ends, whatever else is wrong with it")
    func replayed() {
        let used = Sample.code(challenge: Self.challenge, state: .redeemed(family: "f"))
        #expect(
            verdict(used, redirectURI: "https://evil.example", after: 999)
                == .replayed(family: "f"))
    }

    @Test("is redeemed with the redirect URI that it was asked with")
    func redirectURI() {
        #expect(isRefused(verdict(Sample.code(), redirectURI: "https://shop.example/cb/")))
        #expect(isRefused(verdict(Sample.code(), redirectURI: nil)))
        #expect(verdict(Sample.code(isNamed: false), redirectURI: nil) == .good)
        #expect(verdict(Sample.code(isNamed: false)) == .good)
        #expect(
            isRefused(verdict(Sample.code(isNamed: false), redirectURI: "https://evil.example")))
    }

    @Test("dies with the redirect URI that it was sent to")
    func unregistered() {
        let client = Sample.client(redirectURIs: ["https://shop.example/new"])
        #expect(isRefused(verdict(Sample.code(), client: client)))
    }

    @Test("needs the verifier of its challenge, and none where there was no challenge")
    func proofKeys() {
        let code = Sample.code(challenge: Self.challenge)
        #expect(verdict(code, verifier: Self.verifier) == .good)
        #expect(isRefused(verdict(code)))
        #expect(isRefused(verdict(code, verifier: String(Self.verifier.reversed()))))
        #expect(isRefused(verdict(Sample.code(), verifier: Self.verifier)))
    }
}
