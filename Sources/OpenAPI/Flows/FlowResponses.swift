import Dialects
import Domain
import HTTPWire
import JSONWire
import OAuth

/// What an operation of the authorization server answers, by status.
extension Components {
    mutating func responses(of route: FlowRoute, by dialect: any FlowDialect) -> JSONObject {
        let meaning = route.flow.meaning
        let call = FlowCall.sample(of: route)
        let shown = meaning.shape.map { schema(of: $0, showing: nil) }
        let refused = schema(of: dialect.errorShape(of: route), showing: nil)
        var answers = meaning.outcomes.map { outcome in
            SampleAnswer(nil, dialect.response(to: outcome, of: call), json: shown ?? true)
        }
        answers += meaning.refusals.map { error in
            SampleAnswer(error.description, dialect.response(to: error, of: call), json: refused)
        }
        for error in route.refusals {
            // What breaks HTTP or a limit is answered before its operation is looked for.
            for flow in [route, nil] {
                let attempt = Attempt(
                    call.request, route: nil, flow: flow, now: Timestamp(microseconds: 0))
                answers.append(
                    SampleAnswer(
                        error.sentence, dialect.response(to: error, of: attempt), json: refused))
            }
        }
        return responses(like: answers)
    }
}

extension FlowCall {
    /// A call of which only the operation is known.
    fileprivate static func sample(of route: FlowRoute) -> FlowCall {
        guard let request = try? Request(route.method, "/"), let slug = Slug("sample") else {
            preconditionFailure("a sample that is none")
        }
        let tenant = Tenant(number: 1, slug: slug)
        return FlowCall(
            request: request, route: route, principal: nil, tenant: tenant,
            issuer: IssuerTemplate.local.issuer(of: tenant), now: Timestamp(microseconds: 0),
            peer: "", requestID: "sample")
    }
}

extension FlowRoute {
    /// Which errors beside the protocol's the operation can answer with.
    var refusals: [APIError] {
        var refusals: [APIError] = [
            .badRequest("the request is malformed"),
            APIError(.unauthenticated(.repeated), "there is more than one token"),
            .unknownTenant,
            APIError(.contentTooLarge, "the body is larger than the gateway takes"),
        ]
        if readsBody {
            refusals.append(APIError(.unsupportedMediaType, "the body is of another type"))
        }
        if let scope = entry.scope {
            refusals += [
                APIError(.unauthenticated(.missing), "there are no credentials"),
                APIError(.unauthenticated(.malformed), "the credentials are of no known form"),
                APIError(.unauthenticated(.invalidToken), "the token is not valid"),
                APIError(.unauthenticated(.invalidKey), "the key is nobody's"),
                .insufficientScope(scope), .userRequired,
            ]
        }
        refusals += [
            APIError(.defect, "the gateway made a mistake"),
            APIError(.unavailable, "the database is away or too busy, and nothing was done"),
            APIError(.timedOut, "the database did not answer in time, and nothing was done"),
        ]
        refusals += flow.meaning.failures
        if flow.meaning.changesSomething {
            refusals.append(
                APIError(.outcomeUnknown, "the database went away while it worked on the change"))
        }
        return refusals
    }
}
