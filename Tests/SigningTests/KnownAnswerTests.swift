// What the RFCs' own examples, and other implementations, make of the same keys and texts.

import Domain
import JSONWire
import Testing

@testable import Signing

@Suite struct KnownAnswerTests {
    @Test(
        "a signature that another implementation made is valid under its key and no other",
        arguments: [
            (Vectors.rs256, Vectors.rs256Key), (Vectors.ps256, Vectors.ps256Key),
            (Vectors.es256, Vectors.es256Key), (Vectors.es384, Vectors.es384Key),
        ])
    func asymmetric(token: String, key: JSON) throws {
        let assertion = try #require(ClientAssertion(token))
        #expect(assertion.claims(keys: try ClientKeySet(["keys": [key]])) != nil)
        for other in [Vectors.rs256Key, Vectors.ps256Key, Vectors.es256Key, Vectors.es384Key]
        where other != key {
            #expect(assertion.claims(keys: try ClientKeySet(["keys": [other]])) == nil)
        }
        #expect(assertion.claims(secret: Vectors.secret) == nil)
    }

    @Test("RFC 7515's claims are read as they stand")
    func claims() throws {
        let keys = try ClientKeySet(["keys": [Vectors.rs256Key]])
        let claims = try #require(ClientAssertion(Vectors.rs256)?.claims(keys: keys))
        #expect(
            claims == ["iss": "joe", "exp": 1_300_819_380, "http://example.com/is_root": true])
    }

    @Test("RFC 7515's HMAC is valid under its key")
    func hs256() throws {
        let key = try #require(Base64URL.decode(Vectors.hs256Key))
        let assertion = try #require(ClientAssertion(Vectors.hs256))
        #expect(assertion.claims(secret: key)?["iss"] == "joe")
        #expect(assertion.claims(secret: key + [0]) == nil)
    }

    @Test(
        "an HMAC that another implementation made is valid under its secret",
        arguments: [Vectors.hs384, Vectors.hs512])
    func hmac(token: String) throws {
        let assertion = try #require(ClientAssertion(token))
        #expect(assertion.algorithm.isSymmetric)
        #expect(assertion.claimedClientID == "shop")
        #expect(assertion.claims(secret: Vectors.secret)?["iss"] == "shop")
        #expect(assertion.claims(secret: Vectors.secret + " ") == nil)
    }

    @Test("RFC 7638's thumbprint names its key")
    func thumbprint() {
        #expect(
            PublicKey.thumbprint(modulus: Vectors.thumbprintKey, exponent: "AQAB")
                == Vectors.thumbprint)
    }

    @Test("RFC 7517's key set is read: one key for encryption, one for signatures")
    func keySet() throws {
        var signing = try #require(Vectors.rsa(Vectors.thumbprintKey).object)
        signing["alg"] = "RS256"
        signing["kid"] = "2011-04-29"
        #expect(throws: Never.self) {
            try ClientKeySet(["keys": [Vectors.encryptionKey, .object(signing)]])
        }
        #expect(throws: ClientKeySet.Flaw.noUsableKey) {
            try ClientKeySet(["keys": [Vectors.encryptionKey]])
        }
    }
}
