import Dialects
import Domain
import GatewaySupport
import HTTPWire
import JSONWire
import OAuth
import TestSupport
import Testing

/// What holds for every operation of the authorization server in every dialect.
@Suite(.enabled(if: TestDatabase.isGiven), .sharesGateway)
struct FlowLawTests {
    @Test("a tenant that does not exist is not found", arguments: FlowRoute.all)
    func unknownTenant(_ route: FlowRoute) async throws {
        for request in try await FlowOwner.make().requests(route) {
            var request = request
            request.target = request.target.replacing(/^\/t\/[^\/]+/, with: "/t/nobody")
            let answer = try await TestGateway.shared.answer(request)
            try expect(answer, is: .unknownTenant, by: route)
        }
    }

    @Test("a method that the path does not take is refused with those it takes")
    func otherMethods() async throws {
        let tenant = try await TestGateway.shared.database.tenant()
        for (path, routes) in Dictionary(grouping: FlowRoute.all, by: \.path) {
            let taken = routes.map(\.method.description)
            for method in ["GET", "POST", "PUT", "PATCH", "DELETE"]
            where !taken.contains(method) {
                let answer = try await TestGateway.shared.answer(
                    HTTPRequest(method, "/t/\(tenant.slug)\(path)"))
                #expect(answer.status == 405, "\(method) \(path)")
                let allowed = answer["Allow"]?.split(separator: ", ").map(String.init) ?? []
                #expect(Set(allowed).isSuperset(of: taken), "\(method) \(path)")
                #expect(!allowed.contains(method))
            }
        }
    }

    @Test("a body of another media type is refused", arguments: FlowRoute.reading)
    func otherMediaType(_ route: FlowRoute) async throws {
        let owner = try await FlowOwner.make()
        let types = ["text/plain", "application/xml", "application/x-www-form-urlencoded2", ""]
        for type in types {
            let asked = try #require(route.asked.first)
            var sent = asked.pairs(owner.values).sent
            sent.type = type
            let answer = try await TestGateway.shared.answer(owner.request(route, sent))
            #expect(answer.status == route.statusOfOtherType(type), "\(type)")
            #expect(answer.json?["error"] != nil || route.dialect != .oauth2)
        }
    }

    @Test("a body that is too large is refused", arguments: FlowRoute.reading)
    func largeBody(_ route: FlowRoute) async throws {
        let owner = try await FlowOwner.make()
        var request = try #require(owner.requests(route).first)
        request.body += Array(repeating: UInt8(ascii: "x"), count: 2 * 1024 * 1024)
        let client = try TestGateway.shared.connect()
        // What is refused is not read to its end, so the rest may find nobody.
        try? await client.send(request.bytes)
        let answer = try await client.response(to: request.method)
        #expect(answer.status == 413)
        #expect(answer.closes)
        Contract.check(answer, to: request)
    }

    @Test("every answer says how it may be kept, framed and read", arguments: FlowRoute.all)
    func fields(_ route: FlowRoute) async throws {
        let owner = try await FlowOwner.make()
        let asked = route.asked
        let bare = asked.map { owner.request(route, $0.pairs([:]).sent) }
        for request in owner.requests(route) + bare {
            let answer = try await TestGateway.shared.answer(request)
            FlowFields.check(answer, of: route)
        }
    }

    @Test("a token without the permission is refused", arguments: FlowRoute.guarded, Scope.allCases)
    func otherPermission(_ route: FlowRoute, _ scope: Scope) async throws {
        let tenant = try await TestGateway.shared.database.tenant()
        let user = try await tenant.user()
        let request = HTTPRequest(route.method.description, "/t/\(tenant.slug)\(route.path)")
        let answer = try await TestGateway.shared.answer(
            request.by(tenant.token(scope.rawValue, user: user)))
        let required = try #require(route.entry.scope)
        if scope == required {
            #expect(answer.status != 401 && answer.status != 403)
        } else {
            try expect(answer, is: .insufficientScope(required), by: route)
        }
        let none = try await TestGateway.shared.answer(request)
        try expect(none, is: APIError(.unauthenticated(.missing), ""), by: route, inWords: false)
    }

    @Test("a person's own operation is refused to a token of nobody", arguments: FlowRoute.guarded)
    func nobody(_ route: FlowRoute) async throws {
        let tenant = try await TestGateway.shared.database.tenant()
        let request = HTTPRequest(route.method.description, "/t/\(tenant.slug)\(route.path)")
        let answer = try await TestGateway.shared.answer(request.by(tenant.token("all")))
        switch route.entry {
        case .user: try expect(answer, is: .userRequired, by: route)
        case .scope, .open: #expect(answer.status != 401 && answer.status != 403)
        }
    }

    /// The answer is the one that the dialect words for the error.
    private func expect(
        _ answer: HTTPResponse, is error: APIError, by route: FlowRoute, inWords: Bool = true,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let attempt = Attempt(
            try Request(route.method, "/"), route: nil, flow: route,
            now: Timestamp(microseconds: 0))
        let worded = route.dialect.dialect.response(to: error, of: attempt)
        #expect(answer.status == Int(worded.status.code), sourceLocation: sourceLocation)
        #expect(answer["Content-Type"] == worded[.contentType], sourceLocation: sourceLocation)
        #expect(answer["WWW-Authenticate"] == worded[.wwwAuthenticate])
        guard inWords else { return }
        let text = String(decoding: worded.body, as: UTF8.self)
        #expect(answer.text == text, sourceLocation: sourceLocation)
    }
}

/// The fields that every answer of the authorization server has, by what its body is.
enum FlowFields {
    static func check(_ answer: HTTPResponse, of route: FlowRoute) {
        let what = "\(route.name): \(answer.essence)"
        #expect(answer["Date"] != nil, "\(what)")
        #expect(answer.fields.count { $0.name == "X-Content-Type-Options" } == 1, "\(what)")
        #expect(answer["X-Content-Type-Options"] == "nosniff", "\(what)")
        #expect(answer["Cache-Control"] == route.caching(of: answer), "\(what)")
        #expect(answer["Access-Control-Allow-Origin"] == (route.isForAnyOrigin ? "*" : nil))
        #expect(answer["Access-Control-Allow-Credentials"] == nil)
        if answer["Content-Type"]?.hasPrefix("text/html") == true {
            let policy = answer["Content-Security-Policy"] ?? ""
            #expect(policy.contains("default-src 'none'"), "\(what)")
            #expect(policy.contains("frame-ancestors 'none'"), "\(what)")
            #expect(answer["X-Frame-Options"] == "DENY", "\(what)")
            #expect(answer["Referrer-Policy"] == "no-referrer", "\(what)")
        }
        if answer.status == 303 { #expect(answer["Referrer-Policy"] == "no-referrer", "\(what)") }
        for (name, value) in answer.fields where name == "Set-Cookie" {
            #expect(value.hasSuffix("; HttpOnly; Secure; SameSite=Lax"), "\(what)")
        }
    }
}

extension FlowRoute {
    /// What is said of a body of a type that the operation does not read.
    ///
    /// Governor tells a missing type from another one, and takes what is no form for an empty one.
    fileprivate func statusOfOtherType(_ type: String) -> Int {
        dialect == .governor && (flow == .token || type.isEmpty) ? 400 : 415
    }

    /// How an answer may be kept: what is published for a while, and all else not at all.
    ///
    /// Governor says so only of tokens and codes.
    fileprivate func caching(of answer: HTTPResponse) -> String? {
        guard dialect != .governor else {
            let isSecret = flow == .token || flow == .consentByToken && answer.status == 200
            return isSecret ? "no-store" : nil
        }
        guard answer.status == 200 else { return "no-store" }
        switch flow {
        case .metadata, .keys: return "public, max-age=60"
        case .stylesheet: return "public, max-age=86400"
        case .authorize, .authorizeByForm, .login, .consent, .consentByToken, .authorizeDevice,
            .devicePage, .deviceAnswer, .push, .token, .introspect, .revoke, .userInfo,
            .endSession:
            return "no-store"
        }
    }
}
