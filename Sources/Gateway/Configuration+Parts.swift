import Access
import HTTPWire
import OAuth
import Postgres
import Store

// The configuration, as the modules below want it.

extension PoolConfiguration {
    init(_ database: Configuration.Database) {
        self.init(url: database.url?.reveal() ?? "")
        connections = max(database.connectionsMax, database.readConnections)
        readConnections = database.readConnections
        pipelineDepth = database.pipelineDepth
        queueMax = database.queueMax
        preparedStatementsMax = database.preparedStatementsMax
        connectTimeout = database.connectTimeout
        waitTimeout = database.waitTimeout
        statementTimeout = database.statementTimeout
        transactionTimeout = database.transactionTimeout
        idleTimeout = database.idleTimeout
        retryMin = database.retryMin
        retryMax = database.retryMax
    }
}

extension Store.Settings {
    init(_ configuration: Configuration) {
        self.init(
            idempotencySeconds: configuration.idempotency.lifetime.components.seconds,
            cursorKey: configuration.cursor.key?.reveal())
    }
}

extension TenantDirectory.Limits {
    init(_ tenancy: Configuration.Tenancy) {
        self.init(
            entries: tenancy.cacheEntriesMax, lifetime: tenancy.cacheLifetime.nanoseconds)
    }
}

extension IntrospectionLimits {
    init(_ introspection: Configuration.Introspection) {
        self.init(
            lifetime: introspection.lifetime.nanoseconds,
            unknownLifetime: introspection.negativeLifetime.nanoseconds,
            entries: introspection.entriesMax)
    }
}

extension ConnectionDriver.Terms {
    init(_ configuration: Configuration) {
        let limits = configuration.limits
        self.init(
            decoderLimits: Limits(
                requestLineBytesMax: limits.requestLineBytesMax,
                fieldBytesMax: limits.fieldBytesMax, headBytesMax: limits.headBytesMax,
                fieldCountMax: limits.fieldCountMax, bodyBytesMax: limits.bodyBytesMax),
            requestsMax: limits.requestsPerConnectionMax, unsentBytesMax: limits.unsentBytesMax,
            idle: configuration.timeouts.idle, head: configuration.timeouts.head,
            body: configuration.timeouts.body, send: configuration.timeouts.send)
    }
}

extension Duration {
    /// Whole nanoseconds, clamped to what fits.
    var nanoseconds: Int64 {
        let (whole, overflow) = components.seconds.multipliedReportingOverflow(by: 1_000_000_000)
        return overflow ? .max : whole &+ components.attoseconds / 1_000_000_000
    }
}

extension ServerSettings {
    init(_ configuration: Configuration) {
        let oauth = configuration.oauth
        self.init(issuer: oauth.issuer)
        codeLifetime = oauth.codeLifetime.components.seconds
        accessTokenLifetime = oauth.accessTokenLifetime.components.seconds
        refreshTokenLifetime = oauth.refreshTokenLifetime.components.seconds
        familyLifetime = oauth.familyLifetime.components.seconds
        refreshGrace = oauth.refreshGrace.components.seconds
        identityTokenLifetime = oauth.identityTokenLifetime.components.seconds
        sessionLifetime = oauth.sessionLifetime.components.seconds
        deviceLifetime = oauth.deviceLifetime.components.seconds
        deviceInterval = oauth.deviceInterval.components.seconds
        pushedRequestLifetime = oauth.pushedRequestLifetime.components.seconds
        profileURL = oauth.profileURL
        pictureURL = oauth.pictureURL
        failuresMax = oauth.failuresMax
    }
}
