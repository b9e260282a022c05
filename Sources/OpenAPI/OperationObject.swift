import Dialects
import Domain
import JSONWire

/// One route as OpenAPI's Operation Object.
extension Components {
    mutating func operation(_ route: Route, of dialect: any Dialect) -> JSONObject {
        var operation: JSONObject = [
            "operationId": .string(route.name),
            "tags": [.string(route.dialect.rawValue)],
            "summary": .string(route.summary),
        ]
        let notes = route.notes
        if !notes.isEmpty { operation["description"] = .string(notes.joined(separator: " ")) }
        operation["parameters"] = .array(parameters(of: route))
        if let body = requestBody(of: route) { operation["requestBody"] = body }
        operation["responses"] = .object(responses(of: route, by: dialect))
        operation["security"] = route.security(dialect)
        return operation
    }

    private mutating func requestBody(of route: Route) -> JSON? {
        if route.operation.readsImage { return Self.imageForm }
        guard route.operation.readsMembers else { return nil }
        let schema = sent(route)
        return ["required": true, "content": ["application/json": ["schema": schema]]]
    }

    /// A form with a file, whose media type decides how it is read.
    private static let imageForm: JSON = [
        "required": true,
        "content": [
            "multipart/form-data": [
                "schema": [
                    "type": "object", "required": ["image"],
                    "properties": [
                        "image": [
                            "description": """
                            At most \(ImageUpload.sideMax) pixels wide and high, and \
                            \(ImageUpload.pixelsMax) in all; of several frames the first counts.
                            """
                        ]
                    ],
                ],
                "encoding": ["image": ["contentType": "image/png, image/jpeg, image/gif"]],
            ]
        ],
    ]
}

extension Route {
    /// What the declaration says beyond the summary, in sentences.
    fileprivate var notes: [String] {
        var notes: [String] = []
        switch entry {
        case .open, .scope: break
        case .user: notes.append("The token must be a user's; rows are that user's own.")
        }
        if path.allowsTrailingSlash {
            notes.append("The path may end with a slash.")
        }
        return notes
    }
}
