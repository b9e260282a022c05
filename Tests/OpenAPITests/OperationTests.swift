// What an operation's kind brings with it: conditions, bodies, repetition, statuses.

import Dialects
import JSONWire
import TestSupport
import Testing

@Suite struct OperationTests {
    /// What the document says of one operation.
    struct Expectation: Sendable, CustomTestStringConvertible {
        let operation: String
        let fields: [String]
        let body: String?
        let statuses: String
        var testDescription: String { operation }
    }

    static let expectations = [
        Expectation(
            operation: "governor.app.read", fields: ["If-Match", "If-None-Match"], body: nil,
            statuses: "200 304 400 404 412 500 503 504"),
        Expectation(
            operation: "governor.app.list", fields: [], body: nil,
            statuses: "200 400 401 403 404 500 503 504"),
        Expectation(
            operation: "governor.app.create",
            fields: ["If-Match", "If-None-Match", "Idempotency-Key"],
            body: "GovernorAppInput",
            statuses: "201 400 401 403 404 412 413 415 422 500 503 504"),
        Expectation(
            operation: "governor.app.replace", fields: ["If-Match", "If-None-Match"],
            body: "GovernorAppInput",
            statuses: "204 400 401 403 404 412 413 415 500 503 504"),
        Expectation(
            operation: "governor.app.rotate", fields: ["If-Match", "If-None-Match"], body: nil,
            statuses: "200 400 401 403 404 412 500 503 504"),
        Expectation(
            operation: "governor.app.read_logo", fields: ["If-Match", "If-None-Match"], body: nil,
            statuses: "200 304 400 404 412 500 503 504"),
        Expectation(
            operation: "governor.app.replace_logo", fields: ["If-Match", "If-None-Match"],
            body: nil,
            statuses: "204 400 401 403 404 412 413 415 500 503 504"),
        Expectation(
            operation: "governor.connection.delete", fields: ["If-Match", "If-None-Match"],
            body: nil,
            statuses: "204 400 401 403 404 412 500 503 504"),
    ]

    @Test(
        "an operation has the fields, the body and the statuses of its kind",
        arguments: expectations)
    func operations(_ expectation: Expectation) throws {
        let operation = try #require(
            DocumentTests.operations.first {
                $0.value["operationId"]?.string == expectation.operation
            }?.value)
        let fields = expectation.fields + ["X-Request-Id"]
        #expect(
            operation["parameters"]?.array?.compactMap { $0["$ref"]?.string }
                == fields.map { "#/components/parameters/\($0)" })
        let schema = operation["requestBody"]?["content"]?["application/json"]?["schema"]
        #expect(
            schema?["$ref"]?.string == expectation.body.map { "#/components/schemas/\($0)" })
        #expect(
            operation["responses"]?.object?.names.joined(separator: " ") == expectation.statuses)
    }

    @Test("a logo is sent as a part of a form, and shown as a PNG")
    func logos() throws {
        let operation = { (name: String) in
            DocumentTests.operations.first { $0.value["operationId"]?.string == name }?.value
        }
        let form = operation("governor.app.replace_logo")?["requestBody"]?["content"]?[
            "multipart/form-data"]
        #expect(form?["schema"]?["required"] == ["image"])
        #expect(form?["encoding"]?["image"]?["contentType"] == "image/png, image/jpeg, image/gif")
        let answer = operation("governor.app.read_logo")?["responses"]?["200"]
        #expect(answer?["content"]?.object?.names == ["image/png"])
        let caching = answer?["headers"]?["Cache-Control"]?["$ref"]?.string
        let checker = SchemaChecker(document: DocumentTests.document)
        #expect(
            caching.flatMap(checker.target)?["schema"]?["const"] == "public, max-age=60")
    }

    @Test(
        "the fields of requests have the form that the gateway takes",
        arguments: [
            ("If-Match", "*", true), ("If-Match", "\"3\"", true),
            ("If-Match", "\"3\", W/\"4\"", true), ("If-Match", "3", false),
            ("If-Match", "\"3", false), ("If-Match", "*, \"3\"", false), ("If-Match", "", false),
            ("If-None-Match", "\"3\" , \"4\"", true), ("If-None-Match", "W/3", false),
            ("X-Request-Id", "3f2a:b=c", true), ("X-Request-Id", "a b", false),
            ("X-Request-Id", "", false),
        ])
    func fieldForms(field: String, value: String, fits: Bool) {
        let checker = SchemaChecker(document: DocumentTests.document)
        let schema = checker.target(of: "#/components/parameters/\(field)/schema") ?? false
        #expect(checker.complaints(about: .string(value), against: schema).isEmpty == fits)
    }

    @Test("Retry-After is sure only where nothing can have been changed")
    func retryAfter() {
        let reference = { (operation: String) in
            DocumentTests.operations.first { $0.value["operationId"]?.string == operation }?
                .value["responses"]?["503"]?["headers"]?["Retry-After"]?["$ref"]?.string
        }
        #expect(reference("governor.app.list") == "#/components/headers/Retry-After")
        #expect(reference("governor.app.create") == "#/components/headers/Retry-After-Optional")
    }

    @Test("a path may end with a slash where the route says so")
    func trailingSlash() {
        let described = DocumentTests.operations.filter {
            $0.value["description"]?.string?.contains("slash") ?? false
        }
        let declared = DocumentTests.routes.filter(\.path.allowsTrailingSlash)
        #expect(
            Set(described.compactMap { $0.value["operationId"]?.string })
                == Set(declared.map(\.name)))
    }
}
