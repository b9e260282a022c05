// Checking our own tokens: every way that is known to pass a forged one off must fail.

import JSONWire
import Testing

@testable import Signing

@Suite struct KeySetTests {
    /// A header of ours with some members set, or with null removed.
    private static func header(_ changes: JSONObject) throws -> JSON {
        let header: JSONObject = [
            "alg": "RS256", "typ": "JWT", "kid": .string(try Keys.own.get().keyID),
        ]
        return .object(header.changed(by: changes))
    }

    private static func set() throws -> KeySet {
        KeySet([try Keys.own.get().publicKey])
    }

    @Test("the document lists each key once, in order")
    func document() throws {
        let own = try Keys.own.get().publicKey
        let stranger = try Keys.stranger.get().publicKey
        #expect(
            try JSONReader.read(KeySet([own, stranger, own]).document)
                == ["keys": [.object(own.jwk), .object(stranger.jwk)]])
        #expect(KeySet([]).document == Array(#"{"keys":[]}"#.utf8))
    }

    @Test("a token is checked with the key that it names")
    func chosen() throws {
        let own = try Keys.own.get()
        let stranger = try Keys.stranger.get()
        let both = KeySet([own.publicKey, stranger.publicKey])
        for key in [own, stranger] {
            #expect(both.verify(try key.sign(Forge.claims, type: "JWT"), type: "JWT") != nil)
        }
        let token = try Forge.rs256(header: Self.header([:]), key: stranger)
        #expect(both.verify(token, type: nil) == nil)
    }

    @Test(
        "a header that the right key signed is refused all the same",
        arguments: [
            ["kid": nil], ["kid": "other"], ["kid": 1], ["kid": ["a"]],
            ["alg": nil], ["alg": "none"], ["alg": "None"], ["alg": "rs256"], ["alg": "RS384"],
            ["alg": "PS256"], ["alg": "HS256"], ["alg": ["RS256"]],
            ["crit": ["exp"], "exp": 1], ["crit": []], ["crit": ["b64"], "b64": false],
            ["jku": "https://evil.example/jwks"], ["x5u": "https://evil.example/cert"],
            ["x5c": ["MIIB"]], ["jwk": ["kty": "RSA"]], ["typ": 1],
        ] as [JSONObject])
    func headers(changes: JSONObject) throws {
        let token = try Forge.rs256(header: Self.header(changes), key: Keys.own.get())
        #expect(try Self.set().verify(token, type: nil) == nil)
    }

    @Test("a header that is right passes, also with parameters that mean nothing to us")
    func rightHeaders() throws {
        for changes in [[:], ["cty": "x"], ["n": 1e300], ["typ": nil]] as [JSONObject] {
            let token = try Forge.rs256(header: Self.header(changes), key: Keys.own.get())
            #expect(try Self.set().verify(token, type: nil) == Forge.claims)
        }
    }

    @Test("the key is for one algorithm: its PS256 is refused")
    func pinned() throws {
        let token = try Forge.rs256(
            header: Self.header(["alg": "PS256"]), key: Keys.own.get(), padding: .pss)
        #expect(try Self.set().verify(token, type: nil) == nil)
    }

    @Test("the public key is no secret for an HMAC")
    func confusion() throws {
        let own = try Keys.own.get().publicKey
        for secret in [JSON.object(own.jwk).encoded, KeySet([own]).document] {
            let token = Forge.hs256(header: try Self.header(["alg": "HS256"]), secret: secret)
            #expect(KeySet([own]).verify(token, type: nil) == nil)
        }
    }

    @Test("the signature that comes with `none` is refused, empty or not")
    func unsigned() throws {
        for signature in [[], [0]] as [[UInt8]] {
            let token = Forge.token(header: try Self.header(["alg": "none"])) { _ in signature }
            #expect(try Self.set().verify(token, type: nil) == nil)
        }
    }

    @Test(
        "one kind of token does not pass for another",
        arguments: [
            ("at+jwt", "at+jwt", true), ("at+jwt", "application/at+jwt", true),
            ("application/AT+JWT", "at+jwt", true), ("JWT", "jwt", true),
            ("JWT", "at+jwt", false), ("at+jwt", "JWT", false), ("logout+jwt", "JWT", false),
            ("", "JWT", false),
        ])
    func types(made: String, expected: String, passes: Bool) throws {
        let token = try Keys.own.get().sign(Forge.claims, type: made)
        #expect((try Self.set().verify(token, type: expected) != nil) == passes)
        #expect(try Self.set().verify(token, type: nil) != nil)
    }

    @Test("a token without a type is of none that is asked for")
    func untyped() throws {
        let token = try Forge.rs256(header: Self.header(["typ": nil]), key: Keys.own.get())
        #expect(try Self.set().verify(token, type: "JWT") == nil)
    }

    @Test(
        "a text that is no token is refused",
        arguments: [
            "", ".", "..", "...", "a.b.c", "e30.e30.", "e30.e30.e30", "e30..AAAA", "é.é.é",
            String(repeating: ".", count: 100_000), String(repeating: "a", count: 1_000_000),
            String(repeating: "W", count: 16_000) + ".e30.AA",
        ])
    func noToken(text: String) throws {
        #expect(try Self.set().verify(text, type: nil) == nil)
    }

    @Test("a token has one spelling: padding, white space and spare bits are refused")
    func spelling() throws {
        let token = try Keys.own.get().sign(Forge.claims, type: "JWT")
        let set = try Self.set()
        for text in [
            token + "=", token + "==", token + "\n", " " + token, token + ".", token + ".",
        ] {
            #expect(set.verify(text, type: nil) == nil)
        }
        // 256 bytes leave four spare bits in the last character: all of them must be zero.
        let last = try #require(token.last)
        let digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
        for digit in digits where digit != last {
            #expect(set.verify(token.dropLast() + String(digit), type: nil) == nil)
        }
    }

    @Test("a payload that is no object has no claims, whoever signed it")
    func payloads() throws {
        let key = try Keys.own.get()
        let good = try key.sign(Forge.claims, type: "JWT")
        #expect(try Self.set().verify(good, type: nil) != nil)
        let jws = try #require(CompactJWS("eyJhbGciOiJSUzI1NiJ9.W10.AA"))
        #expect(jws.claims == nil)
    }

    @Test("no change to a token goes unnoticed", arguments: 0..<8)
    func mutations(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let token = try Keys.own.get().sign(Forge.claims, type: "JWT")
        let set = try Self.set()
        for _ in 0..<400 {
            let text = Forge.mutate(token, using: &random)
            #expect((set.verify(text, type: nil) == nil) == (text != token), "\(text)")
        }
    }
}
