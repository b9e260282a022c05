// What the OpenAPI document says that an operation of the authorization server reads: requests are
// made of it, so that the laws hold for operations that nobody has thought of yet.

import Dialects
import Gateway
import HTTPWire
import JSONWire
import TestSupport
import Testing

extension FlowRoute {
    /// Every operation of every dialect.
    static let all = DialectName.all.flatMap { ($0 as? any FlowDialect)?.flowRoutes ?? [] }
    /// Those that ask for a token with a permission.
    static let guarded = all.filter { $0.entry.scope != nil }
    /// Those that read a body.
    static let reading = all.filter { $0.asked.contains { $0.body != nil } }

    private static let document = Gateway.openAPIDocument(of: nil)

    /// What it reads, for each variant of it.
    var asked: [FlowAsked] {
        let operation = Self.document["paths"]?[path.description]?["\(method)".lowercased()]
        let query = (operation?["parameters"]?.array ?? []).filter { $0["in"] == "query" }
        let fields = query.compactMap { parameter in
            FlowAsked.Field(
                parameter["name"]?.string, parameter["schema"],
                isRequired: parameter["required"] == true)
        }
        guard
            let content = operation?["requestBody"]?["content"]?.object?.first(where: { _ in true })
        else {
            return [FlowAsked(query: fields, body: nil, type: "")]
        }
        let schema = content.value["schema"] ?? true
        return (schema["oneOf"]?.array ?? [schema]).map { variant in
            FlowAsked(query: fields, body: Self.fields(of: variant), type: content.name)
        }
    }

    private static func fields(of schema: JSON) -> [FlowAsked.Field] {
        let checker = SchemaChecker(document: document)
        let schema = schema["$ref"]?.string.flatMap(checker.target) ?? schema
        let required = schema["required"]?.strings ?? []
        return (schema["properties"]?.object ?? [:]).compactMap { property in
            FlowAsked.Field(
                property.name, property.value, isRequired: required.contains(property.name))
        }
    }
}

/// The fields of one variant of a request.
struct FlowAsked {
    /// A field, with the value that its schema pins it to.
    struct Field {
        let name: String
        let isRequired: Bool
        let word: String?

        init?(_ name: String?, _ schema: JSON?, isRequired: Bool) {
            guard let name else { return nil }
            self.name = name
            self.isRequired = isRequired
            word = schema?["const"]?.string
        }
    }

    let query: [Field]
    /// Nil where no body is read.
    let body: [Field]?
    /// The media type of the body.
    let type: String

    /// The names in query and body.
    var names: Set<String> { Set((query + (body ?? [])).map(\.name)) }

    /// Names and values in order, before they are encoded.
    struct Pairs {
        var query: [(name: String, value: String)]
        var body: [(name: String, value: String)]?
        let type: String
    }

    /// What is sent, encoded.
    struct Sent {
        var query: String
        var body: [UInt8]?
        var type: String
    }

    /// The fields that have a value.
    func pairs(_ values: [String: String]) -> Pairs {
        let taken = { (field: Field) in
            (field.word ?? values[field.name]).map { (name: field.name, value: $0) }
        }
        let queried = query.compactMap(taken)
        // What a page carries along in the query does not come again in its form.
        let body = body?.filter { field in !queried.contains { $0.name == field.name } }
        return Pairs(query: queried, body: body?.compactMap(taken), type: type)
    }
}

extension FlowAsked.Pairs {
    /// The pairs on the wire: as a query, and as a form or a JSON object.
    var sent: FlowAsked.Sent {
        let encode = { (pairs: [(name: String, value: String)]) in
            pairs.map { "\(PercentCoding.encode($0.name))=\(PercentCoding.encode($0.value))" }
                .joined(separator: "&")
        }
        let bytes = body.map { body -> [UInt8] in
            guard type == "application/json" else { return Array(encode(body).utf8) }
            var object = JSONObject()
            for pair in body { object[pair.name] = .string(pair.value) }
            return JSON.object(object).encoded
        }
        return FlowAsked.Sent(query: encode(query), body: bytes, type: type)
    }
}
