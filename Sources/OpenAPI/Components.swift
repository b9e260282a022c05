import Dialects
import JSONWire

/// What the document says once and refers to from many places; operations add to it as they are
/// described.
struct Components {
    private var schemas = JSONObject()
    private var headers = JSONObject()
    private var parameters = JSONObject()

    /// The Components Object.
    var object: JSONObject {
        [
            "schemas": .object(schemas), "headers": .object(headers),
            "parameters": .object(parameters), "securitySchemes": Security.schemes,
        ]
    }

    /// Keeps a schema under a name; two schemas for one name are a mistake in a dialect.
    mutating func schema(_ name: String, _ schema: JSON) -> JSON {
        Self.keep(schema, as: name, in: &schemas)
        return ["$ref": .string("#/components/schemas/\(name)")]
    }

    /// Keeps the description of a response's field.
    mutating func header(_ name: String, _ header: JSON) -> JSON {
        Self.keep(header, as: name, in: &headers)
        return ["$ref": .string("#/components/headers/\(name)")]
    }

    /// Keeps the description of a request's field.
    mutating func parameter(_ name: String, _ parameter: JSON) -> JSON {
        Self.keep(parameter, as: name, in: &parameters)
        return ["$ref": .string("#/components/parameters/\(name)")]
    }

    private static func keep(_ value: JSON, as name: String, in object: inout JSONObject) {
        precondition(object[name] == nil || object[name] == value, "\(name) means two things")
        object[name] = value
    }
}
