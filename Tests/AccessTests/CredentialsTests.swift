// What a request shows to say who it is, read off the wire's own bytes.

import Domain
import HTTPWire
import Testing

@testable import Access

@Suite struct CredentialsTests {
    private func request(
        _ fields: [String], method: String = "GET", target: String = "/"
    ) throws -> Request {
        let head = ["\(method) \(target) HTTP/1.1", "Host: a"] + fields
        var decoder = RequestDecoder()
        decoder.append(Array((head.joined(separator: "\r\n") + "\r\n\r\n").utf8).span)
        guard case .request(let request) = try decoder.next() else {
            throw Incomplete()
        }
        return request
    }

    private struct Incomplete: Error {}

    @Test(
        "the Authorization field",
        arguments: [
            ("Bearer abc", .bearer(Secret("abc"))), ("bearer abc", .bearer(Secret("abc"))),
            ("BEARER abc", .bearer(Secret("abc"))), ("Bearer a=b/+~", .bearer(Secret("a=b/+~"))),
            ("Bearer", .malformed), ("Bearer ", .malformed), ("Bearer  abc", .malformed),
            ("Bearer a b", .malformed), ("Bearerabc", .malformed), ("abc", .malformed),
            ("Digest abc", .malformed), ("Bear abc", .malformed), ("Bearer, abc", .malformed),
            ("Basic abc", .basic), ("basic abc", .basic), ("Basic", .basic), ("Basi", .malformed),
            ("", .malformed),
        ] as [(String, Credentials)])
    func authorization(value: String, expected: Credentials) throws {
        #expect(
            Credentials(try request(["Authorization: \(value)"]), takesCookie: true) == expected)
        #expect(
            Credentials(
                try request(["Authorization: \(value)"], method: "DELETE"), takesCookie: true)
                == expected)
    }

    @Test("where no cookie is taken, one says nothing")
    func cookieNotTaken() throws {
        let request = try request(["Cookie: access_token=abc"])
        #expect(Credentials(request, takesCookie: false) == .none)
    }

    @Test("more than one Authorization field is nobody's, however alike they are")
    func repeated() throws {
        let fields = ["Authorization: Bearer abc", "authorization: Bearer abc"]
        #expect(Credentials(try request(fields), takesCookie: true) == .malformed)
    }

    @Test(
        "the cookie",
        arguments: [
            (["access_token=abc"], .cookie(Secret("abc"))),
            (["a=1; access_token=abc; b=2"], .cookie(Secret("abc"))),
            (["a=1", "access_token=abc"], .cookie(Secret("abc"))),
            (["access_token="], .cookie(Secret(""))), (["access_token"], .none),
            (["xaccess_token=abc"], .none), (["Access_Token=abc"], .none),
            (["a=access_token=abc"], .none), ([""], .none), ([";;; ;"], .none),
            (["a=1;\u{301}access_token=abc"], .none),
            (["a=1;\u{301}b; access_token=abc"], .cookie(Secret("abc"))),
            (["access_token=\u{301}abc"], .cookie(Secret("\u{301}abc"))),
            (["a=1;\u{20DD};access_token=abc;\u{301}"], .cookie(Secret("abc"))),
        ] as [([String], Credentials)])
    func cookie(cookies: [String], expected: Credentials) throws {
        #expect(
            Credentials(try request(cookies.map { "Cookie: \($0)" }), takesCookie: true) == expected
        )
    }

    @Test("a cookie counts for nothing where something changes", arguments: ["PUT", "DELETE"])
    func crossSite(method: String) throws {
        #expect(
            Credentials(
                try request(["Cookie: access_token=abc"], method: method), takesCookie: true)
                == .none)
    }

    @Test("the field goes before the cookie, also when it is wrong")
    func precedence() throws {
        let cookie = "Cookie: access_token=abc"
        #expect(
            Credentials(try request([cookie, "Authorization: Bearer x"]), takesCookie: true)
                == .bearer(Secret("x")))
        #expect(
            Credentials(try request([cookie, "Authorization: x"]), takesCookie: true) == .malformed)
    }

    @Test(
        "a token in a field and one in the query are one too many (RFC 6750 §2)",
        arguments: [
            "access_token=abc", "a=b&access_token=", "access%5Ftoken=abc", "access_token",
            "access_token=x&y=%zz", "%zz&access_token=x", "y=%FF&access_token=%FF",
            String(repeating: "a&", count: 300) + "access_token=x",
        ],
        [
            "Authorization: Bearer abc", "Authorization: Basic abc", "Authorization: abc",
            "Cookie: access_token=abc",
        ])
    func twice(query: String, field: String) throws {
        let request = try request([field], target: "/?\(query)")
        #expect(Credentials(request, takesCookie: true) == .repeated)
        #expect(Credentials(request, takesCookie: true).token == nil)
    }

    @Test("a token in the query alone is nobody's")
    func queryAlone() throws {
        let target = "/?access_token=abc"
        #expect(Credentials(try request([], target: target), takesCookie: true) == .none)
        #expect(
            Credentials(try request(["Cookie: a=x"], target: target), takesCookie: true) == .none)
    }

    @Test(
        "other names in the query are no token",
        arguments: ["Access_Token=a", "a=access_token", "a=%zz"])
    func otherQuery(query: String) throws {
        let request = try request(["Authorization: Bearer abc"], target: "/?\(query)")
        #expect(Credentials(request, takesCookie: true) == .bearer(Secret("abc")))
    }

    @Test("no credentials at all")
    func nothing() throws {
        #expect(Credentials(try request([]), takesCookie: true) == .none)
        #expect(Credentials.none.token == nil)
        #expect(Credentials.basic.token == nil)
        #expect(Credentials.malformed.token == nil)
    }

    @Test(
        "each kind of nobody has its own refusal",
        arguments: [
            (.none, .missing), (.bearer(Secret("a")), .invalidToken),
            (.cookie(Secret("a")), .invalidCookie), (.basic, .invalidKey), (.malformed, .malformed),
            (.repeated, .repeated),
        ] as [(Credentials, APIError.CredentialsFlaw)])
    func refusal(credentials: Credentials, flaw: APIError.CredentialsFlaw) {
        #expect(credentials.refusal.kind == .unauthenticated(flaw))
        #expect(credentials.refusal.detail == nil)
    }
}
