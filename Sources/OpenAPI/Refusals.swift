import Dialects
import Domain

/// Which errors a route can answer with: one of each sort, worded for the reader of the document.
extension Route {
    func refusals(by dialect: any Dialect) -> [APIError] {
        requestRefusals + callerRefusals(acceptsCookie: acceptsCookie(dialect)) + rowRefusals
            + databaseRefusals
    }

    private var requestRefusals: [APIError] {
        var refusals: [APIError] = [
            .badRequest("the request is malformed, or a value breaks its rule")
        ]
        guard operation.readsMembers || operation.readsImage else { return refusals }
        refusals += [
            APIError(.contentTooLarge, "the body is larger than the gateway takes"),
            APIError(.unsupportedMediaType, "the body is of another type"),
        ]
        return refusals
    }

    private func callerRefusals(acceptsCookie: Bool) -> [APIError] {
        let repeated = APIError(.unauthenticated(.repeated), "there is more than one token")
        guard let scope = entry.scope else { return [repeated] }
        var refusals: [APIError] = [
            APIError(.unauthenticated(.missing), "there are no credentials"),
            APIError(.unauthenticated(.malformed), "the credentials are of no known form"),
            repeated,
            APIError(.unauthenticated(.invalidToken), "the token is not valid"),
            APIError(.unauthenticated(.invalidKey), "the key is nobody's"),
        ]
        if acceptsCookie {
            refusals.append(
                APIError(.unauthenticated(.invalidCookie), "the token in a cookie is not valid"))
        }
        refusals.append(.insufficientScope(scope))
        if acceptsCookie { refusals.append(APIError.insufficientScope(scope).unchallenged) }
        switch entry {
        case .open, .scope: break
        case .user: refusals.append(.userRequired)
        }
        if namesTenant { refusals.append(APIError(.forbidden, "the tenant is another")) }
        return refusals
    }

    private var rowRefusals: [APIError] {
        var refusals: [APIError] = [.unknownTenant]
        if operation.namesRow {
            refusals.append(
                APIError(.notFound(key: "key"), "there is no such \(projection.resource.name)"))
        }
        if operation.changesRow {
            refusals.append(
                APIError(
                    .conflict(key: nil), "another row has what must be unique, or is being changed")
            )
        }
        if operation.isConditional { refusals.append(.preconditionFailed) }
        if operation == .create { refusals.append(.idempotencyMismatch) }
        return refusals
    }

    private var databaseRefusals: [APIError] {
        var refusals = [
            APIError(.defect, "the gateway made a mistake"),
            APIError(.unavailable, "the database is away or too busy, and nothing was done"),
            APIError(.timedOut, "the database did not answer in time, and nothing was done"),
        ]
        if operation.changesRow {
            refusals.append(
                APIError(.outcomeUnknown, "the database went away while it worked on the change"))
        }
        return refusals
    }
}
