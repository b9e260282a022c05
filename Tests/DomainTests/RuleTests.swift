// What each rule says of each kind of value.

import Domain
import Testing

@Suite struct RuleTests {
    private static let moment = Value.time(Timestamp(microseconds: 0))

    @Test(
        "a value keeps the rule",
        arguments: [
            (.required, .text("a")), (.required, .text(" ")), (.required, .texts(["a"])),
            (.required, .integer(0)), (.required, .boolean(false)), (.required, moment),
            (.bytes(1...3), .text("abc")), (.bytes(1...3), .text("")), (.bytes(2...2), .text("é")),
            (.bytes(1...3), .null), (.bytes(1...1), .texts(["a", "b"])),
            (.bytes(1...3), .texts([])),
            (.bytes(1...1), .integer(100)),
            (.count(0...2), .texts([])), (.count(1...2), .texts(["a", "b"])),
            (.count(0...1), .null),
            (.absoluteURI, .text("https://a#b")), (.absoluteURI, .text("")), (.absoluteURI, .null),
            (.absoluteURI, .texts(["a:b", "c:d"])),
            (.redirectURI, .text("https://a")), (.redirectURI, .texts(["a:b", "https://a/"])),
            (.redirectURI, .texts([])), (.redirectURI, .text("https://a#")),
        ] as [(Rule, Value)])
    func kept(rule: Rule, value: Value) {
        #expect(rule.complaint(about: value) == nil)
    }

    @Test(
        "a value breaks the rule, and the complaint ends a sentence",
        arguments: [
            (.required, .text(""), "must not be empty"), (.required, .null, "must not be empty"),
            (.required, .texts([]), "must not be empty"),
            (.required, .texts(["a", ""]), "must not be empty"),
            (.bytes(1...3), .text("abcd"), "must have 1 to 3 bytes"),
            (.bytes(1...3), .text("éé"), "must have 1 to 3 bytes"),
            (.bytes(2...3), .text("a"), "must have 2 to 3 bytes"),
            (.bytes(1...1), .texts(["a", "bc"]), "must have 1 to 1 bytes"),
            (.bytes(1...1), .texts([""]), "must have 1 to 1 bytes"),
            (.count(1...2), .texts([]), "must have 1 to 2 elements"),
            (.count(1...2), .texts(["a", "b", "c"]), "must have 1 to 2 elements"),
            (.absoluteURI, .text("a"), "must be an absolute URI with a scheme"),
            (
                .absoluteURI, .texts(["a:b", "javascript:a"]),
                "has a scheme that cannot be used here"
            ),
            (.absoluteURI, .text("https://a@b"), "must not have user information before the host"),
            (.redirectURI, .text("https://a#b"), "must not have a fragment"),
            (.redirectURI, .texts(["a:b", "a:b#c"]), "must not have a fragment"),
            (.redirectURI, .text("https:"), "must have a host"),
            (.redirectURI, .text("https://a b"), "has a character that a URI cannot have"),
        ] as [(Rule, Value, String)])
    func broken(rule: Rule, value: Value, complaint: String) {
        #expect(rule.complaint(about: value) == complaint)
    }
}
