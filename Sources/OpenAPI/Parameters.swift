import Dialects
import Domain
import JSONWire

/// What a request says outside its body: the path's, the query's and the head's parameters.
extension Components {
    mutating func parameters(of route: Route) -> [JSON] {
        pathParameters(of: route) + route.query.map(\.parameter) + headParameters(of: route)
    }

    private func pathParameters(of route: Route) -> [JSON] {
        let names = route.path.segments.compactMap { segment -> String? in
            switch segment {
            case .literal: nil
            case .parameter(let name): name
            }
        }
        return names.enumerated().map { place, name in
            // The row's own key comes last; what precedes it names what the row belongs to.
            let isKey = place == names.count - 1
            let rules = isKey ? [.required] + route.projection.keyRules : [Rule.required]
            return [
                "name": .string(name), "in": "path", "required": true,
                "schema": .object(TextLimits(rules).schema),
            ]
        }
    }

    private mutating func headParameters(of route: Route) -> [JSON] {
        var names: [RequestField] = []
        if route.operation.isConditional { names += [.ifMatch, .ifNoneMatch] }
        if route.operation == .create { names.append(.idempotencyKey) }
        return names.map { parameter($0) } + [requestIDParameter]
    }

    /// What names a request in every log.
    var requestIDParameter: JSON { mutating get { parameter(.requestID) } }

    private mutating func parameter(_ field: RequestField) -> JSON {
        parameter(
            field.rawValue,
            [
                "name": .string(field.rawValue), "in": "header", "required": false,
                "description": .string(field.meaning), "schema": field.schema,
            ])
    }
}

/// The fields of a request that every dialect understands alike.
private enum RequestField: String {
    case ifMatch = "If-Match"
    case ifNoneMatch = "If-None-Match"
    case idempotencyKey = "Idempotency-Key"
    case requestID = "X-Request-Id"

    var meaning: String {
        switch self {
        case .ifMatch:
            "Entity tags, or *: only a row that has one is shown or changed (RFC 9110 §13.1.1)."
        case .ifNoneMatch:
            """
            Entity tags, or *: a read of a row that has one is answered 304, and a change is made \
            to no row that has one (RFC 9110 §13.1.2).
            """
        case .idempotencyKey:
            """
            A name for this attempt, new for each: the same request with the same key is answered \
            as the first one was, and done once.
            """
        case .requestID:
            "A name for this request in everybody's logs; one is made where this is none."
        }
    }

    var schema: JSON {
        switch self {
        case .ifMatch, .ifNoneMatch: Components.entityTags
        case .idempotencyKey: ["type": "string", "minLength": 1, "maxLength": 255]
        case .requestID: Components.requestID
        }
    }
}

extension QueryParameter {
    /// The Parameter Object.
    fileprivate var parameter: JSON {
        var parameter: JSONObject = ["name": .string(name), "in": "query"]
        switch role {
        case .limit(let range):
            parameter["required"] = true
            parameter["description"] = "How many rows at most."
            parameter["schema"] = .wholeNumber(range)
        case .offset:
            parameter["required"] = true
            parameter["description"] = "How many rows to skip; it does not count beside a cursor."
            parameter["schema"] = .wholeNumber(0...Int.max)
        case .cursor:
            parameter["required"] = false
            parameter["description"] = "Where the page before ended, as its Link field gives it."
            parameter["schema"] = ["type": "string"]
        case .equals:
            parameter["required"] = .boolean(rules.contains(.required))
            parameter["description"] = "Only rows that have this value; all, where it is empty."
            parameter["schema"] = .object(TextLimits(rules).schema)
        case .isOneOf:
            let limits = TextLimits(rules)
            let sentences = ["Only rows that have one of these values."] + limits.sentences
            parameter["required"] = .boolean(limits.isRequired)
            parameter["description"] = .string(sentences.joined(separator: " "))
            parameter["style"] = "form"
            parameter["explode"] = false
            parameter["schema"] = [
                "type": "array", "minItems": limits.isRequired ? 1 : 0,
                "items": ["type": "string"],
            ]
        case .tenant:
            parameter["required"] = false
            parameter["description"] = "The number of the token's own tenant, or -1."
            parameter["schema"] = ["type": "string", "pattern": "^(-1|[0-9]*)$"]
        case .names(let counts):
            parameter["required"] = true
            parameter["description"] = """
                Names of rows, each in a parameter of its own or with commas between them; \
                those that name nothing are left out.
                """
            parameter["style"] = "form"
            parameter["explode"] = true
            parameter["schema"] = [
                "type": "array", "minItems": .integer(Int64(counts.lowerBound)),
                "maxItems": .integer(Int64(counts.upperBound)),
                "items": ["type": "string", "minLength": 1],
            ]
        }
        return .object(parameter)
    }
}

extension JSON {
    fileprivate static func wholeNumber(_ range: ClosedRange<Int>) -> JSON {
        [
            "type": "integer", "minimum": .integer(Int64(range.lowerBound)),
            "maximum": .integer(Int64(range.upperBound)),
        ]
    }
}
