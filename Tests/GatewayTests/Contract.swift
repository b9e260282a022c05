// Every answer that a test gets over the wire is held against the OpenAPI document on its way.

import Dialects
import Gateway
import GatewaySupport
import HTTPWire
import TestSupport
import Testing

extension TestGateway {
    /// Sends a request over a connection of its own, and holds the answer against the contract.
    func answer(
        _ request: HTTPRequest, sourceLocation: SourceLocation = #_sourceLocation
    ) async throws -> HTTPResponse {
        let response = try await send(request)
        Contract.check(response, to: request, sourceLocation: sourceLocation)
        return response
    }
}

/// What the gateway says of its own answers.
enum Contract {
    private static let checker = ContractChecker(document: Gateway.openAPIDocument(of: nil))
    private static let router = Router(DialectName.all)

    /// Records an issue for whatever the document does not say of the answer.
    static func check(
        _ response: HTTPResponse, to request: HTTPRequest,
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        #expect(response["Date"] != nil, sourceLocation: sourceLocation)
        guard let operation = operation(of: request) else { return }
        let complaints = checker.complaints(
            operation: operation, status: response.status,
            headers: response.fields.map { ($0.name, $0.value) }, body: response.body)
        #expect(complaints == [], "\(response.essence)", sourceLocation: sourceLocation)
    }

    /// The name by which the document knows the operation; nil where it is no dialect's.
    private static func operation(of request: HTTPRequest) -> String? {
        guard let method = Method(request.method),
            let target = try? Request(method, request.target).target,
            let path = try? target.segments()
        else { return nil }
        let isPrefixed = path.segments.first == "t" && path.segments.count >= 2
        let segments = isPrefixed ? path.segments.dropFirst(2) : path.segments[...]
        switch router.match(method, segments, path.traits) {
        case .route(let route, _, _): return route.name
        case .flow(let route, _): return route.name
        case .methodNotAllowed(_, let dialect):
            let isForAnyOrigin = !router.methodsForAnyOrigin(segments, path.traits).isEmpty
            guard !isForAnyOrigin || request["Access-Control-Request-Method"] == nil else {
                return nil
            }
            return "\(dialect.name.rawValue).method_not_allowed"
        case .unknownPath(let dialect):
            return dialect.map { "\($0.name.rawValue).unknown_path" }
        }
    }
}
