// A pool's configuration as its state machine counts: whole nanoseconds, sane values.

/// The limits that decide, in nanoseconds where they are times.
struct PoolLimits {
    let connections: Int
    let readConnections: Int
    let pipelineDepth: Int
    let queueMax: Int
    let connectTimeout: Int64
    let waitTimeout: Int64
    let transactionTimeout: Int64
    /// How long a connection with something in flight may say nothing.
    let silenceMax: Int64
    let retryMin: Int64
    let retryMax: Int64
    let idleTimeout: Int64
    /// How often time is looked at while something is under way.
    let tickInterval: Int64 = 10_000_000
    /// How many reads keep to one connection before the next is used as well.
    let readsTogether = 16
    /// How many reads of one turn share a Sync, and so are answered together.
    let readsPerSync = 8
    /// How long a connection may have said nothing for reads to share a Sync there, and for how
    /// long they share none after it was slower than that.
    let promptness: Int64
    let slownessRemembered: Int64 = 1_000_000_000
    /// How long a connection may say nothing before reads rather go to another.
    let readPatience: Int64 = 2_000_000
    /// How long a transaction that lost a conflict stands back.
    let conflictPauses: ClosedRange<Int64> = 1_000_000...20_000_000

    init(_ configuration: PoolConfiguration) {
        connections = max(1, configuration.connections)
        readConnections = min(max(1, configuration.readConnections), connections)
        pipelineDepth = max(1, configuration.pipelineDepth)
        queueMax = max(0, configuration.queueMax)
        connectTimeout = configuration.connectTimeout.wholeNanoseconds
        waitTimeout = configuration.waitTimeout.wholeNanoseconds
        transactionTimeout = configuration.transactionTimeout.wholeNanoseconds
        silenceMax =
            configuration.statementTimeout.wholeNanoseconds
            + configuration.statementGrace.wholeNanoseconds
        // Even if each of those that share a Sync were twice as slow, it would be waited for.
        promptness = configuration.statementTimeout.wholeNanoseconds / Int64(2 * readsPerSync)
        retryMin = configuration.retryMin.wholeNanoseconds
        retryMax = configuration.retryMax.wholeNanoseconds
        idleTimeout = configuration.idleTimeout.wholeNanoseconds
    }
}
