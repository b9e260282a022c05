// What a pool is told at its start, with the limits that it keeps.

/// Where the database is and how much a pool may ask of it; everything counts per pool.
public struct PoolConfiguration: Sendable {
    /// A `postgresql://` URL, or libpq's `key=value` form.
    ///
    /// May hold a password.
    public var url: String
    /// How many connections at most; at least 1.
    public var connections = 8
    /// How many connections are kept open, and serve the reads; 1 to `connections`.
    public var readConnections = 2
    /// How many transactions may be in flight on one connection.
    public var pipelineDepth = 128
    /// How many transactions may wait for a connection before the next is refused.
    public var queueMax = 1024
    /// How many statements each connection keeps prepared.
    public var preparedStatementsMax = 256
    /// How long connecting may take.
    public var connectTimeout: Duration = .seconds(1)
    /// How long a transaction may wait for a connection.
    public var waitTimeout: Duration = .seconds(1)
    /// How long the server works on one statement before it cancels it.
    public var statementTimeout: Duration = .milliseconds(1500)
    /// How much longer than `statementTimeout` a connection may be silent before it is given up.
    public var statementGrace: Duration = .milliseconds(250)
    /// When a transaction is answered at the latest, counted from the call.
    public var transactionTimeout: Duration = .seconds(2)
    /// The shortest pause between two attempts to connect; doubled up to `retryMax`.
    public var retryMin: Duration = .milliseconds(50)
    /// The longest pause between two attempts to connect.
    public var retryMax: Duration = .seconds(1)
    /// How long a connection beyond `readConnections` stays open without work.
    public var idleTimeout: Duration = .seconds(60)
    /// What the server's own views call these connections, unless the URL names them.
    public var applicationName = "postern"
    /// Where the jitter starts from; the same seed jitters the same.
    public var seed = UInt64.random(in: .min ... .max)

    /// A configuration with the default limits.
    public init(url: String) {
        self.url = url
    }

    /// The server's settings for each connection, which cost no round trip.
    var serverSettings: [(name: String, value: String)] {
        [
            ("statement_timeout", "\(statementTimeout.wholeMilliseconds)"),
            ("idle_in_transaction_session_timeout", "\(transactionTimeout.wholeMilliseconds)"),
            ("TimeZone", "UTC"),
            // Reads that share a Sync are answered before it, each by a snapshot of its own.
            ("default_transaction_isolation", "read committed"),
            // Every statement carries its tenant; planning it anew for each would cost more.
            ("plan_cache_mode", "force_generic_plan"),
            // A generic plan is made without the tenant's size, and perhaps before statistics
            // exist. Every order and every filter has its index, so using it is right whatever the
            // estimate.
            ("enable_seqscan", "off"),
            ("enable_bitmapscan", "off"),
            ("enable_sort", "off"),
            // What a plan is said to cost is no measure then, and compiling takes longer than all
            // of our statements together.
            ("jit", "off"),
        ]
    }
}

extension Duration {
    var wholeMilliseconds: Int64 { wholeNanoseconds / 1_000_000 }

    /// At most some 146 years, so that sums with the clock stay in range.
    var wholeNanoseconds: Int64 {
        let limit = Int128(Int64.max / 2)
        return Int64(max(-limit, min(limit, attoseconds / 1_000_000_000)))
    }
}
