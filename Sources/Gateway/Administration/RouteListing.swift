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
        public let route: Route
        /// The statements that a plain call of it runs, after the one that sets the tenant.
        public let statements: [String]
    }

    /// The operations, in the order of their dialects.
    public let entries: [Entry]

    /// Lists what a gateway with this configuration serves.
    public init(_ configuration: Configuration = Configuration()) {
        entries = Gateway.dialects(configuration).flatMap { dialect in
            dialect.routes.map { route in
                Entry(route: route, statements: Self.statements(of: route, dialect))
            }
        }
    }

    /// Asks the dialect and the store what they would do.
    ///
    /// None where the sample does not please the dialect, which a test rules out.
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
        let body = hasBody(route.operation) ? JSON.object(object(route.projection)).encoded : []
        let fields = [ResponseField(.contentType, FieldValue(literal: "application/json"))]
        let request = try? Request(
            route.method, target, fields: body.isEmpty ? [] : fields, body: body)
        let principal = Principal(
            tenant: 1, client: nil, subject: "sample", scopes: .all,
            expires: Timestamp(microseconds: .max))
        return request.map {
            Call(request: $0, route: route, parameters: parameters, principal: principal)
        }
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
        }
    }

    private static func hasBody(_ operation: Operation) -> Bool {
        switch operation {
        case .create, .replace, .update: true
        case .list, .read, .delete, .act: false
        }
    }

    private static func object(_ projection: Projection) -> JSONObject {
        var object = JSONObject()
        for member in projection.members where member.isWritable {
            switch member.form {
            case .text, .onlyText: object.append(member.name, .string(text(member.rules)))
            case .unixSeconds: object.append(member.name, .integer(0))
            }
        }
        return object
    }

    private static func text(_ rules: [Rule]) -> String {
        rules.contains(.absoluteURI) || rules.contains(.redirectURI)
            ? "https://example.com/" : "sample"
    }
}

extension PathPattern.Segment {
    fileprivate var isParameter: Bool {
        switch self {
        case .literal: false
        case .parameter: true
        }
    }
}
