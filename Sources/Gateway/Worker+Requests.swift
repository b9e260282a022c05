// A worker's answers: to the gateway's own paths, and through the pipeline to everything else.

import Dialects
import Domain
import HTTPWire
import Reactor
import Store

extension Worker {
    /// Answers a request, and notes it in the log and the metrics.
    func response(
        to request: Request, from peer: String, isTrusted: Bool, offer: Operations.Offer
    ) async -> Response {
        var exchange = exchange(of: request)
        var response: Response
        if let operation = Operations(request, offered: offer) {
            response = await self.response(to: request, operation)
        } else if offer == .adminOnly {
            response = Problem.response(.notFound, "only health and metrics are served here")
        } else {
            response = await pipeline.response(
                to: request, from: peer, isTrusted: isTrusted, clock: clock, &exchange)
        }
        if let timing = exchange.serverTiming { response.append(.serverTiming, timing) }
        return note(response, request, exchange, peer: peer, isTrusted: isTrusted)
    }

    /// Notes an answer that needed nothing but the request.
    func answered(
        _ request: Request, from peer: String, immediately response: Response
    ) -> Response {
        let isRead = request.method == .get || request.method == .head
        return note(
            isRead ? response : Operations.wrongMethod, request, exchange(of: request),
            peer: peer, isTrusted: false)
    }

    /// Answers what broke HTTP or a limit, and notes it like everything else.
    ///
    /// `asked` is the request without its body, where its head at least was whole: then its path's
    /// dialect has the words.
    func refused(
        _ error: WireError, asked: Request?, from peer: String, isTrusted: Bool
    ) -> Response {
        metrics.requestsRefused += 1
        var exchange = exchange(of: asked)
        let response: Response
        if let asked {
            response = pipeline.refusal(of: asked, because: error, clock: clock, &exchange)
        } else {
            exchange.error = .badRequest(error.reason)
            response = Problem.response(to: error)
        }
        return note(response, asked, exchange, peer: peer, isTrusted: isTrusted)
    }

    private func exchange(of request: Request?) -> Exchange {
        Exchange(
            requestID: requestIDs.name(of: request),
            timesSteps: configuration.sendsServerTiming
                || request.map(Exchange.asksForSteps) ?? false)
    }

    private func response(to request: Request, _ operation: Operations) async -> Response {
        guard request.method == .get || request.method == .head else {
            return Operations.wrongMethod
        }
        switch operation {
        case .health: return Operations.healthy
        case .readiness: return await readiness()
        case .metrics: return Operations.metrics(await reports.metrics())
        case .description: return Operations.description(reports.description)
        }
    }

    /// Ready means: the database answers, and it has had the migrations that this program knows.
    private func readiness() async -> Response {
        do throws(APIError) {
            switch SchemaState(applied: try await store.appliedMigrations()) {
            // A database that is ahead serves this program too: migrations only add.
            case .current, .unknown: return Operations.ready()
            case .pending(let migration):
                return Operations.notReady(
                    "the database lacks migration \(migration.label); run postern migrate up")
            case .edited(let migration):
                return Operations.notReady("migration \(migration.label) was edited")
            }
        } catch {
            return Operations.notReady(error.sentence)
        }
    }

    private func note(
        _ response: Response, _ request: Request?, _ exchange: Exchange, peer: String,
        isTrusted: Bool
    ) -> Response {
        var response = response
        response.append(.xRequestID, FieldValue(sanitizing: exchange.requestID))
        let elapsed = (Instant.current().nanoseconds - exchange.started.nanoseconds) / 1000
        let key = Metrics.Key(
            dialect: exchange.dialect?.rawValue ?? "none",
            route: exchange.operation ?? "none", status: response.status.code)
        metrics.answered(key, microseconds: elapsed)
        guard configuration.log.includesRequests else { return response }
        log.write(
            RequestLog.Line(
                method: request?.method, status: response.status.code, bytes: response.body.count,
                microseconds: elapsed, client: client(of: request, peer, isTrusted: isTrusted),
                traceparent: request?.fields[.traceparent].map { String($0.prefix(128)) },
                wallTime: loop.wallTime),
            exchange)
        return response
    }

    private func client(of request: Request?, _ peer: String, isTrusted: Bool) -> String {
        guard isTrusted, let request else { return peer }
        return RequestOrigin.clientAddress(
            of: request, peer: peer, trusted: configuration.trustedProxies)
    }
}
