import HTTPWire

/// The gateway's own paths, beside the dialects: health, readiness, metrics, the API's description.
enum Operations: String {
    case health = "/healthz"
    case readiness = "/readyz"
    case metrics = "/metrics"
    case description = "/openapi.json"

    /// The operation at a request's path, if the listener that it came to offers it.
    init?(_ request: borrowing Request, offered: Offer) {
        // Cheap for everything else: no other path is as short as the longest of these.
        guard request.target.withPath({ $0.count }) <= 13,
            let found = Operations(rawValue: request.target.path)
        else { return nil }
        switch (found, offered) {
        case (_, .all), (.description, .publicOnly), (.health, .adminOnly),
            (.readiness, .adminOnly), (.metrics, .adminOnly):
            self = found
        case (.health, .publicOnly), (.readiness, .publicOnly), (.metrics, .publicOnly),
            (.description, .adminOnly):
            return nil
        }
    }

    /// What a listener offers: everything, or one side of it where there are admin listeners.
    enum Offer: Sendable {
        case all
        case publicOnly
        case adminOnly
    }

    /// The answer to a method that these paths do not take.
    static let wrongMethod: Response = {
        var response = Problem.response(.methodNotAllowed, "this path takes GET and HEAD only")
        response.append(.allow, FieldValue(literal: "GET, HEAD"))
        return response
    }()

    /// The process serves.
    static let healthy = Response(
        .ok, fields: [ResponseField(.contentType, text)], body: Array("ok\n".utf8))

    static func ready() -> Response {
        Response(.ok, fields: [ResponseField(.contentType, text)], body: Array("ready\n".utf8))
    }

    /// Not ready, and why.
    static func notReady(_ reason: String) -> Response {
        Response(
            .serviceUnavailable,
            fields: [
                ResponseField(.contentType, text),
                ResponseField(.retryAfter, FieldValue(literal: "1")),
            ],
            body: Array("\(reason)\n".utf8))
    }

    static func metrics(_ body: String) -> Response {
        let type = FieldValue(literal: "text/plain; version=0.0.4; charset=utf-8")
        return Response(.ok, fields: [ResponseField(.contentType, type)], body: Array(body.utf8))
    }

    static func description(_ body: [UInt8]) -> Response {
        let type = FieldValue(literal: "application/json")
        return Response(.ok, fields: [ResponseField(.contentType, type)], body: body)
    }

    private static let text = FieldValue(literal: "text/plain; charset=utf-8")
}
