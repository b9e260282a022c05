import Dialects
import Domain
import HTTPWire
import JSONWire
import OAuth

/// One operation of the authorization server as OpenAPI's Operation Object.
extension Components {
    mutating func operation(_ route: FlowRoute, of dialect: any FlowDialect) -> JSONObject {
        var operation: JSONObject = [
            "operationId": .string(route.name),
            "tags": [.string(route.dialect.rawValue)],
            "summary": .string(route.summary),
        ]
        operation["parameters"] = .array(parameters(of: route))
        if let body = requestBody(of: route) { operation["requestBody"] = body }
        operation["responses"] = .object(responses(of: route, by: dialect))
        operation["security"] = route.security(dialect)
        return operation
    }

    private mutating func parameters(of route: FlowRoute) -> [JSON] {
        let query = route.queryFields.map { field -> JSON in
            [
                "name": .string(field.name.rawValue), "in": "query",
                "required": .boolean(field.isRequired), "schema": field.property,
            ]
        }
        return query + [requestIDParameter]
    }

    private mutating func requestBody(of route: FlowRoute) -> JSON? {
        let meaning = route.flow.meaning
        let proof = meaning.authenticatesClient ? FlowField.clientAuthentication : []
        let schema: JSON
        switch route.source {
        case .nothing, .query: return nil
        case .form, .json: schema = self.schema(of: meaning.request, and: proof)
        case .page:
            // What the page carries along may also come in its form.
            schema = Self.schema(
                of: route.queryFields.map { .optional($0.name) } + meaning.page)
        }
        let type = route.source == .json ? "application/json" : "application/x-www-form-urlencoded"
        return ["required": .boolean(route.needsBody), "content": [type: ["schema": schema]]]
    }

    private mutating func schema(of asked: FlowMeaning.Asked, and proof: [FlowField]) -> JSON {
        switch asked {
        case .fields(let fields): return Self.schema(of: fields + proof)
        case .oneOf(let variants):
            let schemas = variants.map { variant -> JSON in
                let word: JSON = ["const": .string(variant.word)]
                return schema(
                    variant.name,
                    Self.schema(
                        of: variant.fields + proof, kind: (variant.field.rawValue, word)))
            }
            return ["oneOf": .array(schemas)]
        }
    }

    /// The schema of an object, or of a form, with these fields; others are ignored.
    private static func schema(of fields: [FlowField], kind: (String, JSON)? = nil) -> JSON {
        var properties = JSONObject()
        if let kind { properties[kind.0] = kind.1 }
        for field in fields { properties[field.name.rawValue] = field.property }
        let required =
            (kind.map { [$0.0] } ?? []) + fields.filter(\.isRequired).map(\.name.rawValue)
        var schema: JSONObject = ["type": "object"]
        if !required.isEmpty { schema["required"] = .array(required.map(JSON.string)) }
        schema["properties"] = .object(properties)
        return .object(schema)
    }
}

extension FlowRoute {
    /// What its query says.
    fileprivate var queryFields: [FlowField] {
        switch source {
        case .nothing, .form, .json: []
        case .query: flow.meaning.fields
        case .page: flow.meaning.fields
        }
    }

    /// Whether there must be a body.
    fileprivate var needsBody: Bool {
        switch source {
        case .nothing, .query: false
        case .form, .json: true
        case .page: flow.meaning.page.contains(where: \.isRequired)
        }
    }

    /// Whether a body is read.
    var readsBody: Bool {
        switch source {
        case .nothing, .query: false
        case .form, .json, .page: true
        }
    }
}

extension FlowMeaning {
    /// The fields of a request without variants.
    fileprivate var fields: [FlowField] {
        switch request {
        case .fields(let fields): fields
        case .oneOf: []
        }
    }
}
