// A tenant's private key: what it signs, what it publishes, and how it is kept.

import Domain
import JSONWire
import Testing

@testable import Signing

@Suite struct SigningKeyTests {
    @Test("a token says how, as what and by which key it is signed")
    func header() throws {
        let key = try Keys.own.get()
        let token = try key.sign(Forge.claims, type: "at+jwt")
        let header = try #require(Base64URL.decode(String(token.prefix { $0 != "." })))
        #expect(
            try JSONReader.read(header)
                == ["alg": "RS256", "typ": "at+jwt", "kid": .string(key.keyID)])
    }

    @Test("what a key has signed, its public half vouches for")
    func roundTrip() throws {
        let key = try Keys.own.get()
        let token = try key.sign(Forge.claims, type: "JWT")
        #expect(KeySet([key.publicKey]).verify(token, type: "JWT") == Forge.claims)
    }

    @Test("a key that is read back is the same key")
    func der() throws {
        let key = try Keys.own.get()
        let again = try SigningKey(der: key.der)
        #expect(again.publicKey == key.publicKey)
        #expect(again.publicKey.jwk == key.publicKey.jwk)
        #expect(
            try again.sign(Forge.claims, type: "JWT") == key.sign(Forge.claims, type: "JWT"))
    }

    @Test("bytes that are no key are refused")
    func garbage() throws {
        let der = try Keys.own.get().der
        let flawed = [
            [], [0], Array(der.dropLast()), Array(der.dropFirst()), Array(der.reversed()),
        ]
        for bytes in flawed {
            #expect(throws: SigningKey.Flaw.malformed) { try SigningKey(der: bytes) }
        }
    }

    @Test("the published half has public members only, and its thumbprint for a name")
    func published() throws {
        let key = try Keys.own.get().publicKey
        #expect(key.jwk.names == ["kty", "use", "alg", "kid", "n", "e"])
        let modulus = try #require(key.jwk["n"]?.string)
        #expect(key.keyID == PublicKey.thumbprint(modulus: modulus, exponent: "AQAB"))
        #expect(Base64URL.decode(modulus)?.count == 256)
        #expect(PublicKey(jwk: key.jwk) == key)
    }

    @Test("a published key under another name, or without one, is none of ours")
    func renamed() throws {
        for name in [nil, "other", 1] as [JSON?] {
            var jwk = try Keys.own.get().publicKey.jwk
            jwk["kid"] = name
            #expect(PublicKey(jwk: jwk) == nil)
        }
        #expect(PublicKey(jwk: try #require(Vectors.es256Key.object)) == nil)
        #expect(PublicKey(jwk: JSONObject()) == nil)
    }

    @Test("it prints as a secret")
    func bland() throws {
        let key = try Keys.own.get()
        #expect("\(key) \([key])" == "[secret] [[secret]]")
    }
}
