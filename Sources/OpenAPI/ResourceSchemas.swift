import Dialects
import Domain
import JSONWire

/// A projection as schemas: what an answer shows, and what a request sends.
extension Components {
    /// The schema of a row as shown: every member, whatever the row lacks.
    mutating func shown(_ projection: Projection) -> JSON {
        var properties = JSONObject()
        for member in projection.members {
            properties[member.name] = .object(member.form.shownSchema(member.rules))
        }
        return schema(
            projection.name,
            [
                "type": "object", "additionalProperties": false,
                "required": .array(projection.members.map { .string($0.name) }),
                "properties": .object(properties),
            ])
    }

    /// The schema of a row as sent, whole or only what changes.
    ///
    /// Other members are ignored, so they are not forbidden.
    mutating func sent(_ projection: Projection, isWhole: Bool) -> JSON {
        var properties = JSONObject()
        var required: [JSON] = []
        for member in projection.members where member.isWritable {
            let isRequired = isWhole && member.isRequired
            properties[member.name] = .object(member.sentSchema(isRequired: isRequired))
            if isRequired { required.append(.string(member.name)) }
        }
        var object: JSONObject = ["type": "object"]
        if !required.isEmpty { object["required"] = .array(required) }
        object["properties"] = .object(properties)
        return schema(projection.name + (isWhole ? "Input" : "Change"), .object(object))
    }

    /// The schema of a value in the answers of a route.
    mutating func schema(of shape: Shape, showing projection: Projection?) -> JSON {
        switch shape {
        case .row:
            guard let projection else { preconditionFailure("a row in an answer without a route") }
            return shown(projection)
        case .object(let members):
            var properties = JSONObject()
            for member in members {
                properties[member.name] = schema(of: member.shape, showing: projection)
            }
            let required = members.filter(\.isAlwaysThere).map { JSON.string($0.name) }
            return [
                "type": "object", "additionalProperties": false, "required": .array(required),
                "properties": .object(properties),
            ]
        case .array(let element):
            return ["type": "array", "items": schema(of: element, showing: projection)]
        case .text: return ["type": "string"]
        case .secret: return ["type": "string", "description": "Shown this once."]
        case .integer: return ["type": "integer", "format": "int64"]
        case .boolean: return ["type": "boolean"]
        case .exactly(let text): return ["const": .string(text)]
        case .nullable(let shape):
            return ["anyOf": [schema(of: shape, showing: projection), ["type": "null"]]]
        case .either(let shapes):
            return ["anyOf": .array(shapes.map { schema(of: $0, showing: projection) })]
        case .anything: return true
        case .named(let name, let shape):
            return schema(name, schema(of: shape, showing: projection))
        }
    }
}

extension Member {
    /// Whether a whole row cannot be sent without it: there is no empty number.
    fileprivate var isRequired: Bool {
        switch form {
        case .text, .onlyText: rules.contains(.required)
        case .unixSeconds: true
        }
    }

    /// The schema of a value in a request; null stands for an empty one where that may be sent.
    fileprivate func sentSchema(isRequired: Bool) -> JSONObject {
        switch form {
        case .text, .onlyText:
            var schema = TextLimits(rules).schema
            if !isRequired { schema["type"] = ["string", "null"] }
            return schema
        case .unixSeconds: return form.shownSchema(rules)
        }
    }
}

extension WireForm {
    /// The schema of a value in an answer.
    ///
    /// Limits are those of requests: another dialect may have stored more.
    fileprivate func shownSchema(_ rules: [Rule]) -> JSONObject {
        switch self {
        case .text, .onlyText:
            let isURI = rules.contains(.absoluteURI) || rules.contains(.redirectURI)
            return isURI ? ["type": "string", "format": "uri-reference"] : ["type": "string"]
        case .unixSeconds:
            return [
                "type": "integer", "format": "int64",
                "description": "Whole seconds since 1970-01-01T00:00:00Z.",
            ]
        }
    }
}
