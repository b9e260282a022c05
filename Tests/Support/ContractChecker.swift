// Holds answers against the OpenAPI document: what the gateway sends is what it says it sends.

package import JSONWire

/// A checker for the answers of the operations that one document describes.
package struct ContractChecker {
    private let schemas: SchemaChecker
    private let answers: [String: JSON]
    private let unmentioned: Set<String>

    /// Fields that frame a message or concern no operation; an answer may have them unannounced.
    package static let framingFields: Set<String> = [
        "date", "content-length", "content-type", "connection", "server-timing",
        "x-content-type-options",
    ]

    /// Reads the operations of a document.
    package init(document: JSON, unmentioned: Set<String> = framingFields) {
        schemas = SchemaChecker(document: document)
        self.unmentioned = unmentioned
        var answers: [String: JSON] = [:]
        for path in document["paths"]?.object ?? [:] {
            for method in path.value.object ?? [:] {
                guard let name = method.value["operationId"]?.string else { continue }
                answers[name] = method.value["responses"]
            }
        }
        for unrouted in document["x-unrouted"]?.object ?? [:] {
            answers[unrouted.name] = unrouted.value["responses"]
        }
        self.answers = answers
    }

    /// Returns what the document does not say of an answer; nothing where it is as described.
    ///
    /// `operation` is a route's name, or a dialect's `….unknown_path` or `….method_not_allowed`.
    package func complaints(
        operation: String, status: Int, headers: [(String, String)], body: [UInt8]
    ) -> [String] {
        guard let responses = answers[operation] else { return ["no operation \(operation)"] }
        guard let response = responses["\(status)"] else {
            return ["\(operation) does not answer \(status)"]
        }
        let complaints =
            complaints(aboutHeaders: headers, of: response)
            + complaints(aboutBody: body, of: response, headers: headers)
        return complaints.map { "\(operation) \(status)\($0)" }
    }

    private func complaints(
        aboutHeaders headers: [(String, String)], of response: JSON
    ) -> [String] {
        let declared = response["headers"]?.object ?? [:]
        let missing = declared.filter { field in
            resolved(field.value)["required"]?.boolean ?? false
                && !headers.contains { $0.0.lowercased() == field.name.lowercased() }
        }
        return missing.map { ": no field \($0.name)" }
            + headers.flatMap { name, value -> [String] in
                guard !unmentioned.contains(name.lowercased()) else { return [] }
                let field = declared.first { $0.name.lowercased() == name.lowercased() }
                guard let schema = field.flatMap({ resolved($0.value)["schema"] }) else {
                    return [": unannounced field \(name)"]
                }
                return schemas.complaints(
                    about: read(value, as: schema), against: schema, at: "/\(name)")
            }
    }

    private func complaints(
        aboutBody body: [UInt8], of response: JSON, headers: [(String, String)]
    ) -> [String] {
        let type = headers.first { $0.0.lowercased() == "content-type" }?.1
        guard let content = response["content"]?.object else {
            let isEmpty = body.isEmpty && type == nil
            return isEmpty ? [] : [": a body or type where none was announced"]
        }
        let essence = type.map { String($0.prefix { $0 != ";" }).lowercased() } ?? ""
        guard let schema = content[essence]?["schema"] else {
            return [": unannounced type \(type ?? "none")"]
        }
        guard essence == "application/json" else {
            let text = JSON.string(String(decoding: body, as: UTF8.self))
            return schemas.complaints(about: text, against: schema)
        }
        guard let value = try? JSONReader.read(body) else { return [": the body is no JSON"] }
        return schemas.complaints(about: value, against: schema)
    }

    private func resolved(_ value: JSON) -> JSON {
        value["$ref"]?.string.flatMap(schemas.target) ?? value
    }

    /// A field's value as the schema's type has it, since on the wire all of them are text.
    private func read(_ value: String, as schema: JSON) -> JSON {
        guard schema["type"] == "integer", let number = JSONNumber(value) else {
            return .string(value)
        }
        return .number(number)
    }
}
