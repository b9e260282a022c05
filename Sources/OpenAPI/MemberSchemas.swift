import Dialects
import Domain
import JSONWire

/// One member of a row as schemas: its form decides.
extension Member {
    /// Whether a whole row cannot be sent without it: there is no empty number.
    var isRequired: Bool {
        switch form {
        case .unixSeconds, .decimalText: true
        case .text, .optionalText, .madeText, .onlyText, .texts, .localTime, .flag, .constant,
            .object, .secret:
            rules.contains(.required) || rules.contains(.notBlank)
        }
    }

    /// Whether an answer has it whatever the row lacks.
    var isAlwaysShown: Bool {
        switch form {
        case .optionalText, .localTime: false
        case .text, .madeText, .onlyText, .texts, .unixSeconds, .decimalText, .flag, .constant,
            .object, .secret:
            true
        }
    }

    /// The schema of a value in an answer.
    ///
    /// Limits are those of requests: another dialect may have stored more.
    var shownSchema: JSONObject {
        let isURI = rules.contains(.absoluteURI) || rules.contains(.redirectURI)
        let text: JSONObject =
            isURI ? ["type": "string", "format": "uri-reference"] : ["type": "string"]
        switch form {
        case .text, .optionalText, .madeText, .onlyText: return text
        case .texts: return ["type": "array", "items": .object(text)]
        case .unixSeconds:
            return [
                "type": "integer", "format": "int64",
                "description": "Whole seconds since 1970-01-01T00:00:00Z.",
            ]
        case .localTime: return JSON.localTime.object ?? [:]
        case .decimalText: return ["type": "string", "pattern": "^-?[0-9]+$"]
        case .flag: return ["type": "boolean"]
        case .constant: return ["enum": .array((constants?.words ?? []).map(JSON.string))]
        case .object: return ["type": "object"]
        case .secret: return ["type": "null", "description": "Never shown."]
        }
    }

    /// The schema of a value in a request; null stands for an empty one where that may be sent.
    func sentSchema(isRequired: Bool) -> JSONObject {
        var schema: JSONObject
        let limits = TextLimits(rules)
        switch form {
        case .text, .optionalText, .madeText, .onlyText, .secret:
            schema = limits.schema
            if isRequired, limits.schema["minLength"] == nil { schema["minLength"] = 1 }
        case .texts:
            schema = ["type": "array", "items": ["type": "string"]]
            if isRequired { schema["minItems"] = 1 }
            if let description = limits.schema["description"] {
                schema["description"] = description
            }
        case .object:
            schema = ["type": "object"]
            if isRequired { schema["minProperties"] = 1 }
        case .flag: schema = ["type": ["boolean", "string"]]
        case .constant:
            return ["anyOf": [.object(shownSchema), ["type": ["object", "null"]]]]
        case .unixSeconds, .localTime, .decimalText: schema = shownSchema
        }
        if !isRequired { schema["type"] = Self.orNull(schema["type"] ?? "string") }
        return schema
    }

    private static func orNull(_ type: JSON) -> JSON {
        .array((type.array ?? [type]) + ["null"])
    }
}

extension JSON {
    /// The schema of a local time.
    static let localTime: JSON = [
        "type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2}$",
        "description": "A time in UTC.",
    ]
}
