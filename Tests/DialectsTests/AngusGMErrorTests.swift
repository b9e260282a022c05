// Each kind of error in the AngusGM dialect: status, key, message and fields.

import Dialects
import Domain
import HTTPWire
import JSONWire
import Testing

@Suite struct AngusGMErrorTests {
    private let dialect = AngusGM()

    private func response(
        _ kind: APIError.Kind, via name: String? = nil, type: String? = nil
    ) throws -> Response {
        let fields = type.flatMap { ResponseField(.contentType, $0) }.map { [$0] } ?? []
        let route = dialect.routes.first { $0.name == "angusgm.\(name ?? "")" }
        let request = try Request(.patch, "/api/v1/auth/client?x=secret", fields: fields)
        return dialect.response(
            to: APIError(kind, "the \"sentence\"", detail: "never shown"),
            of: Attempt(request, route: route, now: Timestamp(microseconds: 1_753_002_902_000_000)))
    }

    @Test(
        "status, class, key and message",
        arguments: [
            (
                .badRequest(.unreadable(member: "a")), 400, "param_parsing_error",
                #"Parameter parsing failed: the "sentence""#
            ),
            (
                .badRequest(.missing(member: "ids")), 400, "param_missing",
                "Parameter are missing: ids"
            ),
            (
                .badRequest(.invalid(member: "a", complaint: "must not be blank")), 400,
                "param_validation_error", "must not be blank"
            ),
            (.unsupportedMediaType, 415, "media_type_not_supported", ""),
            (.contentTooLarge, 413, "content_too_large", #"the "sentence""#),
            (.unauthenticated(.missing), 401, "unauthorized", "Unauthorized access"),
            (.unauthenticated(.invalidToken), 401, "invalid_token", "Unauthorized access"),
            (.unauthenticated(.repeated), 400, "invalid_request", #"the "sentence""#),
            (
                .insufficientScope(.appRead), 403, "insufficient_scope",
                "Insufficient permissions, access is forbidden"
            ),
            (.forbidden, 403, "forbidden", "Insufficient permissions, access is forbidden"),
            (
                .unknownPath, 404, "handler_not_found",
                "Not found handler PATCH /api/v1/auth/client"
            ),
            (.notFound(key: "k"), 404, "resource_not_found", "Not found resource Client[k]"),
            (
                .methodNotAllowed(["GET"]), 405, "method_not_supported",
                "Not supported method PATCH"
            ),
            (
                .conflict(key: "k"), 409, "resource_already_exists",
                "Already exists resource Client[k]"
            ),
            (.conflict(key: nil), 409, "resource_conflict", #"the "sentence""#),
            (.preconditionFailed, 412, "precondition_failed", #"the "sentence""#),
            (.idempotencyMismatch, 422, "idempotency_mismatch", #"the "sentence""#),
            (.defect, 500, "unknown_error", "Unknown exceptions, please contact us"),
            (.unavailable, 503, "service_unavailable", #"the "sentence""#),
            (.timedOut, 504, "gateway_timeout", #"the "sentence""#),
        ] as [(APIError.Kind, UInt16, String, String)])
    func wording(kind: APIError.Kind, status: UInt16, key: String, message: String) throws {
        let response = try response(kind)
        let json = try JSONReader.read(response.body)
        #expect(response.status.code == status)
        #expect(response[.contentType] == "application/json;charset=UTF-8")
        #expect(json.object?.names == ["code", "msg", "data", "datetime", "ext"])
        #expect(json["code"] == (status < 500 ? "E0" : "E2"))
        #expect(message.isEmpty || json["msg"]?.string == message)
        #expect(json["data"] == "the \"sentence\"")
        #expect(json["datetime"] == "2025-07-20 09:15:02")
        #expect(json["ext"] == ["eKey": .string(key)])
    }

    @Test(
        "the key is in the head, too, unless the caller was turned away",
        arguments: [
            (.unauthenticated(.missing), nil), (.insufficientScope(.appWrite), nil),
            (.userRequired, nil), (.forbidden, "forbidden"), (.unknownPath, "handler_not_found"),
        ] as [(APIError.Kind, String?)])
    func keyInHead(kind: APIError.Kind, key: String?) throws {
        let name = FieldName(literal: "XC-E-Key")
        #expect(try response(kind)[name] == key)
    }

    @Test("a parameter of the query is named in the message")
    func query() throws {
        let flaw = APIError.RequestFlaw.invalid(member: "ids", complaint: "must not be empty")
        let json = try JSONReader.read(try response(.badRequest(flaw), via: "client.delete").body)
        #expect(json["msg"] == "Parameter validation error, field:ids, must not be empty")
    }

    @Test(
        "the type that was sent is named", arguments: [("text/plain", "text/plain"), (nil, "none")])
    func mediaType(sent: String?, named: String) throws {
        let json = try JSONReader.read(try response(.unsupportedMediaType, type: sent).body)
        #expect(json["msg"]?.string == "Not supported http media type \(named)")
    }

    @Test("who is nobody is told how to be somebody, and the answer is not kept")
    func challenges() throws {
        let none = try response(.unauthenticated(.missing))
        #expect(none[.wwwAuthenticate] == "Bearer realm=\"angusgm\"")
        #expect(none[.cacheControl] == "no-store")
        #expect(none[.pragma] == "no-cache")
        let invalid = try response(.unauthenticated(.invalidToken)).fields
            .filter { $0.name == .wwwAuthenticate }.map(\.value.description)
        #expect(invalid.count == 2)
        #expect(invalid.first?.hasPrefix("invalid_token ") == true)
        #expect(
            invalid.last?.hasPrefix("Bearer realm=\"angusgm\", error=\"invalid_token\"") == true)
    }
}
