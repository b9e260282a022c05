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
            ("[1,[2]]", JSONLimits(valuesMax: 4)),
            (#"{"a":1,"b":{}}"#, JSONLimits(valuesMax: 3)),
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
            ("[1,[2]]", JSONLimits(valuesMax: 3), .tooManyValues(limit: 3), 4),
            (#"{"a":1,"b":{}}"#, JSONLimits(valuesMax: 2), .tooManyValues(limit: 2), 11),
        ] as [(String, JSONLimits, JSONError.Reason, Int)]
    ) func oneMore(text: String, limits: JSONLimits, reason: JSONError.Reason, offset: Int) throws {
        try expectRefusal(Array(text.utf8), reason, offset, limits: limits)
    }

    @Test("As many values are read as there are eight bytes, or a thousand")
    func valuesFollowFromBytes() {
        #expect(JSONLimits().valuesMax == 262_144)
        #expect(JSONLimits(bytesMax: 80_000).valuesMax == 10_000)
        #expect(JSONLimits(bytesMax: 8).valuesMax == 1024)
    }

    /// A text of nearly two million bytes that is little else than one of these.
    enum Filling: CaseIterable {
        case string, name, number, exponent, array, object

        var text: String {
            switch self {
            case .string: #""\#(String(repeating: "a", count: 2_000_000))""#
            case .name: #"{"\#(String(repeating: "a", count: 2_000_000))":1}"#
            case .number: String(repeating: "1", count: 2_000_000)
            case .exponent: "1e" + String(repeating: "9", count: 2_000_000)
            case .array: "[\(Array(repeating: "1000000", count: 250_000).joined(separator: ","))]"
            case .object:
                "{\((100_000..<220_000).map { #""\#($0)":123456"# }.joined(separator: ","))}"
            }
        }
    }

    @Test(
        "Names, strings, numbers, objects and arrays may fill the text",
        arguments: Filling.allCases)
    func whatFillsTheText(filling: Filling) throws {
        let text = filling.text
        let value = try JSONReader.read(Array(text.utf8))
        #expect(value.encoded.elementsEqual(text.utf8) as Bool)
        #expect(value.integer == nil)
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

    @Test("A string of ten million bytes is refused by the text's length")
    func longString() throws {
        let text =
            [UInt8.init(ascii: "\"")] + [UInt8](repeating: UInt8(ascii: "a"), count: 10_000_000)
        try expectRefusal(text, .tooLong(limit: 2_097_152), 2_097_152)
    }

    @Test("Many empty arrays are refused by the number of values")
    func manyValues() throws {
        let text = Array(("[" + String(repeating: "[],", count: 300_000) + "[]]").utf8)
        try expectRefusal(text, .tooManyValues(limit: 262_144), 1 + 3 * 262_143)
    }

    @Test("A limit below zero refuses rather than traps")
    func negativeLimits() {
        let limits = JSONLimits(depthMax: -1, valuesMax: -1)
        #expect(throws: JSONError.self) { try JSONReader.read(Array("[1]".utf8), limits: limits) }
        #expect(throws: JSONError.self) {
            try JSONReader.read([], limits: JSONLimits(bytesMax: -1))
        }
    }
}
