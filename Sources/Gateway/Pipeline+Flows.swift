import Access
import Dialects
import Domain
import HTTPWire
import OAuth

/// The way of a request to the authorization server: as that of others, but for what it starts.
extension Pipeline {
    func response(
        to request: Request, from peer: String, _ origin: RequestOrigin, _ route: FlowRoute,
        _ dialect: any FlowDialect, _ clock: Authenticator.Clock, _ exchange: inout Exchange
    ) async -> Response {
        let attempt = Attempt(request, route: nil, flow: route, now: clock.now)
        let tenant: Tenant
        do throws(APIError) {
            let credentials = Credentials(request, takesCookie: dialect.takesCookie)
            tenant = try await admit(credentials, to: route.entry, origin, clock, &exchange)
        } catch {
            exchange.error = error
            return dialect.response(to: error, of: attempt)
        }
        let call = FlowCall(
            request: request, route: route, principal: exchange.principal, tenant: tenant,
            issuer: server.settings.issuer.issuer(of: tenant), now: clock.now, peer: peer,
            requestID: exchange.requestID)
        do throws(FlowError) {
            var asked = try dialect.flowRequest(of: call)
            asked.monotonic = clock.monotonic
            let outcome = try await server.perform(route.flow, asked)
            exchange.finished(.db)
            defer { exchange.finished(.encode) }
            return dialect.response(to: outcome, of: call)
        } catch {
            switch error {
            case .refused(let error):
                exchange.refusal = error
                return dialect.response(to: error, of: call)
            case .failed(let error):
                exchange.error = error
                return dialect.response(to: error, of: attempt)
            }
        }
    }
}
