// What a client may send as its secret, and what becomes of it.

import Secrets
import Testing

@Suite struct SubmittedSecretTests {
    private static let bcrypt = "$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW"
    private static let longest = String(repeating: "é", count: 200)

    @Test(
        "a text is hashed slowly, and matches what was meant",
        arguments: [
            ("s3cr3t!", "s3cr3t!"), ("{noop}s3cr3t!", "s3cr3t!"),
            (longest, longest), ("{noop}{bcrypt}\(bcrypt)", "{bcrypt}\(bcrypt)"),
            ("{noop", "{noop"), ("a{other}b", "a{other}b"), (bcrypt, bcrypt),
            ("{noop}\u{301}a", "\u{301}a"),
        ])
    func text(sent: String, meant: String) throws {
        let submitted = try SubmittedSecret(sent)
        #expect(submitted.hash == nil)
        let kept = try submitted.kept()
        #expect(kept.scheme == .scrypt)
        #expect(KeptSecret(scheme: .scrypt, bytes: kept.bytes) == kept)
        #expect(try kept.matches(meant))
        #expect(try sent == meant || !kept.matches(sent))
    }

    @Test("what differs behind 72 bytes is another secret")
    func longTexts() throws {
        let text = String(repeating: "x", count: 100)
        let kept = try SubmittedSecret(text + "a").kept()
        #expect(try kept.matches(text + "a"))
        #expect(try !kept.matches(text + "b"))
        #expect(try !kept.matches(text))
    }

    @Test("a hash is kept as it is", arguments: ["2a", "2b", "2y"])
    func hash(version: String) throws {
        let text = "$" + version + Self.bcrypt.dropFirst(3)
        let submitted = try SubmittedSecret("{bcrypt}" + text)
        let kept = try #require(submitted.hash)
        #expect(kept.scheme == .bcrypt)
        #expect(kept.bytes == Array(text.utf8))
        #expect(try submitted.kept() == kept)
        #expect(try kept.matches("U*U"))
        #expect(try !kept.matches(text))
        #expect(try !kept.matches("{bcrypt}" + text))
    }

    @Test(
        "anything else is refused for its reason",
        arguments: [
            ("", .empty), ("{noop}", .empty), (longest + "x", .tooLong),
            ("{noop}" + longest.dropLast(5), .tooLong), ("\0", .nul), ("a\0b", .nul),
            ("{noop}a\0", .nul), ("{bcrypt}\(bcrypt.dropLast())\0", .nul),
            ("{}a", .unknownPrefix), ("{scrypt}a", .unknownPrefix), ("{BCRYPT}a", .unknownPrefix),
            ("{Noop}a", .unknownPrefix), ("{ noop}a", .unknownPrefix), ("{noop }a", .unknownPrefix),
            ("{\"a\": 1}", .unknownPrefix), ("{bcrypt\u{301}}\(bcrypt)", .unknownPrefix),
            ("{bcrypt}", .malformedHash), ("{bcrypt}a", .malformedHash),
            ("{bcrypt}\(bcrypt)x", .malformedHash),
            ("{bcrypt} \(bcrypt.dropLast())", .malformedHash),
            ("{bcrypt}$2x$\(bcrypt.dropFirst(4))", .malformedHash),
            ("{bcrypt}$2a$03\(bcrypt.dropFirst(6))", .hashCost),
            ("{bcrypt}$2a$15\(bcrypt.dropFirst(6))", .hashCost),
        ] as [(String, SubmittedSecret.Flaw)])
    func refused(text: String, flaw: SubmittedSecret.Flaw) {
        #expect(throws: flaw) { try SubmittedSecret(text) }
    }

    @Test(
        "a refusal says what is expected",
        arguments: [
            (.empty, "must not be empty"), (.tooLong, "must have at most 200 characters"),
            (.nul, "must not have a NUL character"),
            (.unknownPrefix, "must be plain text, or begin with {noop} or {bcrypt}"),
            (
                .malformedHash,
                "must have after {bcrypt} the 60 characters of a hash such as $2a$10$…, of version"
                    + " 2a, 2b or 2y"
            ),
            (.hashCost, "must have after {bcrypt} a hash of a cost between 4 and 14"),
        ] as [(SubmittedSecret.Flaw, String)])
    func sentence(flaw: SubmittedSecret.Flaw, sentence: String) {
        #expect(flaw.sentence == sentence)
    }

    @Test("it prints as a secret", arguments: ["s3cr3t!", "{noop}s3cr3t!", "{bcrypt}\(bcrypt)"])
    func bland(text: String) throws {
        let submitted = try SubmittedSecret(text)
        #expect("\(submitted) \([submitted])" == "[secret] [[secret]]")
    }
}
