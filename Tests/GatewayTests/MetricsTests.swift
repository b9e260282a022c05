import GatewaySupport
import Testing

/// What `/metrics` says.
@Suite(.enabled(if: TestDatabase.isGiven), .sharesGateway, .serialized)
struct MetricsTests {
    @Test("every line is of the format, and every sample has a type")
    func format() async throws {
        let gateway = try TestGateway.shared
        _ = try await gateway.answer(HTTPRequest("GET", "/api/oauth/app?amount=1&offset=0"))
        let metrics = try await gateway.metrics()
        #expect(metrics.malformed == [])
        #expect(metrics.samples.count > 20)
        for sample in metrics.samples {
            let base = sample.name.replacing(/_(bucket|sum|count)$/, with: "")
            #expect(metrics.types[sample.name] ?? metrics.types[base] != nil, "\(sample.name)")
        }
        let names = metrics.samples.map { "\($0.name)\($0.labels.sorted { $0.key < $1.key })" }
        #expect(Set(names).count == names.count)
    }

    @Test("a request counts once, under its dialect, route and status")
    func requests() async throws {
        let gateway = try TestGateway.shared
        let tenant = try await gateway.database.tenant()
        let name = "postern_http_requests_total"
        let labels = ["dialect": "governor", "route": "governor.app.read", "status": "404"]
        let before = try await gateway.metrics().sum(of: name, labels)
        let read = HTTPRequest("GET", "/api/oauth/app/id/unknown").at(tenant.host)
        for _ in 0..<3 { _ = try await gateway.answer(read) }
        #expect(try await gateway.metrics().sum(of: name, labels) == before + 3)
    }

    @Test(
        "a path or method that is none is counted under the dialect whose path it is",
        arguments: [
            ("GET", "/api/oauth/nothing", "governor", "404"),
            ("POST", "/api/oauth/connection", "governor", "405"),
            ("GET", "/api/oauth/%zz", "governor", "400"), ("GET", "/nothing", "none", "404"),
        ])
    func unrouted(
        _ method: String, _ path: String, _ dialect: String, _ status: String
    ) async throws {
        let gateway = try TestGateway.shared
        let name = "postern_http_requests_total"
        let labels = ["dialect": dialect, "route": "none", "status": status]
        let before = try await gateway.metrics().sum(of: name, labels)
        _ = try await gateway.send(HTTPRequest(method, path))
        #expect(try await gateway.metrics().sum(of: name, labels) > before)
    }

    @Test("the histogram's buckets grow, and its count is that of all requests")
    func histogram() async throws {
        let metrics = try await TestGateway.shared.metrics()
        let name = "postern_http_request_duration_seconds"
        let buckets = metrics.values(of: "\(name)_bucket")
        #expect(buckets == buckets.sorted())
        #expect(metrics.samples.last { $0.name == "\(name)_bucket" }?.labels["le"] == "+Inf")
        #expect(buckets.last == metrics.sum(of: "\(name)_count"))
        #expect(buckets.last == metrics.sum(of: "postern_http_requests_total"))
    }

    @Test("what breaks HTTP is counted, and so are connections")
    func refusedRequests() async throws {
        let gateway = try TestGateway.shared
        let before = try await gateway.metrics()
        let client = try gateway.connect()
        try await client.send("GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n")
        #expect(try await client.response().status == 400)
        await client.close()
        let after = try await gateway.metrics()
        func growth(_ name: String) -> Double { after.sum(of: name) - before.sum(of: name) }
        #expect(growth("postern_http_requests_refused_total") == 1)
        let labels = ["dialect": "none", "route": "none", "status": "400"]
        #expect(
            after.sum(of: "postern_http_requests_total", labels)
                > before.sum(of: "postern_http_requests_total", labels))
        #expect(growth("postern_connections_accepted_total") == 2)
        #expect(after.sum(of: "postern_connections") >= 1)
    }

    @Test("metrics name no tenant, person, app or token")
    func secrecy() async throws {
        let gateway = try TestGateway.shared
        let owner = try await gateway.database.tenant()
        let app = try await owner.app()
        let token = try await owner.token()
        let read = HTTPRequest("GET", "/api/oauth/app/id/\(app.id)").at(owner.host).by(token)
        #expect(try await gateway.answer(read).status == 200)
        let text = try await gateway.answer(HTTPRequest("GET", "/metrics")).text
        for secret in [owner.slug, app.id, token] { #expect(!text.contains(secret)) }
    }
}
