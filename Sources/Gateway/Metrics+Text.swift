import Postgres

/// The counters of all loops in Prometheus' text format, version 0.0.4.
struct MetricsText {
    private(set) var text = ""

    init(_ workers: [WorkerMetrics], logLinesLost: Int) {
        var total = Metrics()
        for worker in workers { total.add(worker.metrics) }
        requests(total)
        latency(total)
        metric("postern_http_requests_refused_total", "counter", "Requests that broke HTTP.")
        sample("postern_http_requests_refused_total", [], total.requestsRefused)
        gauge("postern_connections", "Client connections open.", workers) { $0.metrics.connections }
        counter("postern_connections_accepted_total", "Client connections accepted.", workers) {
            $0.metrics.connectionsAccepted
        }
        pool(workers)
        counter("postern_introspection_cache_hits_total", "Tokens found in the cache.", workers) {
            $0.cacheHits
        }
        counter("postern_introspection_cache_misses_total", "Tokens asked for.", workers) {
            $0.cacheMisses
        }
        gauge("postern_revocation_link_up", "Whether revocations are heard.", workers) {
            $0.hearsRevocations ? 1 : 0
        }
        metric("postern_log_chunks_lost_total", "counter", "Log chunks that nobody took.")
        sample("postern_log_chunks_lost_total", [], logLinesLost)
    }

    private mutating func requests(_ total: Metrics) {
        metric("postern_http_requests_total", "counter", "Requests answered.")
        let keys = total.requests.keys.sorted {
            ($0.dialect, $0.route, $0.status) < ($1.dialect, $1.route, $1.status)
        }
        for key in keys {
            sample(
                "postern_http_requests_total",
                [("dialect", key.dialect), ("route", key.route), ("status", "\(key.status)")],
                total.requests[key] ?? 0)
        }
    }

    private mutating func latency(_ total: Metrics) {
        let name = "postern_http_request_duration_seconds"
        metric(name, "histogram", "Time from a whole request to its encoded answer.")
        var sum = 0
        for (index, bound) in Metrics.bucketBounds.enumerated() {
            sum += total.buckets[index]
            sample("\(name)_bucket", [("le", Self.seconds(bound))], sum)
        }
        sum += total.buckets[Metrics.bucketBounds.count]
        sample("\(name)_bucket", [("le", "+Inf")], sum)
        text += "\(name)_sum \(Self.seconds(total.latencySumMicroseconds))\n"
        text += "\(name)_count \(sum)\n"
    }

    private mutating func pool(_ workers: [WorkerMetrics]) {
        gauge("postern_pool_connections", "Database connections ready.", workers) { $0.pool.open }
        gauge("postern_pool_in_flight", "Transactions sent and not over.", workers) {
            $0.pool.inFlight
        }
        gauge("postern_pool_waiting", "Transactions without a connection.", workers) {
            $0.pool.waiting
        }
        counter("postern_pool_connects_total", "Database connections opened.", workers) {
            $0.pool.connects
        }
        counter("postern_pool_breaks_total", "Database connections lost.", workers) {
            $0.pool.breaks
        }
        counter("postern_pool_retries_total", "Transactions tried again.", workers) {
            $0.pool.retries
        }
        counter("postern_pool_round_trips_total", "Transactions answered.", workers) {
            $0.pool.roundTrips
        }
    }

    private mutating func gauge(
        _ name: String, _ help: String, _ workers: [WorkerMetrics], _ value: (WorkerMetrics) -> Int
    ) {
        perLoop(name, "gauge", help, workers, value)
    }

    private mutating func counter(
        _ name: String, _ help: String, _ workers: [WorkerMetrics], _ value: (WorkerMetrics) -> Int
    ) {
        perLoop(name, "counter", help, workers, value)
    }

    private mutating func perLoop(
        _ name: String, _ type: String, _ help: String, _ workers: [WorkerMetrics],
        _ value: (WorkerMetrics) -> Int
    ) {
        metric(name, type, help)
        for worker in workers { sample(name, [("loop", worker.loop)], value(worker)) }
    }

    private mutating func metric(_ name: String, _ type: String, _ help: String) {
        text += "# HELP \(name) \(help)\n# TYPE \(name) \(type)\n"
    }

    /// Labels are names of ours, so nothing in them needs escaping.
    private mutating func sample(_ name: String, _ labels: [(String, String)], _ value: Int) {
        let list = labels.map { "\($0.0)=\"\($0.1)\"" }.joined(separator: ",")
        text += labels.isEmpty ? "\(name) \(value)\n" : "\(name){\(list)} \(value)\n"
    }

    private static func seconds(_ microseconds: Int64) -> String {
        let fraction = String(microseconds % 1_000_000 + 1_000_000).dropFirst()
        return "\(microseconds / 1_000_000).\(fraction)"
    }
}
