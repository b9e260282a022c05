// Rules and shapes, one by one, as JSON Schema.

import Dialects
import Domain
import JSONWire
import Testing

@testable import OpenAPI

@Suite struct SchemaTests {
    static let texts: [(rules: [Rule], schema: JSON)] = [
        ([], ["type": "string"]),
        ([.required], ["type": "string", "minLength": 1]),
        (
            [.bytes(1...9)],
            ["type": "string", "maxLength": 9, "description": "1 to 9 bytes of UTF-8, or empty."]
        ),
        (
            [.required, .bytes(9...40)],
            [
                "type": "string", "minLength": 3, "maxLength": 40,
                "description": "9 to 40 bytes of UTF-8.",
            ]
        ),
        (
            [.bytes(1...9), .absoluteURI],
            [
                "type": "string", "maxLength": 9, "format": "uri-reference",
                "description": "1 to 9 bytes of UTF-8, or empty. An absolute URI, or empty.",
            ]
        ),
        (
            [.required, .redirectURI],
            [
                "type": "string", "minLength": 1, "format": "uri",
                "description": "An absolute URI without a fragment.",
            ]
        ),
        ([.count(1...2)], ["type": "string"]),
    ]

    @Test("a text's rules are bounds, a format and a sentence", arguments: texts)
    func text(_ rules: [Rule], _ schema: JSON) {
        #expect(JSON.object(TextLimits(rules).schema) == schema)
    }

    static let shapes: [(shape: Shape, schema: JSON)] = [
        (.text, ["type": "string"]),
        (.secret, ["type": "string", "description": "Shown this once."]),
        (.integer, ["type": "integer", "format": "int64"]),
        (.boolean, ["type": "boolean"]),
        (.exactly("S"), ["const": "S"]),
        (.anything, true),
        (.nullable(.text), ["anyOf": [["type": "string"], ["type": "null"]]]),
        (
            .either([.text, .integer]),
            ["anyOf": [["type": "string"], ["type": "integer", "format": "int64"]]]
        ),
        (.array(.anything), ["type": "array", "items": true]),
        (
            .object([.member("code", .exactly("S")), .optional("data", .text)]),
            [
                "type": "object", "additionalProperties": false, "required": ["code"],
                "properties": ["code": ["const": "S"], "data": ["type": "string"]],
            ]
        ),
        (.named("Name", .text), ["$ref": "#/components/schemas/Name"]),
    ]

    @Test("a shape is the schema of the same meaning", arguments: shapes)
    func shape(_ shape: Shape, _ schema: JSON) {
        var components = Components()
        #expect(components.schema(of: shape, showing: nil) == schema)
    }

    @Test("a named shape is kept once")
    func named() {
        var components = Components()
        let shape = Shape.array(.named("Name", .text))
        _ = components.schema(of: shape, showing: nil)
        _ = components.schema(of: shape, showing: nil)
        #expect(components.object["schemas"] == ["Name": ["type": "string"]])
    }

    @Test(
        "a secret is found wherever it is",
        arguments: [
            Shape.secret, .array(.secret), .nullable(.secret), .either([.text, .secret]),
            .named("Name", .object([.member("a", .text), .optional("b", .secret)])),
        ])
    func secrets(_ shape: Shape) {
        #expect(shape.holdsSecret)
    }
}
