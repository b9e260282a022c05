// A client's `jwks`: what may be registered, and the sentence about what may not.

import JSONWire
import Testing

@testable import Signing

@Suite struct ClientKeySetTests {
    private static func key(_ changes: JSONObject, of key: JSON = Vectors.rs256Key) -> JSON {
        .object((key.object ?? JSONObject()).changed(by: changes))
    }

    private static let huge = String(repeating: "A", count: 33_000)

    static let flaws: [(JSON, ClientKeySet.Flaw)] = [
        (nil, .noKeySet), ([], .noKeySet), ([:], .noKeySet), (["keys": [:]], .noKeySet),
        (["keys": []], .noUsableKey),
        (.object(["keys": .array(Array(repeating: Vectors.rs256Key, count: 17))]), .tooManyKeys),
        (["keys": [Vectors.rs256Key], "x": .string(huge)], .tooLarge),
        (["keys": [1]], .malformedKey(1)),
        (["keys": [Vectors.rs256Key, [:]]], .malformedKey(2)),
        (["keys": [key(["kty": 1])]], .malformedKey(1)),
        (["keys": [key(["n": nil])]], .malformedKey(1)),
        (["keys": [key(["n": "="])]], .malformedKey(1)),
        (["keys": [key(["e": nil])]], .malformedKey(1)),
        (["keys": [key(["e": ""])]], .malformedKey(1)),
        (["keys": [key(["e": "AA"])]], .malformedKey(1)),
        (["keys": [key(["e": "Ag"])]], .malformedKey(1)),
        (["keys": [key(["e": "AQAAAAAAAAAB"])]], .malformedKey(1)),
        (["keys": [key(["kid": 1])]], .malformedKey(1)),
        (["keys": [key(["use": []])]], .malformedKey(1)),
        (["keys": [key(["key_ops": "verify"])]], .malformedKey(1)),
        (["keys": [Vectors.rsa(Vectors.weakModulus)]], .rsaSize(1)),
        (["keys": [Vectors.rsa(String(repeating: "_", count: 12_000))]], .rsaSize(1)),
        (["keys": [Vectors.rsa(String(repeating: "A", count: 344))]], .rsaSize(1)),
        (["keys": [key(["x": nil], of: Vectors.es256Key)]], .malformedKey(1)),
        (["keys": [key(["x": "AA"], of: Vectors.es256Key)]], .malformedKey(1)),
        (["keys": [key(["crv": nil], of: Vectors.es256Key)]], .malformedKey(1)),
        (["keys": [key(["crv": "P-384"], of: Vectors.es256Key)]], .malformedKey(1)),
        (
            ["keys": [key(["x": Vectors.es256Key["y"] ?? nil], of: Vectors.es256Key)]],
            .malformedKey(1)
        ),
        (["keys": [["kty": "OKP", "crv": "Ed25519", "x": "AA"]]], .noUsableKey),
        (["keys": [key(["crv": "P-521"], of: Vectors.es256Key)]], .noUsableKey),
        (["keys": [key(["use": "enc"])]], .noUsableKey),
        (["keys": [key(["key_ops": ["encrypt"]])]], .noUsableKey),
        (["keys": [key(["alg": "RS512"])]], .noUsableKey),
        (["keys": [key(["alg": "HS256"])]], .noUsableKey),
        (["keys": [key(["alg": "none"])]], .noUsableKey),
    ]

    @Test("what is no set of public keys is refused", arguments: flaws)
    func refused(json: JSON, flaw: ClientKeySet.Flaw) {
        #expect(throws: flaw) { try ClientKeySet(json) }
        #expect(throws: flaw) { try ClientKeySet(bytes: json.encoded) }
        #expect(!flaw.sentence.isEmpty && !flaw.sentence.hasSuffix("."))
    }

    @Test(
        "a private member is refused, of whatever type the key is",
        arguments: ["d", "p", "q", "dp", "dq", "qi", "oth", "k"])
    func privateMembers(member: String) {
        for key in [Self.key([member: "AA"]), ["kty": "oct", member: "AA"]] {
            #expect(throws: ClientKeySet.Flaw.privateKey(2, member: member)) {
                try ClientKeySet(["keys": [Vectors.es256Key, key]])
            }
        }
    }

    @Test("text that is no JSON, or too much of it, is refused")
    func bytes() {
        #expect(throws: ClientKeySet.Flaw.noKeySet) { try ClientKeySet(bytes: []) }
        #expect(throws: ClientKeySet.Flaw.noKeySet) { try ClientKeySet(bytes: [0xFF]) }
        #expect(throws: ClientKeySet.Flaw.tooLarge) {
            try ClientKeySet(bytes: Array(repeating: 0x20, count: 32 * 1024 + 1))
        }
    }

    @Test("keys that are not for us do not keep the others from working")
    func passedOver() throws {
        let keys = try ClientKeySet([
            "keys": [
                ["kty": "new"], Self.key(["use": "enc"]), Vectors.es384Key, Vectors.rs256Key,
            ]
        ])
        #expect(ClientAssertion(Vectors.rs256)?.claims(keys: keys) != nil)
        #expect(ClientAssertion(Vectors.es384)?.claims(keys: keys) != nil)
        #expect(ClientAssertion(Vectors.es256)?.claims(keys: keys) == nil)
    }

    @Test("a key that is restricted to one algorithm is for no other")
    func restricted() throws {
        let other = try ClientKeySet(["keys": [Self.key(["alg": "PS256"])]])
        #expect(ClientAssertion(Vectors.rs256)?.claims(keys: other) == nil)
        let same = try ClientKeySet([
            "keys": [Self.key(["alg": "RS256", "use": "sig", "key_ops": ["verify"]])]
        ])
        #expect(ClientAssertion(Vectors.rs256)?.claims(keys: same) != nil)
    }
}
