// Names of tenants, and the random texts that become names of other things.

import Domain
import Testing

@Suite struct SlugTests {
    @Test(
        "a name that can be a host label",
        arguments: ["a", "0", "a-b", "a--b", "acme", String(repeating: "a", count: 63)])
    func taken(text: String) {
        #expect(Slug(text)?.text == text)
    }

    @Test(
        "any other",
        arguments: [
            "", "-", "-a", "a-", "A", "a.b", "a_b", "a b", "a/b", "é", "a\0", "a\n",
            String(repeating: "a", count: 64), "..", "%61",
        ])
    func refused(text: String) {
        #expect(Slug(text) == nil)
    }
}

@Suite struct Base64URLTests {
    @Test(
        "the vectors of RFC 4648 §10, without padding",
        arguments: [
            ("", ""), ("f", "Zg"), ("fo", "Zm8"), ("foo", "Zm9v"), ("foob", "Zm9vYg"),
            ("fooba", "Zm9vYmE"), ("foobar", "Zm9vYmFy"),
        ])
    func vectors(bytes: String, text: String) {
        #expect(Base64URL.encode(Array(bytes.utf8)) == text)
        #expect(Base64URL.decode(text) == Array(bytes.utf8))
    }

    @Test("every byte in every place survives")
    func roundTrip() {
        for byte in UInt8.min ... .max {
            for count in 0..<7 {
                let bytes = (0..<count).map { byte &+ UInt8($0) &* 37 }
                #expect(Base64URL.decode(Base64URL.encode(bytes)) == bytes)
            }
        }
    }

    @Test(
        "what encodes nothing is refused",
        arguments: ["A", "Zg==", "Zh", "Zm9", "+/", "Zg ", "Z\n", "é", "AAAAA"])
    func refused(text: String) {
        #expect(Base64URL.decode(text) == nil)
    }

    @Test("a random text has the bytes that its format asks for", arguments: [1, 7, 8, 9, 16, 32])
    func randomText(count: Int) {
        var random = SystemRandomNumberGenerator()
        let texts = (0..<100).map { _ in
            RandomText.base64URL(bytes: count).make(using: &random)
        }
        #expect(texts.allSatisfy { Base64URL.decode($0)?.count == count })
        if count >= 8 { #expect(Set(texts).count == 100) }
    }
}
