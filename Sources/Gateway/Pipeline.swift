import Access
import Dialects
import Domain
import HTTPWire
import OAuth
import Reactor
import Store

/// The way of a request through the gateway, and nothing else: each step is a function elsewhere.
///
/// `Request → Route → Tenant → Principal → Intent → Plan → Outcome → Response`. Only the steps
/// that ask the database wait.
struct Pipeline {
    let router: Router
    let resolver: TenantResolver
    let directory: TenantDirectory
    let authenticator: Authenticator
    let store: Store
    let server: AuthorizationServer
    let trustedProxies: [AddressRange]
    let defaultTenant: Slug?
    /// What answers hold that their clients have not read.
    let answers: ByteBudget

    /// Answers a request that came from a peer which is, or is not, a trusted proxy.
    func response(
        to request: Request, from peer: String, isTrusted: Bool, clock: Authenticator.Clock,
        _ exchange: inout Exchange
    ) async -> Response {
        let origin: RequestOrigin
        do throws(APIError) {
            origin = try RequestOrigin(request, isTrusted: isTrusted)
        } catch {
            return refusal(
                error, .badRequest, of: request, by: dialect(of: request), clock, &exchange)
        }
        switch router.match(request.method, origin.path, origin.traits) {
        case .unknownPath(let dialect):
            return refusal(.unknownPath, .notFound, of: request, by: dialect, clock, &exchange)
        case .methodNotAllowed(let methods, let dialect):
            return wrongMethod(methods, of: request, origin, by: dialect, clock, &exchange)
        case .flow(let route, let dialect):
            exchange.dialect = dialect.name
            exchange.operation = route.name
            let from =
                isTrusted
                ? RequestOrigin.clientAddress(of: request, peer: peer, trusted: trustedProxies)
                : peer
            return await response(
                to: request, from: from, origin, route, dialect, clock, &exchange)
        case .route(let route, let dialect, let parameters):
            exchange.dialect = dialect.name
            exchange.operation = route.name
            do throws(APIError) {
                let credentials = Credentials(request, takesCookie: dialect.takesCookie)
                let tenant = try await admit(
                    credentials, to: route.entry, origin, clock, &exchange)
                let call = Call(
                    request: request, route: route, parameters: parameters,
                    principal: exchange.principal, tenant: tenant, now: clock.now)
                let intent = try Idempotency.applied(to: dialect.intent(of: call), of: call)
                let plan = try await store.plan(
                    intent, tenant: tenant, principal: call.principal)
                exchange.finished(.plan)
                let outcome = try await store.perform(plan, tenant: tenant)
                exchange.finished(.db)
                defer { exchange.finished(.encode) }
                let response = dialect.response(to: outcome, of: call)
                // What is only read can be read again; what was done has to be said.
                guard request.method != .get || answers.hasRoom(for: response.body.count) else {
                    throw APIError(
                        .unavailable, "too many answers wait to be read; try again shortly")
                }
                return response
            } catch {
                let error = route.projection.worded(error)
                exchange.error = error
                return dialect.response(
                    to: error, of: Attempt(request, route: route, now: clock.now))
            }
        }
    }

    /// The answer to a method that the path does not take, unless a browser asks for another one.
    private func wrongMethod(
        _ methods: [String], of request: Request, _ origin: RequestOrigin, by dialect: any Dialect,
        _ clock: Authenticator.Clock, _ exchange: inout Exchange
    ) -> Response {
        let open = router.methodsForAnyOrigin(origin.path, origin.traits)
        if !open.isEmpty, Preflight.isAsked(by: request) {
            exchange.dialect = dialect.name
            return Preflight.answer(open)
        }
        let error = APIError.methodNotAllowed(methods)
        return refusal(error, .methodNotAllowed, of: request, by: dialect, clock, &exchange)
    }

    /// The answer to a request whose body broke HTTP or a limit, in the words of its path's
    /// dialect; the status is the error's own.
    func refusal(
        of request: Request, because wire: WireError, clock: Authenticator.Clock,
        _ exchange: inout Exchange
    ) -> Response {
        let error =
            switch wire.status {
            case .contentTooLarge:
                APIError(.contentTooLarge, "the body is larger than this server takes")
            case .serviceUnavailable: APIError(.unavailable, wire.reason)
            default: APIError.badRequest(wire.reason)
            }
        var response = refusal(
            error, wire.status, of: request, by: dialect(of: request), clock, &exchange)
        response.status = wire.status
        return response
    }

    /// The dialect whose path it is, whatever is wrong with the rest.
    private func dialect(of request: Request) -> (any Dialect)? {
        // The path may be what cannot be decoded.
        let path = request.target.leadingSegments()[...]
        return router.dialect(of: path.first == "t" ? path.dropFirst(2) : path)
    }

    /// An error where no route was found: in the dialect's words, or, with the status, as a
    /// problem.
    private func refusal(
        _ error: APIError, _ status: Status, of request: Request, by dialect: (any Dialect)?,
        _ clock: Authenticator.Clock, _ exchange: inout Exchange
    ) -> Response {
        exchange.error = error
        exchange.dialect = dialect?.name
        guard let dialect else { return Problem.response(status, error.sentence) }
        let attempt = Attempt(request, route: nil, flow: flow(of: request), now: clock.now)
        return dialect.response(to: error, of: attempt)
    }

    /// The flow whose request it is, where nothing came of it: its errors may have a form of their
    /// own.
    private func flow(of request: Request) -> FlowRoute? {
        guard let origin = try? RequestOrigin(request, isTrusted: false),
            case .flow(let route, _) = router.match(request.method, origin.path, origin.traits)
        else { return nil }
        return route
    }

    /// Finds the tenant and the caller, and lets only callers with the route's permission pass.
    func admit(
        _ credentials: Credentials, to entry: Entry, _ origin: RequestOrigin,
        _ clock: Authenticator.Clock, _ exchange: inout Exchange
    ) async throws(APIError) -> Tenant {
        let named = try await resolver.resolve(origin.evidence, now: clock.monotonic)
        exchange.tenant = named
        exchange.finished(.tenant)
        guard let scope = entry.scope else {
            // Not ignored as other flaws are: they may name two tenants.
            guard credentials != .repeated else { throw credentials.refusal }
            if let named { return named }
            return try await tenantOfOpenRoute(credentials, clock, &exchange)
        }
        guard let token = credentials.token,
            let principal = try await authenticator.authenticate(
                token, tenant: named, clock: clock)
        else { throw credentials.refusal }
        exchange.principal = principal
        exchange.finished(.auth)
        do throws(APIError) {
            try principal.require(scope)
            if case .user = entry { _ = try principal.requireUser() }
        } catch {
            throw credentials.isCookie ? error.unchallenged : error
        }
        if let named { return named }
        let tenant = try await directory.tenant(number: principal.tenant, now: clock.monotonic)
        guard let tenant else { throw credentials.refusal }
        exchange.tenant = tenant
        return tenant
    }

    /// Where nothing else names the tenant of a public route: a live token does, else the default.
    private func tenantOfOpenRoute(
        _ credentials: Credentials, _ clock: Authenticator.Clock, _ exchange: inout Exchange
    ) async throws(APIError) -> Tenant {
        var tenant: Tenant?
        if let token = credentials.token,
            let principal = try await authenticator.authenticate(token, tenant: nil, clock: clock)
        {
            tenant = try await directory.tenant(number: principal.tenant, now: clock.monotonic)
        }
        if tenant == nil, let defaultTenant {
            tenant = try await directory.tenant(slug: defaultTenant, now: clock.monotonic)
        }
        guard let tenant else { throw .unknownTenant }
        exchange.tenant = tenant
        return tenant
    }
}
