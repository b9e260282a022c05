// Each kind of error in the Governor dialect: status, challenge, and the shape of the body.

import Dialects
import Domain
import HTTPWire
import Testing

@Suite struct GovernorErrorTests {
    private let governor = Governor(realm: "r")

    private func response(
        _ kind: APIError.Kind, _ sentence: String = "say \"this\""
    ) throws -> Response {
        governor.response(
            to: APIError(kind, sentence, detail: "never shown"),
            of: Attempt(try Request(.get, "/"), route: nil, now: Timestamp(microseconds: 0)))
    }

    @Test(
        "statuses",
        arguments: [
            (.badRequest(.unreadable(member: nil)), 400),
            (.badRequest(.invalid(member: "name", complaint: "is odd")), 400),
            (.conflict(key: nil), 400), (.unauthenticated(.repeated), 400),
            (.unauthenticated(.missing), 401),
            (.unauthenticated(.invalidToken), 401), (.insufficientScope(.appRead), 403),
            (.userRequired, 403), (.forbidden, 403), (.unknownTenant, 404),
            (.notFound(key: "a"), 404),
            (.preconditionFailed, 412), (.contentTooLarge, 413), (.unsupportedMediaType, 415),
            (.idempotencyMismatch, 422), (.defect, 500), (.unavailable, 503),
            (.outcomeUnknown, 503), (.timedOut, 504),
        ] as [(APIError.Kind, UInt16)])
    func status(kind: APIError.Kind, code: UInt16) throws {
        let response = try response(kind)
        #expect(response.status.code == code)
        #expect(response[.contentType] == "application/json; charset=utf-8")
        #expect(
            String(decoding: response.body, as: UTF8.self)
                == #"{"message":"say \"this\""}"# + "\n")
    }

    @Test("an unknown path is told in plain text")
    func unknownPath() throws {
        let response = try response(.unknownPath)
        #expect(response.status == .notFound)
        #expect(response[.contentType] == "text/plain; charset=utf-8")
        #expect(response.body == Array("404 page not found\n".utf8))
    }

    @Test("a wrong method is told with nothing but Allow")
    func wrongMethod() throws {
        let response = try response(.methodNotAllowed(["GET", "PUT"]))
        #expect(response.status == .methodNotAllowed)
        #expect(response[.allow] == "GET, PUT")
        #expect(response.body == [])
    }

    @Test(
        "challenges",
        arguments: [
            (.unauthenticated(.missing), #"Bearer realm="r""#),
            (
                .unauthenticated(.invalidToken),
                #"Bearer realm="r", error="invalid_token", error_description="the sentence""#
            ),
            (
                .unauthenticated(.malformed),
                #"Bearer realm="r", error="invalid_token", error_description="the sentence""#
            ),
            (
                .unauthenticated(.invalidKey),
                #"Basic realm="r", error="invalid_token", error_description="the sentence""#
            ),
            (
                .unauthenticated(.repeated),
                #"Bearer realm="r", error="invalid_request", error_description="the sentence""#
            ),
            (.unauthenticated(.invalidCookie), nil),
            (
                .insufficientScope(.connectionWrite),
                #"Bearer realm="r", scope="gov.user.oauth.connection:write", "#
                    + #"error="insufficient_scope", error_description="the sentence""#
            ),
            (
                .userRequired,
                #"Bearer realm="r", error="insufficient_scope", error_description="the sentence""#
            ),
            (.notFound(key: "a"), nil), (.badRequest(.unreadable(member: nil)), nil),
            (.unavailable, nil),
        ] as [(APIError.Kind, String?)])
    func challenge(kind: APIError.Kind, challenge: String?) throws {
        let response = try response(kind, "the sentence")
        #expect(response[.wwwAuthenticate] == challenge)
    }

    @Test(
        "only what did nothing asks to be sent again",
        arguments: [
            (.unavailable, "1"), (.timedOut, "1"), (.outcomeUnknown, nil), (.defect, nil),
            (.conflict(key: nil), nil), (.notFound(key: "a"), nil),
        ] as [(APIError.Kind, String?)])
    func retrying(kind: APIError.Kind, after: String?) throws {
        #expect(try response(kind)[.retryAfter] == after)
    }
}
