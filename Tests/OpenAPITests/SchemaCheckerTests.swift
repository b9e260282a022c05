// The checker of the other tests is itself held against examples.

import JSONWire
import TestSupport
import Testing

@Suite struct SchemaCheckerTests {
    static let document: JSON = [
        "schemas": [
            "Name": ["type": "string", "maxLength": 3],
            "List": ["type": "array", "items": ["$ref": "#/schemas/Name"]],
        ]
    ]

    /// A schema, values that fit it and values that do not.
    static let examples: [(schema: JSON, fitting: [JSON], others: [JSON])] = [
        (true, [nil, 1, "a"], []),
        (false, [], [nil, 1, "a"]),
        (["type": "string"], ["", "a"], [nil, 1, true, [], [:]]),
        (["type": "integer"], [0, -1, 1.0], [1.5, "1", nil]),
        (["type": "number"], [0, 1.5], ["1"]),
        (["type": ["string", "null"]], ["a", nil], [1, false]),
        (["type": "boolean"], [true], ["true", 1]),
        (["type": "array", "items": ["type": "integer"]], [[], [1, 2]], [[1, "2"], [:]]),
        (["minItems": 1, "maxItems": 2], [[1], [1, 2], "no array"], [[], [1, 2, 3]]),
        (["const": "no-store"], ["no-store"], ["no-cache", nil]),
        (["enum": ["a", nil]], ["a", nil], ["b"]),
        (["minimum": 1, "maximum": 3], [1, 2.5, 3, "no number"], [0, 3.5]),
        (["minLength": 2, "maxLength": 3], ["ab", "äöü", "😀😀", 7], ["a", "abcd"]),
        (["pattern": "^[A-Z]+$"], ["GET", 1], ["get", ""]),
        (["anyOf": [["type": "string"], ["maxLength": 1]]], ["ab", 1], []),
        (["oneOf": [["type": "string"], ["maxLength": 1]]], ["ab", 1], ["a"]),
        (["$ref": "#/schemas/Name"], ["abc"], ["abcd", 1]),
        (["$ref": "#/schemas/List"], [["a"]], [["abcd"], "a"]),
        (["$ref": "#/schemas/None"], [], ["a"]),
        (
            [
                "required": ["a"], "additionalProperties": false,
                "properties": ["a": ["type": "string"], "b": ["type": "integer"]],
            ],
            [["a": "1"], ["b": 1, "a": "1"], "no object"],
            [[:], ["a": 1], ["a": "1", "c": 1], ["a": "1", "b": "1"]]
        ),
        (["unknown": 1], [], ["a"]),
    ]

    @Test("what fits has no complaints, what does not has some", arguments: examples)
    func example(_ schema: JSON, _ fitting: [JSON], _ others: [JSON]) {
        let checker = SchemaChecker(document: Self.document)
        let complaints = { (value: JSON) in checker.complaints(about: value, against: schema) }
        #expect(fitting.flatMap(complaints) == [])
        #expect(others.filter { complaints($0).isEmpty } == [])
    }

    @Test("a complaint points to the place")
    func pointer() {
        let checker = SchemaChecker(document: Self.document)
        let schema: JSON = ["properties": ["names": ["$ref": "#/schemas/List"]]]
        #expect(
            checker.complaints(about: ["names": ["a", "abcd"]], against: schema)
                == [#"/names/1: "abcd" is longer"#])
    }
}
