public import HTTPWire

/// What a browser asks before it lets a script of another site send a request (WHATWG Fetch §3.2.2,
/// "CORS-preflight request"): the same in every dialect.
public enum Preflight {
    /// Whether the request is such a question.
    public static func isAsked(by request: Request) -> Bool {
        request.method == .options && request.fields.count(of: .origin) == 1
            && request.fields.count(of: .requestedMethod) == 1
    }

    /// Any site may use these methods, with whatever fields; cookies never come along.
    public static func answer(_ methods: [Method]) -> Response {
        let names = methods.map(\.description).joined(separator: ", ")
        return Response(
            .noContent,
            fields: [
                ResponseField(.anyOrigin, FieldValue(literal: "*")),
                ResponseField(.allowedMethods, FieldValue(sanitizing: names)),
                // `Authorization` is the one field that `*` leaves out (Fetch §4.9).
                ResponseField(.allowedFields, FieldValue(literal: "Authorization, *")),
                ResponseField(.preflightAge, FieldValue(literal: "600")),
            ])
    }
}

/// WHATWG Fetch §3.2.
extension FieldName {
    static let requestedMethod = FieldName(literal: "Access-Control-Request-Method")
    static let allowedMethods = FieldName(literal: "Access-Control-Allow-Methods")
    static let allowedFields = FieldName(literal: "Access-Control-Allow-Headers")
    static let preflightAge = FieldName(literal: "Access-Control-Max-Age")
}
