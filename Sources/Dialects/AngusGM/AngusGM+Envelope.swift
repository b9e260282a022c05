import Domain
import HTTPWire
import JSONWire

/// The envelope around every answer: `code`, `msg`, `data`, `datetime`, `ext`.
extension AngusGM {
    /// A success with the data that `body` writes.
    static func success(
        of call: Call, capacity: Int = 256, _ body: (inout JSONWriter) -> Void
    ) -> Response {
        var writer = JSONWriter(capacity: capacity)
        writer.beginObject()
        writer.key("code")
        writer.string("S")
        writer.key("msg")
        writer.string("Success")
        writer.key("data")
        body(&writer)
        close(&writer, at: call.now, errorKey: nil)
        return response(.ok, writer)
    }

    /// A failure: its class, its message, what was wrong in detail, and its key.
    static func failure(
        _ status: Status, _ code: String, _ message: String, detail: String, key: String,
        at now: Timestamp
    ) -> Response {
        var writer = JSONWriter(capacity: 512)
        writer.beginObject()
        writer.key("code")
        writer.string(code)
        writer.key("msg")
        writer.string(message)
        writer.key("data")
        writer.string(detail)
        close(&writer, at: now, errorKey: key)
        return response(status, writer)
    }

    /// Says who called, as every answer to a token does that succeeds.
    static func name(_ call: Call, in response: inout Response) {
        guard let principal = call.principal else { return }
        if let client = principal.client {
            response.append(callerClient, FieldValue(sanitizing: client))
        }
        response.append(callerTenant, FieldValue(sanitizing: String(principal.tenant)))
        if let subject = principal.subject {
            response.append(callerUser, FieldValue(sanitizing: subject))
        }
    }

    private static func close(_ writer: inout JSONWriter, at now: Timestamp, errorKey: String?) {
        writer.key("datetime")
        writer.string(utf8: LocalTime.text(now).span)
        writer.key("ext")
        writer.beginObject()
        if let errorKey {
            writer.key("eKey")
            writer.string(errorKey)
        }
        writer.endObject()
        writer.endObject()
    }

    private static func response(_ status: Status, _ writer: consuming JSONWriter) -> Response {
        Response(
            status, fields: [ResponseField(.contentType, jsonType)], body: writer.finish())
    }

    private static let jsonType = FieldValue(literal: "application/json;charset=UTF-8")
    static let callerClient = FieldName(literal: "XC-Auth-Client-Id")
    static let callerTenant = FieldName(literal: "XC-Auth-Tenant-Id")
    static let callerUser = FieldName(literal: "XC-Auth-User-Id")
}
