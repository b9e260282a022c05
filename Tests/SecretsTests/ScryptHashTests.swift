// scrypt's text: what it says, what is read back, and what is not.

import Testing

@testable import Secrets

@Suite struct ScryptHashTests {
    private static let salt = "AAECAwQFBgcICQoLDA0ODw"
    private static let hash = "D7z4Axsy0HT27jJuKZJzX2kntWtvlbGIv/yDT/MRH4Q"
    private static let text = "$scrypt$ln=14,r=8,p=1$\(salt)$\(hash)"

    @Test(
        "a hash that somebody else made is read, written again and matches its text",
        arguments: [
            ("Schlüssel", text),
            (
                "correct horse",
                "$scrypt$ln=10,r=8,p=1$8PHy8/T19vf4+fr7/P3+/w"
                    + "$2rA3VVxBi7JUdeKlENqV7JZ3kUPnS38wnsDB+xWehuw"
            ),
            (
                String(repeating: "x", count: 200),
                "$scrypt$ln=11,r=8,p=1$8PHy8/T19vf4+fr7/P3+/w"
                    + "$yxOFCr9LmBl50VOL8pMp83GTtR7cANibC6W7H2Dl+TA"
            ),
        ])
    func published(text: String, hash: String) throws {
        let read = try #require(ScryptHash(text: hash))
        #expect(read.text == hash)
        #expect(try read.matches(text))
        #expect(try !read.matches(text + "x"))
        #expect(try !read.matches(""))
    }

    @Test("what is made is read back the same", arguments: ScryptHash.Cost.allCases)
    func roundTrip(cost: ScryptHash.Cost) throws {
        let made = try ScryptHash(of: "a\0b", cost: cost)
        #expect(ScryptHash(text: made.text) == made)
        #expect(made.text.utf8.count == 88)
        #expect(try made.matches("a\0b"))
        #expect(try !made.matches("a"))
    }

    @Test(
        "the text names what it cost",
        arguments: [(.clientSecret, "ln=15"), (.password, "ln=16")] as [(ScryptHash.Cost, String)])
    func cost(cost: ScryptHash.Cost, parameter: String) throws {
        #expect(try ScryptHash(of: "a", cost: cost).text.hasPrefix("$scrypt$\(parameter),r=8,p=1$"))
    }

    @Test("the same text is never hashed twice to the same")
    func salted() throws {
        let first = try ScryptHash(of: "a", cost: .clientSecret)
        #expect(try ScryptHash(of: "a", cost: .clientSecret) != first)
    }

    private static let malformed: [String] = [
        "", "$", "$$$$", "$scrypt$", "\(text)$", "$\(text)", " \(text)", "\(text)\n",
        "$scrypt$ln=9,r=8,p=1$\(salt)$\(hash)", "$scrypt$ln=18,r=8,p=1$\(salt)$\(hash)",
        "$scrypt$ln=014,r=8,p=1$\(salt)$\(hash)", "$scrypt$ln=+14,r=8,p=1$\(salt)$\(hash)",
        "$scrypt$ln=-14,r=8,p=1$\(salt)$\(hash)", "$scrypt$ln=,r=8,p=1$\(salt)$\(hash)",
        "$scrypt$ln=99999999999999999999,r=8,p=1$\(salt)$\(hash)",
        "$scrypt$ln=14,r=9,p=1$\(salt)$\(hash)", "$scrypt$ln=14,r=8,p=2$\(salt)$\(hash)",
        "$scrypt$ln=,r=8,p=1", "$scrypt$ln,r=8,p=1$\(salt)$\(hash)",
        "$Scrypt$ln=14,r=8,p=1$\(salt)$\(hash)", "$scrypt$\(salt)$\(hash)",
        "$scrypt$ln=14,r=8,p=1$\(salt)$", "$scrypt$ln=14,r=8,p=1$$\(hash)",
        "$scrypt$ln=14,r=8,p=1$\(hash)$\(hash)", "$scrypt$ln=14,r=8,p=1$\(salt)$\(salt)",
        "$scrypt$ln=14,r=8,p=1$\(salt)==$\(hash)", "$scrypt$ln=14,r=8,p=1$\(salt)$\(hash)=",
        "$scrypt$ln=14,r=8,p=1$\(salt.dropLast())x$\(hash)",
        "$scrypt$ln=14,r=8,p=1$\(salt)$\(hash.dropLast())R",
        "$scrypt$ln=14,r=8,p=1$\(salt)$\(hash.dropLast())-",
    ]

    @Test("anything else is no hash", arguments: malformed)
    func refused(text: String) {
        #expect(ScryptHash(text: text) == nil)
    }

    @Test("it prints as a secret")
    func bland() throws {
        let hash = try #require(ScryptHash(text: Self.text))
        #expect("\(hash) \([hash])" == "[secret] [[secret]]")
    }
}

@Suite struct Base64Tests {
    @Test(
        "RFC 4648's examples, without their padding (§10)",
        arguments: [
            ("", ""), ("f", "Zg"), ("fo", "Zm8"), ("foo", "Zm9v"), ("foob", "Zm9vYg"),
            ("fooba", "Zm9vYmE"), ("foobar", "Zm9vYmFy"),
        ])
    func published(bytes: String, text: String) {
        #expect(Base64.encode(Array(bytes.utf8)) == text)
        #expect(Base64.decode(text[...]) == Array(bytes.utf8))
    }

    @Test("the last two of its characters are plus and slash")
    func lastCharacters() {
        #expect(Base64.encode([0xFB, 0xEF, 0xFF]) == "++//")
        #expect(Base64.decode("++//") == [0xFB, 0xEF, 0xFF])
    }

    @Test(
        "what it would not write is not read", arguments: ["Z", "Zg==", "Zh", "Zm9", "Zm-v", "Zé"])
    func malformed(text: String) {
        #expect(Base64.decode(text[...]) == nil)
    }
}
