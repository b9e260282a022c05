import Dialects
import HTTPWire
import JSONWire

/// The fields of answers: what each means is the same in every dialect.
extension Components {
    /// The Header Objects of an answer; `X-Request-Id` is in all.
    ///
    /// `isPublic` is whether others than the caller may keep it.
    mutating func headers(
        _ names: [FieldName], optional: [FieldName] = [], isPublic: Bool = false
    ) -> JSONObject {
        var headers = JSONObject()
        for name in names { headers[name.description] = header(name, isRequired: true, isPublic) }
        for name in optional {
            headers[name.description] = header(name, isRequired: false, isPublic)
        }
        headers[FieldName.xRequestID.description] = header(.xRequestID, isRequired: true, false)
        return headers
    }

    /// The Header Objects of a success, in which a logo says how long it may be kept.
    mutating func headers(
        of answer: Answer, _ names: [FieldName], _ optional: [FieldName]
    ) -> JSONObject {
        var headers = headers(names, optional: optional)
        guard answer.body == .logo else { return headers }
        headers[FieldName.cacheControl.description] = header(
            "\(FieldName.cacheControl)-Logo",
            [
                "description": "Anybody may keep the answer (RFC 9111 §5.2.2).",
                "required": true, "schema": ["const": "public, max-age=60"],
            ])
        return headers
    }

    private mutating func header(
        _ name: FieldName, isRequired: Bool, _ isPublic: Bool
    ) -> JSON {
        if isPublic, name == .cacheControl {
            return header("\(name)-Public", Self.header(Self.publicCaching, isRequired))
        }
        let meaning = Self.meanings[name] ?? ("", ["type": "string"])
        return header(
            isRequired ? "\(name)" : "\(name)-Optional", Self.header(meaning, isRequired))
    }

    private static func header(
        _ header: (meaning: String, schema: JSON), _ isRequired: Bool
    ) -> JSON {
        var object = JSONObject()
        if !header.meaning.isEmpty { object["description"] = .string(header.meaning) }
        object["required"] = .boolean(isRequired)
        object["schema"] = header.schema
        return .object(object)
    }

    /// The names of requests that can stand in any log: others are replaced.
    static let requestID: JSON = ["type": "string", "pattern": "^[A-Za-z0-9._:=-]{1,128}$"]

    /// `*`, or entity tags with commas between them (RFC 9110 §13.1).
    static let entityTags: JSON = [
        "type": "string",
        "pattern": #"^(\*|(W/)?"[^" ]*"([ \t]*,[ \t]*(W/)?"[^" ]*")*)$"#,
    ]

    private static let publicCaching: (meaning: String, schema: JSON) = (
        "Anybody may keep the answer for so many seconds (RFC 9111 §5.2.2).",
        ["type": "string", "pattern": "^public, max-age=[0-9]+$"]
    )

    private static let meanings: [FieldName: (meaning: String, schema: JSON)] = [
        .allow: (
            "The methods that the path takes (RFC 9110 §10.2.1).",
            ["type": "string", "pattern": "^[A-Z]+(, [A-Z]+)*$"]
        ),
        .cacheControl: (
            "Nobody may keep the answer (RFC 6749 §5.1).",
            ["const": "no-store"]
        ),
        .anyOrigin: (
            "Scripts of any site may read the answer (WHATWG Fetch).", ["const": "*"]
        ),
        .contentSecurityPolicy: (
            "What the page may do: it runs nothing of others, and stands in no frame (CSP3).",
            ["type": "string", "pattern": "frame-ancestors 'none'"]
        ),
        .frameOptions: ("The page stands in no frame (RFC 7034).", ["const": "DENY"]),
        .location: (
            "Where the browser goes on (RFC 9110 §10.2.2).",
            ["type": "string", "format": "uri-reference"]
        ),
        .referrerPolicy: ("Nobody is told what the URL says.", ["const": "no-referrer"]),
        .setCookie: (
            "What the browser remembers or forgets (RFC 6265 §4.1).",
            [
                "type": "string",
                "pattern": "^postern_(session|visit)_[a-z0-9-]+=[A-Za-z0-9_-]*; Path=/",
            ]
        ),
        .entityTag: (
            "The version of what is shown, for If-Match and If-None-Match (RFC 9110 §8.8.3).",
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
