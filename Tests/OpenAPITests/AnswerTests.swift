// The law that the dialects and the document keep: what is answered is what is described.

import Dialects
import Domain
import HTTPWire
import JSONWire
import TestSupport
import Testing

@testable import OpenAPI

@Suite struct AnswerTests {
    static let checker = ContractChecker(document: DocumentTests.document)

    @Test("every success is as described", arguments: DocumentTests.routes)
    func successes(_ route: Route) throws {
        let call = try route.sampleCall()
        for outcome in route.sampleOutcomes {
            let response = route.dialect.dialect.response(to: outcome, of: call)
            #expect(response.complaints(of: Self.checker, route.name) == [])
        }
    }

    @Test("a row that the client has is as described", arguments: DocumentTests.routes)
    func knownRow(_ route: Route) throws {
        guard route.operation.showsOneState else { return }
        let tags = "\"3\", W/\"\(Route.sampleDigest)\""
        let call = try route.sampleCall(fields: [
            ResponseField(.ifNoneMatch, FieldValue(sanitizing: tags))
        ])
        for outcome in route.sampleOutcomes {
            let response = route.dialect.dialect.response(to: outcome, of: call)
            #expect(response.status == .notModified)
            #expect(response.complaints(of: Self.checker, route.name) == [])
        }
    }

    @Test("every error is as described", arguments: DocumentTests.routes)
    func errors(_ route: Route) throws {
        for error in route.refusals(by: route.dialect.dialect) {
            let worded = APIError(error.kind, "a \"sentence\" with ünïcode")
            let response = try route.dialect.refusal(worded, via: route)
            #expect(response.complaints(of: Self.checker, route.name) == [])
        }
    }

    @Test(
        "a request without an operation is answered as described", arguments: DialectName.allCases)
    func unrouted(_ name: DialectName) throws {
        let unknown = try name.refusal(.unknownPath)
        #expect(unknown.complaints(of: Self.checker, "\(name.rawValue).unknown_path") == [])
        let refused = try name.refusal(.methodNotAllowed(["GET", "PUT"]))
        #expect(refused.complaints(of: Self.checker, "\(name.rawValue).method_not_allowed") == [])
    }

    @Test("a secret's answer may not be kept")
    func secrets() {
        for route in DocumentTests.routes {
            let answer = route.dialect.dialect.answer(of: route)
            let described = DocumentTests.operation(route)?["responses"]?["\(answer.status.code)"]
            let caching = described?["headers"]?["Cache-Control"]?["$ref"]?.string
            let isUncached = caching == "#/components/headers/Cache-Control"
            #expect(isUncached == answer.holdsSecret)
        }
    }
}

extension Response {
    /// What the document does not say of the response, once the gateway has named the request.
    func complaints(of checker: ContractChecker, _ operation: String) -> [String] {
        let fields = fields.map { ("\($0.name)", "\($0.value)") }
        return checker.complaints(
            operation: operation, status: Int(status.code),
            headers: fields + [("X-Request-Id", "3f2a")], body: body)
    }
}

extension DialectName {
    /// How the dialect words an error.
    fileprivate func refusal(_ error: APIError, via route: Route? = nil) throws -> Response {
        let request = try Request(route?.method ?? .get, "/")
        return dialect.response(
            to: error,
            of: Attempt(request, route: route, now: Timestamp(microseconds: 1_700_000_000_000_000)))
    }
}

extension Route {
    /// A request for the route as a client might send it.
    func sampleCall(fields: [ResponseField] = []) throws -> Call {
        let path = path.description.replacing(/\{[^}]*\}/, with: "abc")
        let request = try Request(method, "\(path)?amount=2&offset=0", fields: fields)
        return Call(
            request: request, route: self, parameters: ["abc"], principal: nil,
            tenant: Tenant(number: 1, slug: try #require(Slug("t"))),
            now: Timestamp(microseconds: 1_700_000_000_000_000))
    }

    /// What tells the sample logo from others.
    static let sampleDigest = "a1b2"

    /// What may come of the route: with rows, without any, with and without a next page.
    var sampleOutcomes: [Outcome] {
        let row = projection.sampleRows(1)
        let keys = RowKeys(of: projection.resource) { "abc\($0)" }
        return switch operation {
        case .list:
            [
                .list(projection.sampleRows(2), next: "c.1-2_3"),
                .list(projection.sampleRows(0), next: nil),
            ]
        case .read: [.record(row, version: 3), .record(projection.emptyRow, version: 3)]
        case .create: [.created(keys, secret: Secret("s"), version: 1)]
        case .replace, .update: [.changed(keys, version: 4)]
        case .delete, .act(.deleteClients): [.deleted]
        case .act(.readLogo): [.logo(png: [1, 2, 3], digest: Self.sampleDigest)]
        case .act(.replaceLogo): [.changed(keys, version: 6)]
        case .act(.rotateClientSecret): [.rotated(keys, secret: Secret("s"), version: 5)]
        }
    }
}

extension Projection {
    /// Rows with something in every field.
    func sampleRows(_ count: Int) -> Records {
        rows(count) { kind in
            switch kind {
            case .text: .text("https://shop.example/ü")
            case .texts: .texts(["https://shop.example/callback"])
            case .integer: .integer(7)
            case .boolean: .boolean(true)
            case .time: .time(Timestamp(microseconds: 1_700_000_000_000_000))
            case .json: .json(["a": 1])
            case .secret: .null
            }
        }
    }

    /// A row with nothing in any field that can lack it, as another dialect may have left it.
    var emptyRow: Records {
        rows(1) { kind in
            switch kind {
            case .text, .texts, .time, .secret: .null
            case .integer: .integer(0)
            case .boolean: .boolean(false)
            case .json: .json([:])
            }
        }
    }

    private func rows(_ count: Int, _ value: (ValueKind) -> Value) -> Records {
        let row = fields.ordinals.map { ordinal in
            let member = members.first { $0.ordinal == ordinal }
            let word = member?.constants?.words.last
            return word.map(Value.text) ?? value(resource.fields[ordinal].kind)
        }
        return Records(
            fields: fields, count: count, values: (0..<count).flatMap { _ in row })
    }
}
