// A client's own JWT: checked with what the client registered, and with nothing else.

import JSONWire
import Testing

@testable import Signing

@Suite struct ClientAssertionTests {
    private static func keys(named name: JSON? = nil) throws -> ClientKeySet {
        var jwk = try Keys.own.get().publicKey.jwk
        jwk["kid"] = name
        jwk["alg"] = nil
        return try ClientKeySet(["keys": [.object(jwk)]])
    }

    @Test("RS256 and PS256 are both for an RSA key that names neither")
    func paddings() throws {
        for (name, padding) in [("RS256", Forge.Padding.pkcs1), ("PS256", .pss)] {
            let token = try Forge.rs256(
                header: ["alg": .string(name)], key: Keys.own.get(), padding: padding)
            #expect(ClientAssertion(token)?.claims(keys: try Self.keys()) == Forge.claims)
            let swapped = try Forge.rs256(
                header: ["alg": .string(name)], key: Keys.own.get(),
                padding: padding == .pss ? .pkcs1 : .pss)
            #expect(ClientAssertion(swapped)?.claims(keys: try Self.keys()) == nil)
        }
    }

    @Test(
        "a key is looked at where neither name contradicts the other",
        arguments: [
            (nil, nil, true), ("a", nil, true), (nil, "a", true), ("a", "a", true),
            ("a", "b", false), ("a", "A", false),
        ] as [(JSON?, JSON?, Bool)])
    func names(ofKey: JSON?, inHeader: JSON?, passes: Bool) throws {
        var header: JSONObject = ["alg": "RS256"]
        header["kid"] = inHeader
        let token = try Forge.rs256(header: .object(header), key: Keys.own.get())
        let claims = ClientAssertion(token)?.claims(keys: try Self.keys(named: ofKey))
        #expect((claims != nil) == passes)
    }

    @Test("another client's key has not signed it")
    func stranger() throws {
        let token = try Forge.rs256(header: ["alg": "RS256"], key: Keys.stranger.get())
        #expect(ClientAssertion(token)?.claims(keys: try Self.keys()) == nil)
    }

    @Test("a secret's HMAC is valid under that secret, and a short secret under nothing")
    func secrets() throws {
        let header: JSON = ["alg": "HS256"]
        let secret = String(repeating: "s", count: 32)
        let token = Forge.hs256(header: header, secret: Array(secret.utf8))
        #expect(ClientAssertion(token)?.claims(secret: secret) == Forge.claims)
        #expect(ClientAssertion(token)?.claims(secret: secret + "s") == nil)
        #expect(ClientAssertion(token)?.claims(keys: try Self.keys()) == nil)
        for short in ["", "s", String(secret.dropLast())] {
            let token = Forge.hs256(header: header, secret: Array(short.utf8))
            #expect(ClientAssertion(token)?.claims(secret: short) == nil)
        }
    }

    @Test("the registered keys are no secret for an HMAC")
    func confusion() throws {
        let jwk = JSON.object(try Keys.own.get().publicKey.jwk)
        for secret in [jwk.encoded, (["keys": [jwk]] as JSON).encoded] {
            let token = Forge.hs256(header: ["alg": "HS256"], secret: secret)
            #expect(ClientAssertion(token)?.claims(keys: try Self.keys()) == nil)
        }
    }

    @Test(
        "what a client may not send is refused before anything is looked up",
        arguments: [
            ["alg": "none"], ["alg": "RS512"], ["alg": "RS256", "crit": ["b64"]],
            ["alg": "RS256", "jwk": [:]], ["alg": "RS256", "jku": "https://evil.example"],
            ["alg": "RS256", "x5u": "https://evil.example"], ["alg": "RS256", "x5c": []], [:], [],
        ] as [JSON])
    func refused(header: JSON) throws {
        #expect(ClientAssertion(Forge.token(header: header) { _ in [1] }) == nil)
    }

    @Test("a payload that is no object is refused", arguments: [[], "x", 1, nil] as [JSON])
    func payloads(payload: JSON) {
        let token = Forge.token(header: ["alg": "RS256"], claims: payload) { _ in [1] }
        #expect(ClientAssertion(token) == nil)
    }

    @Test(
        "a client that is claimed is one text",
        arguments: [[:], ["sub": 1], ["sub": []]] as [JSON])
    func unclaimed(payload: JSON) throws {
        let token = Forge.token(header: ["alg": "RS256"], claims: payload) { _ in [1] }
        #expect(try #require(ClientAssertion(token)).claimedClientID == nil)
    }

    @Test("a text of 16 KiB is looked at, and none beyond")
    func length() {
        let secret = String(repeating: "s", count: 32)
        func token(padding: Int) -> String {
            Forge.token(
                header: ["alg": "HS256"],
                claims: ["sub": .string(String(repeating: "x", count: padding))]
            ) { _ in [1] }
        }
        #expect(token(padding: 12_230).utf8.count <= CompactJWS.bytesMax)
        #expect(ClientAssertion(token(padding: 12_230)) != nil)
        #expect(token(padding: 12_300).utf8.count > CompactJWS.bytesMax)
        #expect(ClientAssertion(token(padding: 12_300)) == nil)
        #expect(ClientAssertion(token(padding: 12_230))?.claims(secret: secret) == nil)
    }

    @Test(
        "no change to an assertion goes unnoticed",
        arguments: [
            (Vectors.rs256, Vectors.rs256Key), (Vectors.ps256, Vectors.ps256Key),
            (Vectors.es256, Vectors.es256Key), (Vectors.es384, Vectors.es384Key),
        ])
    func mutations(token: String, key: JSON) throws {
        var random = SeededGenerator(seed: 7)
        let keys = try ClientKeySet(["keys": [key]])
        for _ in 0..<300 {
            let text = Forge.mutate(token, using: &random)
            #expect((ClientAssertion(text)?.claims(keys: keys) == nil) == (text != token))
        }
    }

    @Test("no change to a key set crashes")
    func mutatedKeys() {
        var random = SeededGenerator(seed: 11)
        let text = String(
            decoding: (["keys": [Vectors.rs256Key, Vectors.es384Key]] as JSON).encoded,
            as: UTF8.self)
        for _ in 0..<1000 {
            let keys = try? ClientKeySet(bytes: Array(Forge.mutate(text, using: &random).utf8))
            if let keys { _ = ClientAssertion(Vectors.rs256)?.claims(keys: keys) }
        }
    }
}

@Suite struct ClaimsTests {
    @Test(
        "an audience is one text or several",
        arguments: [
            ("a", ["a"]), (["a", "b"], ["a", "b"]), ([], []), (nil, nil), (1, nil),
            (["a", 1], nil),
        ] as [(JSON?, [String]?)])
    func audiences(value: JSON?, expected: [String]?) {
        var claims = JSONObject()
        claims["aud"] = value
        #expect(claims.audiences == expected)
    }

    @Test(
        "a time is whole seconds, however it is written",
        arguments: [
            ("1300819380", 1_300_819_380), ("1300819380.9", 1_300_819_380), ("1.5e3", 1500),
            ("-1", -1), ("-0.5", -1), ("1e18", 1_000_000_000_000_000_000), ("1e19", nil),
            ("1e300", nil), ("1e999999999", nil), ("-1e300", nil), ("9223372036854775808", nil),
            (#""1""#, nil), ("null", nil),
        ] as [(String, Int64?)])
    func times(text: String, expected: Int64?) throws {
        let claims = try #require(
            JSONReader.read(Array(#"{"exp":\#(text)}"#.utf8)).object)
        #expect(claims.numericDate("exp") == expected)
        #expect(claims.numericDate("nbf") == nil)
    }
}
