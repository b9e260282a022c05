// How a resource is read from JSON and written to it: which failure comes first, and what is shown.

import Catalog
import Dialects
import Domain
import JSONWire
import Testing

@Suite struct ProjectionTests {
    private static let app = Projection(
        "App", of: .clients, listedAs: "apps", keyRules: [],
        [
            .shown("id", Client.id, .text),
            .member("name", Client.name, .text, .bytes(1...4)),
            .member("url", Client.uri, .text, .bytes(1...8)),
            .member("redirect", Client.redirectURIs, .onlyText, .required, .bytes(1...8)),
            .member("time", Client.updatedAt, .unixSeconds),
        ])

    private func record(_ text: String) throws -> Record {
        let json = try JSONReader.read(Array(text.utf8))
        return try Self.app.record(from: #require(json.object), .creation)
    }

    @Test("every writable member is read, and no other")
    func read() throws {
        let record = try record(
            #"{"time": "x", "id": 5, "redirect": "a:b", "name": "n", "url": "c:d", "more": {}}"#)
        #expect(record[Client.name] == "n")
        #expect(record[Client.uri] == "c:d")
        #expect(record[Client.redirectURIs] == ["a:b"])
        #expect(record.fields.count == 3)
    }

    @Test(
        "a missing member and a null one are empty",
        arguments: [
            #"{"name": "n", "redirect": "a:b"}"#,
            #"{"name": "n", "redirect": "a:b", "url": null}"#,
            #"{"name": "n", "redirect": "a:b", "url": ""}"#,
        ])
    func empty(text: String) throws {
        #expect(try record(text)[Client.uri] == "")
    }

    @Test(
        "the first failure: types before rules, then the members in order, each by its rules",
        arguments: [
            (#"{}"#, "name", "must not be empty"),
            (#"{"name": null}"#, "name", "must not be empty"),
            (#"{"name": ""}"#, "name", "must not be empty"),
            (#"{"name": 1, "url": 2}"#, "name", "must be a string"),
            (#"{"name": "", "url": 2}"#, "url", "must be a string"),
            (#"{"url": "javascript:x", "redirect": []}"#, "redirect", "must be a string"),
            (#"{"name": ["n"]}"#, "name", "must be a string"),
            (#"{"name": true}"#, "name", "must be a string"),
            (#"{"name": "12345", "url": "x"}"#, "name", "must have 1 to 4 bytes"),
            (#"{"name": "ééé", "url": "x"}"#, "name", "must have 1 to 4 bytes"),
            (#"{"name": "n", "url": "x"}"#, "url", "must be an absolute URI with a scheme"),
            (#"{"name": "n", "url": "javascript:x"}"#, "url", "must have 1 to 8 bytes"),
            (#"{"name": "n", "url": "file:x"}"#, "url", "has a scheme that cannot be used here"),
            (#"{"name": "n"}"#, "redirect", "must not be empty"),
            (#"{"name": "n", "redirect": ""}"#, "redirect", "must not be empty"),
            (#"{"name": "n", "redirect": "a:bcdefgh"}"#, "redirect", "must have 1 to 8 bytes"),
            (#"{"name": "n", "redirect": "a:b#c"}"#, "redirect", "must not have a fragment"),
        ])
    func failures(text: String, member: String, complaint: String) {
        let isType = complaint == "must be a string"
        #expect(
            throws: isType
                ? APIError.unreadable(member, complaint) : APIError.invalid(member, complaint)
        ) { try record(text) }
    }

    @Test(
        "an object that is stored names no more digits than it should; what is ignored may",
        arguments: [
            ("1e1000", true), ("-1.5E-1000", true), ("1e1001", false), ("[{\"b\":1E-1001}]", false),
            ("1e99999999999999999999", false),
        ])
    func exponents(number: String, isTaken: Bool) throws {
        let client = Projection(
            "Client", of: .clients, listedAs: "clients", keyRules: [],
            [.member("settings", Client.settings, .object)])
        let text = #"{"settings": {"a": \#(number)}, "ignored": 1e9999}"#
        let object = try #require(try JSONReader.read(Array(text.utf8)).object)
        if isTaken {
            #expect(throws: Never.self) { try client.record(from: object, .creation) }
        } else {
            #expect(
                throws: APIError.invalid("settings", "must hold no powers of ten beyond 1000")
            ) { try client.record(from: object, .creation) }
        }
    }

    private func written(_ values: [Value]) throws -> String {
        var writer = JSONWriter(capacity: 64)
        writer.beginArray()
        let count = values.count / Self.app.fields.count
        Self.app.write(Records(fields: Self.app.fields, count: count, values: values), to: &writer)
        writer.endArray()
        return String(decoding: writer.finish(), as: UTF8.self)
    }

    @Test("rows are written member by member, in the projection's order")
    func write() throws {
        let moment = Value.time(Timestamp(microseconds: 1_999_999))
        let first: [Value] = [
            .text("i"), .text("n"), .text("u"), .texts(["r", "s"]), moment,
        ]
        let expected = #"{"id":"i","name":"n","url":"u","redirect":"r","time":1}"#
        #expect(try written(first) == "[\(expected)]")
        #expect(try written(first + first) == "[\(expected),\(expected)]")
        #expect(try written([]) == "[]")
    }

    @Test("what is not there is written as empty")
    func writeNothing() throws {
        #expect(
            try written([.null, .null, .null, .null, .null])
                == #"[{"id":"","name":"","url":"","redirect":"","time":0}]"#)
        #expect(
            try written([.null, .null, .null, .texts([]), .null]).contains(#""redirect":"""#))
    }
}
