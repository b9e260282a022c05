import Dialects
import Domain
import JSONWire

/// A projection as schemas: what an answer shows, and what a request sends.
extension Components {
    /// The schema of a row as shown.
    mutating func shown(_ projection: Projection) -> JSON {
        var properties = JSONObject()
        for member in projection.members {
            properties[member.name] = .object(member.shownSchema)
        }
        let required = projection.members.filter(\.isAlwaysShown).map { JSON.string($0.name) }
        return schema(
            projection.name,
            [
                "type": "object", "additionalProperties": false, "required": .array(required),
                "properties": .object(properties),
            ])
    }

    /// The schema of what a route's requests send: a row, or what changes of one.
    ///
    /// Other members are ignored, so they are not forbidden.
    mutating func sent(_ route: Route) -> JSON {
        let projection = route.projection
        let isWhole = route.operation != .update
        // Where the body names the row, it may name none: then it makes one.
        let makes = route.operation == .create || isWhole && route.namesRowInBody
        var properties = JSONObject()
        var required: [JSON] = []
        for member in projection.members {
            let isKey = route.namesRowInBody && member.ordinal == projection.key
            guard isKey || (makes ? member.isSentOnCreate : member.isSentOnChange) else {
                continue
            }
            let isRequired =
                isKey
                ? !isWhole
                : isWhole && member.isRequired && member.isSentOnChange
                    || route.operation == .create && member.isRequired
            properties[member.name] = .object(member.sentSchema(isRequired: isRequired))
            if isRequired { required.append(.string(member.name)) }
        }
        var object: JSONObject = ["type": "object"]
        if !required.isEmpty { object["required"] = .array(required) }
        object["properties"] = .object(properties)
        let name = !isWhole ? "Change" : route.namesRowInBody ? "Replacement" : "Input"
        return schema(projection.name + name, .object(object))
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
        case .localTime: return .localTime
        case .null: return ["type": "null"]
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
