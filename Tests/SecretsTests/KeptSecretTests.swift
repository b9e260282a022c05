// What is kept of a secret: two columns, and whether a text is the secret.

import Secrets
import Testing

@Suite struct KeptSecretTests {
    private static let bcrypt = "$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW"
    private static let scrypt =
        "$scrypt$ln=10,r=8,p=1$8PHy8/T19vf4+fr7/P3+/w$2rA3VVxBi7JUdeKlENqV7JZ3kUPnS38wnsDB+xWehuw"
    /// SHA-256 of "abc" (FIPS 180-4's example).
    private static let sha256: [UInt8] = [
        0xBA, 0x78, 0x16, 0xBF, 0x8F, 0x01, 0xCF, 0xEA, 0x41, 0x41, 0x40, 0xDE, 0x5D, 0xAE, 0x22,
        0x23, 0xB0, 0x03, 0x61, 0xA3, 0x96, 0x17, 0x7A, 0x9C, 0xB4, 0x10, 0xFF, 0x61, 0xF2, 0x00,
        0x15, 0xAD,
    ]
    private static let kept: [(KeptSecret.Scheme, [UInt8], String)] = [
        (.sha256, sha256, "abc"), (.scrypt, Array(scrypt.utf8), "correct horse"),
        (.bcrypt, Array(bcrypt.utf8), "U*U"),
    ]

    @Test("what the database holds matches its text and no other", arguments: kept)
    func columns(scheme: KeptSecret.Scheme, bytes: [UInt8], text: String) throws {
        let secret = try #require(KeptSecret(scheme: scheme, bytes: bytes))
        #expect(secret.scheme == scheme)
        #expect(secret.bytes == bytes)
        #expect(secret.isSlow == (scheme != .sha256))
        #expect(try secret.matches(text))
        #expect(try !secret.matches(text + " "))
        #expect(try !secret.matches(text.uppercased() + text))
        #expect(try !secret.matches(""))
    }

    @Test("the words in the database are these")
    func schemes() {
        #expect(KeptSecret.Scheme.allCases.map(\.rawValue) == ["sha256", "scrypt", "bcrypt"])
    }

    @Test("one scheme's bytes are no other's", arguments: kept, KeptSecret.Scheme.allCases)
    func foreign(
        kept: (scheme: KeptSecret.Scheme, bytes: [UInt8], text: String), scheme: KeptSecret.Scheme
    ) {
        #expect((KeptSecret(scheme: scheme, bytes: kept.bytes) != nil) == (scheme == kept.scheme))
    }

    @Test(
        "bytes too few or too many, or of no UTF-8, are no secret",
        arguments: KeptSecret.Scheme.allCases)
    func malformed(scheme: KeptSecret.Scheme) {
        for count in [0, 1, 31, 33, 59, 61, 87, 88, 89, 10_000] {
            #expect(KeptSecret(scheme: scheme, bytes: Array(repeating: 0xFF, count: count)) == nil)
        }
    }

    @Test("a text that the gateway made is kept by its digest")
    func random() throws {
        let secret = KeptSecret(random: "abc")
        #expect(secret == KeptSecret(scheme: .sha256, bytes: Self.sha256))
        #expect(try secret.matches("abc"))
    }

    @Test("no text at all matches the hash of none")
    func empty() throws {
        let hash = "$2a$06$DCq7YPn5Rq63x1Lad4cll.TV4S6ytwfsfvkgY8jIucDrjc8deX1s."
        let secret = try #require(KeptSecret(scheme: .bcrypt, bytes: Array(hash.utf8)))
        #expect(try !secret.matches(""))
        #expect(try !KeptSecret(random: "").matches(""))
    }

    @Test("it prints as a secret", arguments: kept)
    func bland(scheme: KeptSecret.Scheme, bytes: [UInt8], text: String) throws {
        let secret = try #require(KeptSecret(scheme: scheme, bytes: bytes))
        #expect("\(secret) \([secret])" == "[secret] [[secret]]")
    }
}
