// Hashes that were made elsewhere: which of them are taken, and that they keep verifying.

import Testing

@testable import Secrets

@Suite struct BcryptHashTests {
    private static let hash = "$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW"

    @Test(
        "a hash that somebody else made matches its text",
        arguments: [
            ("U*U", hash),
            ("U*U*", "$2a$05$CCCCCCCCCCCCCCCCCCCCC.VGOzA784oUp/Z0DY336zx7pLYAy0lwK"),
            ("U*U*U", "$2a$05$XXXXXXXXXXXXXXXXXXXXXOAcXxm9kjPGEMsLznoKqmqw7tc8WCx4a"),
            ("a", "$2a$06$m0CrhHm10qJ3lXRY.5zDGO3rS2KdeeWLuGmsfGlMfOxih58VYVfxe"),
            ("abc", "$2a$06$If6bvum7DFjUnE9p2uDeDu0YHzrHM6tf.iqN8.yx.jNN1ILEf7h0i"),
            (
                "abcdefghijklmnopqrstuvwxyz",
                "$2a$06$.rCVZVOThsIa97pEDOxvGuRRgzG64bvtJ0938xuqzv18d3ZpQhstC"
            ),
            (
                "~!@#$%^&*()      ~!@#$%^&*()PNBFRD",
                "$2a$06$fPIsBO8qRqkjj273rfaOI.HtSV9jLDpTbZn782DC6/t7qT67P6FfO"
            ),
            (
                "abcdefghijklmnopqrstuvwxyz",
                "$2a$10$fVH8e28OQRj9tqiDXs1e1uxpsjN0c7II7YPKXua2NAKYvM6iQk7dq"
            ),
        ])
    func published(text: String, hash: String) throws {
        let hash = try BcryptHash(Array(hash.utf8))
        #expect(try hash.matches(text))
        #expect(try !hash.matches(text + "x"))
        #expect(try !hash.matches(text.uppercased() + text.lowercased()))
    }

    @Test("the three versions are one function", arguments: ["2a", "2b", "2y"])
    func versions(version: String) throws {
        let hash = try BcryptHash(Array("$\(version)\(Self.hash.dropFirst(3))".utf8))
        #expect(try hash.matches("U*U"))
        #expect(try !hash.matches("U*V"))
    }

    @Test("72 bytes of a text count, however long it is")
    func longTexts() throws {
        let digits = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
        let hash = try BcryptHash(
            Array("$2a$05$abcdefghijklmnopqrstuu5s2v8.iXieOjg/.AySBTTZIIVFJeBui".utf8))
        #expect(digits.utf8.count == 72)
        #expect(try hash.matches(digits))
        #expect(try hash.matches(digits + "chars after 72 are ignored"))
        #expect(try hash.matches(digits + String(repeating: "x", count: 10_000)))
        #expect(try !hash.matches(String(digits.dropLast())))
    }

    @Test("a text with a NUL is not the text before it")
    func nul() throws {
        let hash = try BcryptHash(Array(Self.hash.utf8))
        #expect(try !hash.matches("U*U\0"))
        #expect(try !hash.matches("U*U\0U*U"))
        #expect(try !hash.matches("\0"))
    }

    @Test("what is left over of the salt's last character does not matter", arguments: ["/", "M"])
    func leftOverBits(character: Character) throws {
        var text = Array(Self.hash)
        text[28] = character
        #expect(try BcryptHash(Array(String(text).utf8)).matches("U*U"))
    }

    private static let malformed: [String] = [
        "", "$2a$", "\(hash.dropLast())", "\(hash)x", " \(hash.dropLast())",
        "$2x$\(hash.dropFirst(4))", "$2$a\(hash.dropFirst(4))", "$1a$\(hash.dropFirst(4))",
        "$2A$\(hash.dropFirst(4))", "$2a$+5\(hash.dropFirst(6))", "$2a$5$\(hash.dropFirst(6))",
        "$2a$05.\(hash.dropFirst(7))", "\(hash.dropLast())$", "\(hash.dropLast())=",
        "\(hash.dropLast())-", "\(hash.dropLast())\0", "\(hash.dropLast())\n",
        "\(hash.dropLast(2))é",
    ]

    @Test("anything else is no hash", arguments: malformed)
    func refused(text: String) {
        #expect(throws: BcryptHash.Flaw.malformed) { try BcryptHash(Array(text.utf8)) }
    }

    @Test(
        "a hash that is too cheap or too dear is refused",
        arguments: ["00", "03", "15", "31", "99"])
    func cost(cost: String) {
        let text = "$2a$\(cost)\(Self.hash.dropFirst(6))"
        #expect(throws: BcryptHash.Flaw.cost) { try BcryptHash(Array(text.utf8)) }
    }

    @Test("every cost between is taken", arguments: ["04", "05", "09", "10", "14"])
    func acceptedCost(cost: String) throws {
        let text = "$2a$\(cost)\(Self.hash.dropFirst(6))"
        #expect(try BcryptHash(Array(text.utf8)).bytes == Array(text.utf8))
    }
}
