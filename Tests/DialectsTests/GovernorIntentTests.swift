// What a Governor call wants of the domain, and in which order its parts are refused.

import Catalog
import Dialects
import Domain
import HTTPWire
import Testing

@Suite struct GovernorIntentTests {
    private let governor = Governor()

    /// The intent of a call by a user with every permission.
    private func intent(
        _ name: String, _ target: String = "/api/oauth/app",
        _ fields: [(FieldName, String)] = [], key: String? = nil, body: String = ""
    ) throws -> Intent {
        try governor.intent(of: call(name, target, fields, key: key, body: body))
    }

    private func call(
        _ name: String, _ target: String, _ fields: [(FieldName, String)] = [],
        key: String? = nil, body: String = ""
    ) throws -> Call {
        let route = try #require(governor.routes.first { $0.name == "governor.\(name)" })
        let request = try Request(
            route.method, target,
            fields: fields.compactMap { ResponseField($0.0, $0.1) }, body: Array(body.utf8))
        let principal = Principal(
            tenant: 1, client: nil, subject: "u", scopes: .all,
            issued: Timestamp(microseconds: 0), expires: Timestamp(microseconds: 0))
        return Call(
            request: request, route: route, parameters: key.map { [$0] } ?? [],
            principal: principal, tenant: Tenant(number: 1, slug: try #require(Slug("t"))),
            now: Timestamp(microseconds: 0))
    }

    private func list(_ query: String) throws -> ListIntent {
        guard case .list(let list) = try intent("app.list", "/api/oauth/app?\(query)") else {
            throw APIError.unknownPath
        }
        return list
    }

    @Test(
        "a page",
        arguments: [
            ("amount=1&offset=0", 1, .offset(0)), ("amount=1024&offset=5", 1024, .offset(5)),
            ("offset=5&amount=3", 3, .offset(5)), ("amount=3&amount=4&offset=0", 3, .offset(0)),
            ("amount=3&offset=0&x=y", 3, .offset(0)),
            ("amount=3&offset=7&cursor=c", 3, .cursor("c")),
            ("amount=3&offset=7&cursor=", 3, .offset(7)), ("amount=%33&offset=0", 3, .offset(0)),
            ("amount=3&offset=2147483648", 3, .offset(2_147_483_648)),
            ("amount=3&offset=9223372036854775807", 3, .offset(.max)),
        ] as [(String, Int, PageStart)])
    func page(query: String, limit: Int, start: PageStart) throws {
        let list = try list(query)
        #expect(list.page == Page(limit: limit, start: start))
        #expect(list.filters.isEmpty)
        #expect(list.order == Resource.clients.orders[0])
    }

    @Test(
        "the first parameter that is wrong is named",
        arguments: [
            ("", "amount"), ("amount=0&offset=0", "amount"), ("amount=1025&offset=0", "amount"),
            ("amount=&offset=0", "amount"), ("amount=x&offset=x", "amount"),
            ("amount=1.0&offset=0", "amount"), ("amount=99999999999999999999&offset=0", "amount"),
            ("amount=1", "offset"), ("amount=1&offset=-1", "offset"),
            ("amount=1&offset=9223372036854775808", "offset"), ("amount=1&offset=a", "offset"),
            ("creatorid=\(String(repeating: "x", count: 32))&amount=0", "creatorid"),
        ])
    func wrongParameter(query: String, member: String) {
        let error = #expect(throws: APIError.self) { try list(query) }
        #expect(error?.flawedMember == member)
    }

    @Test(
        "ids are separated by commas, also before a combining mark",
        arguments: [
            ("a,b", ["a", "b"]), ("a,%CC%81b", ["a", "\u{301}b"]), (",,a,", ["a"]),
            ("a%2Cb", ["a", "b"]), ("%C3%A9,e%CC%81", ["\u{E9}", "e\u{301}"]),
        ])
    func ids(query: String, expected: [String]) throws {
        let intent = try intent("app.list_by_id", "/api/oauth/app/ids?ids=\(query)")
        guard case .list(let list) = intent, case .isOneOf(_, let ids)? = list.filters.first else {
            Issue.record("\(intent)")
            return
        }
        #expect(ids.map { Array($0.utf8) } == expected.map { Array($0.utf8) })
    }

    @Test("the link to the next page repeats the query, but for the cursor and a token")
    func link() throws {
        let target = "/api/oauth/app?amount=1&cursor=a&x=%26&access%5Ftoken=secret&offset=0"
        let outcome = Outcome.list(Records(fields: .none, count: 0, values: []), next: "b")
        let response = governor.response(to: outcome, of: try call("app.list", target))
        let link = response.fields.first { $0.name == .link }?.value.description
        #expect(link == "</api/oauth/app?amount=1&x=%26&offset=0&cursor=b>; rel=\"next\"")
    }

    @Test("a creator filters, an empty one does not")
    func creator() throws {
        let filters = try list("creatorid=abc&amount=1&offset=0").filters
        guard case .equals(let field, "abc")? = filters.first else {
            Issue.record("\(filters)")
            return
        }
        #expect(field == Resource.clients.ordinal(of: Client.creator))
        #expect(try list("creatorid=&amount=1&offset=0").filters.isEmpty)
    }

    @Test(
        "If-Match names versions",
        arguments: [
            ([], .exists), (["*"], .exists), (["\"3\""], .versions([3])),
            (["\"3\", \"4\""], .versions([3, 4])), (["\"3\"", "\"4\""], .versions([3, 4])),
            (["W/\"3\""], .versions([])), (["\"x\""], .versions([])),
            (["\"99999999999999999999\", \"1\""], .versions([1])),
        ] as [([String], Precondition)])
    func precondition(values: [String], expected: Precondition) throws {
        let intent = try intent(
            "app.delete", "/api/oauth/app/id/a", values.map { (.ifMatch, $0) }, key: "a")
        guard case .delete(let name, let precondition) = intent else {
            Issue.record("\(intent)")
            return
        }
        #expect(name.key == "a")
        #expect(precondition == expected)
    }

    @Test("a read has the precondition of If-Match, and If-None-Match is for its answer")
    func readPrecondition() throws {
        let fields = [(FieldName.ifMatch, "\"3\""), (.ifNoneMatch, "*")]
        let intent = try intent("app.read", "/api/oauth/app/id/a", fields, key: "a")
        guard case .read(_, _, .versions([3])) = intent else {
            Issue.record("\(intent)")
            return
        }
    }

    @Test("a change under If-None-Match: * is made to no row that exists")
    func unmadeChange() throws {
        let fields = [(FieldName.ifMatch, "\"3\""), (.ifNoneMatch, "*")]
        for fields in [fields, Array(fields.dropFirst())] {
            let intent = try intent("app.delete", "/api/oauth/app/id/a", fields, key: "a")
            guard case .delete(_, .versions([])) = intent else {
                Issue.record("\(intent)")
                return
            }
        }
    }

    @Test(
        "tags in If-None-Match are versions that a change must not meet",
        arguments: [
            ([], ["\"3\""], .otherVersions([3])), ([], ["W/\"3\", \"4\""], .otherVersions([3, 4])),
            ([], ["\"x\""], .exists), (["*"], ["\"3\""], .otherVersions([3])),
            (["\"3\", \"4\""], ["\"4\""], .versions([3])), (["\"3\""], ["\"3\""], .versions([])),
            (["\"3\""], ["*"], .versions([])),
        ] as [([String], [String], Precondition)])
    func tagsOfChange(matches: [String], others: [String], expected: Precondition) throws {
        let fields =
            matches.map { (FieldName.ifMatch, $0) } + others.map { (.ifNoneMatch, $0) }
        let intent = try intent("app.rotate", "/api/oauth/app/id/a", fields, key: "a")
        guard case .act(.rotateClientSecret(_, _, let precondition)) = intent else {
            Issue.record("\(intent)")
            return
        }
        #expect(precondition == expected)
    }

    @Test(
        "an If-None-Match that is no list of tags is a bad request",
        arguments: ["*, \"3\"", "3", ""])
    func malformedTagsOfChange(value: String) {
        let error = #expect(throws: APIError.self) {
            try intent("app.rotate", "/api/oauth/app/id/a", [(.ifNoneMatch, value)], key: "a")
        }
        #expect(error?.kind == .badRequest(.unreadable(member: nil)))
    }

    @Test(
        "a list has no tag and is there, so a new row of it can be refused",
        arguments: [
            (FieldName.ifMatch, "*", true), (.ifMatch, "\"3\"", false), (.ifMatch, "\"x\"", false),
            (.ifNoneMatch, "*", false), (.ifNoneMatch, "\"3\"", true),
        ])
    func conditionOfCreation(name: FieldName, value: String, isMade: Bool) throws {
        let fields = [(name, value), (.contentType, "application/json")]
        let body = #"{"name":"a","redirect_uri":"https://a.example/cb"}"#
        if isMade {
            #expect(throws: Never.self) {
                try intent("app.create", "/api/oauth/app", fields, body: body)
            }
        } else {
            let error = #expect(throws: APIError.self) {
                try intent("app.create", "/api/oauth/app", fields, body: body)
            }
            #expect(error?.kind == .preconditionFailed)
        }
    }

    @Test("an If-Match that is no list of tags is a bad request", arguments: ["3", "\"3", "", ","])
    func malformedPrecondition(value: String) {
        let error = #expect(throws: APIError.self) {
            try intent("app.delete", "/api/oauth/app/id/a", [(.ifMatch, value)], key: "a")
        }
        #expect(error?.kind == .badRequest(.unreadable(member: nil)))
    }

    @Test(
        "the body: presence, then type, then JSON, then an object",
        arguments: [
            ("", nil, .badRequest(.unreadable(member: nil))),
            ("{", nil, .badRequest(.unreadable(member: nil))),
            ("{}", "text/plain", .unsupportedMediaType), ("{", "text/json", .unsupportedMediaType),
            ("{", "application/json", .badRequest(.unreadable(member: nil))),
            ("[]", "application/json", .badRequest(.unreadable(member: nil))),
            ("1", "application/json", .badRequest(.unreadable(member: nil))),
            (
                "null", "application/json",
                .badRequest(.invalid(member: "name", complaint: "must not be empty"))
            ),
            (
                "{}", "application/json; charset=utf-8",
                .badRequest(.invalid(member: "name", complaint: "must not be empty"))
            ),
            (
                "{}", "Application/JSON",
                .badRequest(.invalid(member: "name", complaint: "must not be empty"))
            ),
        ] as [(String, String?, APIError.Kind)])
    func body(body: String, type: String?, kind: APIError.Kind) {
        let fields = type.map { [(FieldName.contentType, $0)] } ?? []
        let error = #expect(throws: APIError.self) {
            try intent("app.create", "/api/oauth/app", fields, body: body)
        }
        #expect(error?.kind == kind)
    }

    @Test(
        "a key in the path has 1 to 128 bytes",
        arguments: [
            ("", false), ("a", true), (String(repeating: "a", count: 128), true),
            (String(repeating: "a", count: 129), false),
            (String(repeating: "é", count: 65), false),
        ])
    func key(key: String, isTaken: Bool) {
        if isTaken {
            #expect(throws: Never.self) { try intent("app.read", key: key) }
        } else {
            let error = #expect(throws: APIError.self) { try intent("app.read", key: key) }
            #expect(error?.flawedMember == "client_id")
        }
    }
}

extension APIError {
    /// The member that made a request a bad one.
    fileprivate var flawedMember: String? {
        guard case .badRequest(let flaw) = kind else { return nil }
        switch flaw {
        case .unreadable(let member): return member
        case .missing(let member), .invalid(let member, _): return member
        }
    }
}
