// What a pool counts, for whoever publishes metrics.

/// A pool's counters at one moment; the first three are gauges, the others only grow.
public struct PoolMetrics: Sendable, Equatable {
    /// Connections that are ready.
    public var open = 0
    /// Transactions that were sent and are not over.
    public var inFlight = 0
    /// Transactions without a connection.
    public var waiting = 0
    /// Connections that were opened, the first ones included.
    public var connects = 0
    /// Connections that broke, could not be opened or were given up.
    public var breaks = 0
    /// Transactions that were tried again.
    public var retries = 0
    /// Transactions that came back from the server, whatever they brought.
    public var roundTrips = 0
}
