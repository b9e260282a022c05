/// Each limit at its edge: what just fits is read, one more is refused.

import JSONWire
import Testing

@Suite struct JSONLimitsTests {
    @Test(
        "What just fits a limit is read",
        arguments: [
            ("[1, 2]", JSONLimits(bytesMax: 6)),
            ("[[[]]]", JSONLimits(depthMax: 3)),
            ("1", JSONLimits(depthMax: 0)),
            (#"{"a":1,"b":2}"#, JSONLimits(membersMax: 2)),
            ("[1,2]", JSONLimits(elementsMax: 2)),
            ("[1,[2]]", JSONLimits(valuesMax: 4)),
            (#""abc""#, JSONLimits(stringBytesMax: 3)),
            (#""""#, JSONLimits(stringBytesMax: 0)),
            (#"{"abc":"d"}"#, JSONLimits(stringBytesMax: 1, nameBytesMax: 3)),
            ("-1.5", JSONLimits(numberBytesMax: 4)),
            ("[1e400,1E-0400]", JSONLimits(exponentMax: 400)),
        ])
    func justFits(text: String, limits: JSONLimits) throws {
        _ = try JSONReader.read(Array(text.utf8), limits: limits)
    }

    @Test(
        "One more than a limit is refused",
        arguments: [
            ("[1, 2 ]", JSONLimits(bytesMax: 6), .tooLong(limit: 6), 6),
            ("[[[[", JSONLimits(depthMax: 3), .tooDeep(limit: 3), 3),
            (#"{"a":[{"#, JSONLimits(depthMax: 2), .tooDeep(limit: 2), 6),
            ("[]", JSONLimits(depthMax: 0), .tooDeep(limit: 0), 0),
            (#"{"a":1,"b":2}"#, JSONLimits(membersMax: 1), .tooManyMembers(limit: 1), 7),
            ("[1,2]", JSONLimits(elementsMax: 1), .tooManyElements(limit: 1), 3),
            ("[1,[2]]", JSONLimits(valuesMax: 3), .tooManyValues(limit: 3), 4),
            (#""abcd""#, JSONLimits(stringBytesMax: 3), .stringTooLong(limit: 3), 4),
            (#"{"ab":1}"#, JSONLimits(nameBytesMax: 1), .nameTooLong(limit: 1), 3),
            ("12345", JSONLimits(numberBytesMax: 4), .numberTooLong(limit: 4), 0),
            ("1e401", JSONLimits(exponentMax: 400), .exponentTooLarge(limit: 400), 0),
            ("1E-401", JSONLimits(exponentMax: 400), .exponentTooLarge(limit: 400), 0),
            ("1e99999999999999999999", JSONLimits(), .exponentTooLarge(limit: 1_000), 0),
        ] as [(String, JSONLimits, JSONError.Reason, Int)]
    ) func oneMore(text: String, limits: JSONLimits, reason: JSONError.Reason, offset: Int) throws {
        try expectRefusal(Array(text.utf8), reason, offset, limits: limits)
    }

    @Test(
        "A hundred thousand brackets are refused at the limit of depth",
        arguments: ["[", "{\"a\":"])
    func depthBomb(opening: String) throws {
        let bomb = Array(String(repeating: opening, count: 100_000).utf8)
        try expectRefusal(bomb, .tooDeep(limit: 32), 32 * opening.utf8.count)
    }

    @Test("No setting of the depth lets recursion near a stack's end")
    func depthCeiling() throws {
        let bomb = [UInt8](repeating: UInt8(ascii: "["), count: 1_000_000)
        try expectRefusal(
            bomb, .tooDeep(limit: JSONLimits.depthCeiling), JSONLimits.depthCeiling,
            limits: JSONLimits(depthMax: .max))
    }

    @Test("A string of ten million bytes is refused by the text's length, or by its own")
    func longString() throws {
        let text =
            [UInt8.init(ascii: "\"")] + [UInt8](repeating: UInt8(ascii: "a"), count: 10_000_000)
        try expectRefusal(text, .tooLong(limit: 2_097_152), 2_097_152)
        try expectRefusal(
            text, .stringTooLong(limit: 1_048_576), 1_048_577,
            limits: JSONLimits(bytesMax: .max))
    }

    @Test("Many empty arrays are refused by the number of values")
    func manyValues() throws {
        let text = Array(("[" + String(repeating: "[],", count: 300_000) + "[]]").utf8)
        try expectRefusal(
            text, .tooManyValues(limit: 65_536), 1 + 3 * 65_535,
            limits: JSONLimits(elementsMax: .max))
    }

    @Test("A limit below zero refuses rather than traps")
    func negativeLimits() {
        let limits = JSONLimits(
            depthMax: -1, membersMax: -1, elementsMax: -1, valuesMax: -1, stringBytesMax: -1,
            nameBytesMax: -1, numberBytesMax: -1, exponentMax: -1)
        #expect(throws: JSONError.self) { try JSONReader.read(Array("[1]".utf8), limits: limits) }
        #expect(throws: JSONError.self) {
            try JSONReader.read([], limits: JSONLimits(bytesMax: -1))
        }
    }
}
