// Entity tags and the conditions made of them.

import HTTPWire
import Testing

@Suite struct EntityTagTests {
    @Test(
        "A tag is read and written the same",
        arguments: [
            ("\"a\"", "a", false), ("W/\"a\"", "a", true), ("\"\"", "", false),
            ("\"é!#\\\"", "é!#\\", false),
        ])
    func taken(text: String, opaque: String, isWeak: Bool) throws {
        let tag = try #require(EntityTag(text))
        #expect(tag.opaque == opaque)
        #expect(tag.isWeak == isWeak)
        #expect(tag.description == text)
        #expect(tag == EntityTag(opaque: opaque, isWeak: isWeak))
    }

    @Test(
        "What is no tag is refused",
        arguments: [
            "", "a", "\"", "\"a", "a\"", "\"a\"b", "\"a\" ", " \"a\"", "w/\"a\"", "W\"a\"", "W/a",
            "W/", "W",
            "\"a b\"", "\"a\"\"", "\"\u{7f}\"", "\"\r\n\"", "*",
        ])
    func refused(text: String) {
        #expect(EntityTag(text) == nil)
    }

    @Test(
        "A tag that could break out of its quotes cannot be made",
        arguments: ["\"", "a b", "\n", "\u{0}"])
    func injection(opaque: String) {
        #expect(EntityTag(opaque: opaque) == nil)
    }

    @Test(
        "RFC 9110 §8.8.3.2: the comparisons",
        arguments: [
            ("W/\"1\"", "W/\"1\"", false, true), ("W/\"1\"", "W/\"2\"", false, false),
            ("W/\"1\"", "\"1\"", false, true), ("\"1\"", "\"1\"", true, true),
        ])
    func comparison(left: String, right: String, strongly: Bool, weakly: Bool) throws {
        let left = try #require(EntityTag(left))
        let right = try #require(EntityTag(right))
        #expect(left.matchesStrongly(right) == strongly)
        #expect(right.matchesStrongly(left) == strongly)
        #expect(left.matchesWeakly(right) == weakly)
        #expect(right.matchesWeakly(left) == weakly)
    }

    @Test(
        "If-Match and If-None-Match against the tag \"1\", and against nothing",
        arguments: [
            (["*"], true, false), (["\"1\""], true, false), (["W/\"1\""], false, false),
            (["\"2\""], false, true),
            (["\"2\", \"1\""], true, false), (["\"2\"", "\"1\""], true, false),
            ([" , \"2\",,\"1\" ,"], true, false),
            (["\"1,2\""], false, true), (["\"1\",W/\"2\""], true, false),
        ])
    func conditions(values: [String], allowsChange: Bool, isNoneOf: Bool) throws {
        let condition = try #require(EntityTagCondition(values))
        let current = try #require(EntityTag("\"1\""))
        #expect(condition.allowsChange(of: current) == allowsChange)
        #expect(condition.isNoneOf(current) == isNoneOf)
        #expect(!condition.allowsChange(of: nil))
        #expect(condition.isNoneOf(nil))
    }

    @Test(
        "A malformed condition is refused",
        arguments: [
            [], [""], [","], ["a"], ["\"a\" \"b\""], ["\"a\"\"b\""], ["*, \"a\""], ["*", "*"],
            ["\"a\",*"],
            ["\"a"], ["W/"], ["W/*"],
        ])
    func malformedConditions(values: [String]) {
        #expect(EntityTagCondition(values) == nil)
    }
}
