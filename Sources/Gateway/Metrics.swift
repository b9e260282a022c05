import Access
import Postgres

/// What one loop counts; plain numbers, because only its own thread touches them.
struct Metrics: Sendable {
    /// Which requests are counted together.
    struct Key: Hashable, Sendable {
        let dialect: String
        let route: String
        let status: UInt16
    }

    /// Upper bounds of the latency histogram, in microseconds.
    static let bucketBounds: [Int64] = [
        250, 500, 1000, 2500, 5000, 10_000, 25_000, 50_000, 100_000, 250_000, 500_000, 1_000_000,
        2_500_000, 5_000_000,
    ]

    private(set) var requests: [Key: Int] = [:]
    private(set) var buckets = [Int](repeating: 0, count: bucketBounds.count + 1)
    private(set) var latencySumMicroseconds: Int64 = 0
    /// Connections open now.
    var connections = 0
    /// Connections accepted so far.
    var connectionsAccepted = 0
    /// Requests that broke HTTP.
    var requestsRefused = 0

    /// Counts a request that took so long.
    mutating func answered(_ key: Key, microseconds: Int64) {
        requests[key, default: 0] += 1
        latencySumMicroseconds += microseconds
        let bucket = Self.bucketBounds.firstIndex { microseconds <= $0 }
        buckets[bucket ?? Self.bucketBounds.count] += 1
    }

    mutating func add(_ other: Metrics) {
        requests.merge(other.requests, uniquingKeysWith: +)
        for index in buckets.indices { buckets[index] += other.buckets[index] }
        latencySumMicroseconds += other.latencySumMicroseconds
        connections += other.connections
        connectionsAccepted += other.connectionsAccepted
        requestsRefused += other.requestsRefused
    }
}

/// One loop's counters at one moment, with those of what the loop owns.
struct WorkerMetrics: Sendable {
    let loop: String
    let metrics: Metrics
    let pool: PoolMetrics
    let cacheHits: Int
    let cacheMisses: Int
    let hearsRevocations: Bool
}
