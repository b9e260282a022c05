import HTTPWire
import JSONWire

/// The fields of answers: what each means is the same in every dialect.
extension Components {
    /// The Header Objects of an answer; `X-Request-Id` is in all.
    mutating func headers(_ names: [FieldName], optional: [FieldName] = []) -> JSONObject {
        var headers = JSONObject()
        for name in names { headers[name.description] = header(name, isRequired: true) }
        for name in optional { headers[name.description] = header(name, isRequired: false) }
        headers[FieldName.xRequestID.description] = header(.xRequestID, isRequired: true)
        return headers
    }

    private mutating func header(_ name: FieldName, isRequired: Bool) -> JSON {
        let (meaning, schema) = Self.meanings[name] ?? ("", ["type": "string"])
        var object = JSONObject()
        if !meaning.isEmpty { object["description"] = .string(meaning) }
        object["required"] = .boolean(isRequired)
        object["schema"] = schema
        return header(isRequired ? "\(name)" : "\(name)-Optional", .object(object))
    }

    /// The names of requests that can stand in any log: others are replaced.
    static let requestID: JSON = ["type": "string", "pattern": "^[A-Za-z0-9._:=-]{1,128}$"]

    /// `*`, or entity tags with commas between them (RFC 9110 §13.1).
    static let entityTags: JSON = [
        "type": "string",
        "pattern": #"^(\*|(W/)?"[^" ]*"([ \t]*,[ \t]*(W/)?"[^" ]*")*)$"#,
    ]

    private static let meanings: [FieldName: (meaning: String, schema: JSON)] = [
        .allow: (
            "The methods that the path takes (RFC 9110 §10.2.1).",
            ["type": "string", "pattern": "^[A-Z]+(, [A-Z]+)*$"]
        ),
        .cacheControl: (
            "Nobody may keep the answer (RFC 6749 §5.1).",
            ["const": "no-store"]
        ),
        .entityTag: (
            "The row's version, for If-Match and If-None-Match (RFC 9110 §8.8.3).",
            ["type": "string", "pattern": #"^(W/)?"[^" ]*"$"#]
        ),
        .link: (
            "The next page, where there is one (RFC 8288).",
            ["type": "string", "pattern": #"^<[^<>]+>; rel="next"$"#]
        ),
        .retryAfter: (
            "Seconds after which the same request may succeed (RFC 9110 §10.2.3).",
            ["type": "integer", "minimum": 1]
        ),
        .wwwAuthenticate: (
            "What credentials are missing (RFC 6750 §3).",
            ["type": "string", "pattern": "^(Bearer|Basic|invalid_token) "]
        ),
        .xRequestID: ("The name of the request in the gateway's log.", requestID),
    ]
}
