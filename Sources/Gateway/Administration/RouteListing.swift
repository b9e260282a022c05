public import Dialects
import Domain
import HTTPWire
import JSONWire
import Store

/// The operations of the gateway's dialects, for people and programs to read.
public struct RouteListing: Sendable {
    /// One operation and the SQL that it runs.
    public struct Entry: Sendable {
        /// The operation as its dialect declares it.
        public let endpoint: Endpoint
        /// The statements that a plain call of it runs, after the one that sets the tenant; none
        /// for a flow, whose next statement depends on what the one before it found.
        public let statements: [String]
    }

    /// The operations, in the order of their dialects.
    public let entries: [Entry]

    /// Lists what a gateway with this configuration serves.
    public init(_ configuration: Configuration = Configuration()) {
        entries = Gateway.dialects(configuration).flatMap { dialect in
            dialect.endpoints.map { endpoint in
                Entry(endpoint: endpoint, statements: Self.statements(of: endpoint, dialect))
            }
        }
    }

    /// Asks the dialect and the store what they would do.
    ///
    /// None where the sample does not please the dialect, which a test rules out.
    private static func statements(of endpoint: Endpoint, _ dialect: any Dialect) -> [String] {
        switch endpoint {
        case .rows(let route): statements(of: route, dialect)
        case .flow: []
        }
    }

    private static func statements(of route: Route, _ dialect: any Dialect) -> [String] {
        guard let call = SampleCall.make(route), let intent = try? dialect.intent(of: call),
            let texts = try? Store.statementTexts(of: intent, principal: call.principal)
        else { return [] }
        return texts
    }
}

/// Makes the plainest call of an operation that its dialect accepts.
enum SampleCall {
    static func make(_ route: Route) -> Call? {
        let parameters = route.path.segments.filter(\.isParameter).map { _ in "sample" }
        let query = route.query.compactMap(pair).joined(separator: "&")
        let target = path(route) + (query.isEmpty ? "" : "?\(query)")
        let body = route.sampleBody("sample", row: "sample")
        let type = body.map { ResponseField(.contentType, FieldValue(sanitizing: $0.type)) }
        let request = try? Request(
            route.method, target, fields: type.map { [$0] } ?? [], body: body?.bytes ?? [])
        let principal = Principal(
            tenant: 1, client: nil, subject: "sample", scopes: .all,
            issued: Timestamp(microseconds: 0), expires: Timestamp(microseconds: .max))
        guard let request, let slug = Slug("sample") else { return nil }
        return Call(
            request: request, route: route, parameters: parameters, principal: principal,
            tenant: Tenant(number: 1, slug: slug), now: Timestamp(microseconds: 0))
    }

    private static func path(_ route: Route) -> String {
        route.path.segments.map { segment in
            switch segment {
            case .literal(let text): "/\(text)"
            case .parameter: "/sample"
            }
        }.joined()
    }

    private static func pair(_ parameter: QueryParameter) -> String? {
        switch parameter.role {
        case .limit(let range): "\(parameter.name)=\(range.upperBound)"
        case .offset: "\(parameter.name)=0"
        case .cursor: nil
        case .equals, .isOneOf:
            parameter.rules.contains(.required) ? "\(parameter.name)=sample" : nil
        case .tenant: nil
        case .names: "\(parameter.name)=sample"
        }
    }
}
