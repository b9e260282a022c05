// Calls of Governor's flows, without a gateway.

import Dialects
import Domain
import HTTPWire
import OAuth
import Testing

enum GovernorFlow {
    static let dialect = Governor(realm: "r")

    /// A call of `governor.openid.…`; fields without a value are not sent.
    static func call(
        _ name: String, _ target: String = "/", _ fields: [(FieldName, String?)] = [],
        body: String = ""
    ) throws -> FlowCall {
        let route = try #require(
            dialect.flowRoutes.first { $0.name == "governor.openid.\(name)" })
        let request = try Request(
            route.method, target,
            fields: fields.compactMap { field, value in
                value.flatMap { ResponseField(field, $0) }
            }, body: Array(body.utf8))
        let tenant = Tenant(number: 1, slug: try #require(Slug("t")))
        let template = try #require(IssuerTemplate("https://{tenant}.example"))
        return FlowCall(
            request: request, route: route, principal: nil, tenant: tenant,
            issuer: template.issuer(of: tenant), now: Timestamp(microseconds: 0),
            peer: "192.0.2.1", requestID: "a")
    }
}
