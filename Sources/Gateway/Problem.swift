import HTTPWire
import JSONWire

/// Answers to what is no dialect's: RFC 9457 problem details.
enum Problem {
    static func response(_ status: Status, _ detail: String) -> Response {
        var writer = JSONWriter(capacity: 128)
        writer.beginObject()
        writer.key("title")
        writer.string(status.reasonPhrase)
        writer.key("status")
        writer.integer(Int64(status.code))
        writer.key("detail")
        writer.string(detail)
        writer.endObject()
        return Response(
            status, fields: [ResponseField(.contentType, type)], body: writer.finish())
    }

    /// What cannot be read as a request: the connection closes after it.
    static func response(to error: WireError) -> Response {
        response(error.status, error.reason)
    }

    private static let type = FieldValue(literal: "application/problem+json")
}
