// The checker of answers is itself held against answers that are right and wrong.

import JSONWire
import TestSupport
import Testing

@Suite struct ContractCheckerTests {
    static let checker = ContractChecker(document: [
        "paths": [
            "/a": [
                "get": [
                    "operationId": "a.read",
                    "responses": [
                        "200": [
                            "headers": [
                                "ETag": ["required": true, "schema": ["pattern": "^\"[0-9]+\"$"]],
                                "Link": ["required": false, "schema": ["type": "string"]],
                                "Retry-After": ["$ref": "#/fields/retry"],
                            ],
                            "content": ["application/json": ["schema": ["required": ["a"]]]],
                        ],
                        "204": ["headers": [:]],
                    ],
                ]
            ]
        ],
        "x-unrouted": [
            "a.unknown_path": [
                "responses": [
                    "404": ["content": ["text/plain": ["schema": ["type": "string"]]]]
                ]
            ]
        ],
        "fields": ["retry": ["schema": ["type": "integer", "minimum": 1]]],
    ])

    /// An answer, and how many things are wrong with it.
    struct Example: Sendable, CustomTestStringConvertible {
        let what: String
        var operation = "a.read"
        var status = 200
        var fields = [("ETag", "\"1\""), ("Content-Type", "application/json; charset=utf-8")]
        var body = #"{"a":1}"#
        let complaints: Int
        var testDescription: String { what }
    }

    static let json = ("content-type", "application/json")

    static let examples = [
        Example(what: "as described", complaints: 0),
        Example(what: "a newline at the end", body: "{\"a\":1}\n", complaints: 0),
        Example(
            what: "fields of the frame", fields: [("etag", "\"1\""), json, ("Date", "x")],
            complaints: 0),
        Example(what: "no such operation", operation: "a.write", complaints: 1),
        Example(what: "no such status", status: 500, complaints: 1),
        Example(what: "a field is missing", fields: [json], complaints: 1),
        Example(what: "a field is malformed", fields: [("ETag", "1"), json], complaints: 1),
        Example(
            what: "a field too many", fields: [("ETag", "\"1\""), json, ("Allow", "GET")],
            complaints: 1),
        Example(
            what: "a number", fields: [("ETag", "\"1\""), json, ("Retry-After", "1")], complaints: 0
        ),
        Example(
            what: "no number", fields: [("ETag", "\"1\""), json, ("Retry-After", "soon")],
            complaints: 1),
        Example(
            what: "a number too small", fields: [("ETag", "\"1\""), json, ("Retry-After", "0")],
            complaints: 1),
        Example(what: "no type", fields: [("ETag", "\"1\"")], complaints: 1),
        Example(
            what: "another type", fields: [("ETag", "\"1\""), ("Content-Type", "text/html")],
            complaints: 1),
        Example(what: "no JSON", body: "{", complaints: 1),
        Example(what: "no member", body: "{}", complaints: 1),
        Example(what: "nothing", status: 204, fields: [], body: "", complaints: 0),
        Example(what: "a body where none belongs", status: 204, fields: [], complaints: 1),
        Example(
            what: "text", operation: "a.unknown_path", status: 404,
            fields: [("Content-Type", "text/plain")], complaints: 0),
    ]

    @Test("each thing that is wrong is a complaint", arguments: examples)
    func complaints(_ example: Example) {
        let complaints = Self.checker.complaints(
            operation: example.operation, status: example.status, headers: example.fields,
            body: Array(example.body.utf8))
        #expect(complaints.count == example.complaints, "\(complaints)")
    }
}
