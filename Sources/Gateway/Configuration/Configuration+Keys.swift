/// Every key of the configuration, once: the loader, the check for unknown keys,
/// `config/postern.yaml` and the comparison on reload read these tables. A section's keys stand
/// together, in the order of the file.

extension Configuration {
    /// Every key there is, in the order of `config/postern.yaml`.
    public static let keys: [ConfigurationKey] =
        serving + limits + timeouts + tenancy + database + credentials + flows + dialects

    private static let serving: [ConfigurationKey] = [
        ConfigurationKey(
            "listen", \.listen, .list(of: .listenAddress, atLeast: 1), .restart,
            "Where requests are answered; a comma separates several."),
        ConfigurationKey(
            "loops", \.loops, .integer(0...256), .restart,
            "How many event loops serve; 0 is one per core."),
        ConfigurationKey(
            "server_timing", \.sendsServerTiming, .boolean, .live,
            "Whether every answer says in Server-Timing how long its steps took."),
        ConfigurationKey(
            "trusted_proxies", \.trustedProxies, .list(of: .addressRange), .restart,
            "Whose Forwarded, X-Forwarded-* and X-Postern-Tenant fields are believed."),
        ConfigurationKey(
            "admin.listen", \.admin.listen, .list(of: .listenAddress), .restart,
            "Where health, readiness and metrics answer; empty is wherever requests are answered."),
        ConfigurationKey(
            "log.level", \.log.level, .choice(), .restart,
            "The least important message that is logged."),
        ConfigurationKey(
            "log.requests", \.log.includesRequests, .boolean, .live,
            "Whether each request is logged in a line."),
    ]

    private static let limits: [ConfigurationKey] = [
        ConfigurationKey(
            "limits.request_line", \.limits.requestLineBytesMax, .size(256...65_536), .live,
            "The longest request line; a longer one is answered 414."),
        ConfigurationKey(
            "limits.field", \.limits.fieldBytesMax, .size(256...65_536), .live,
            "The longest field line; a longer one is answered 431."),
        ConfigurationKey(
            "limits.head", \.limits.headBytesMax, .size(1024...1_048_576), .live,
            "The longest request line and fields together; longer ones are answered 431."),
        ConfigurationKey(
            "limits.fields", \.limits.fieldCountMax, .integer(8...1_000), .live,
            "The most field lines of a request; more are answered 431."),
        ConfigurationKey(
            "limits.body", \.limits.bodyBytesMax, .size(1024...67_108_864), .live,
            "The longest body; a longer one is answered 413."),
        ConfigurationKey(
            "limits.bodies_total", \.limits.bodiesTotalBytesMax, .size(1024...4_294_967_296),
            .restart,
            "The bytes of bodies that a loop holds at once; a request beyond is answered 503."),
        ConfigurationKey(
            "limits.answers_total", \.limits.answersTotalBytesMax, .size(65_536...4_294_967_296),
            .restart,
            "The bytes of answers that a loop's clients leave unread; a GET beyond is answered 503."
        ),
        ConfigurationKey(
            "limits.unsent", \.limits.unsentBytesMax, .size(4096...67_108_864), .live,
            "The bytes of answers that a connection may leave unread."),
        ConfigurationKey(
            "limits.connections", \.limits.connectionsMax, .integer(1...1_000_000), .restart,
            "The most connections of the process; more wait to be accepted."),
        ConfigurationKey(
            "limits.requests_per_connection", \.limits.requestsPerConnectionMax,
            .integer(1...1_000_000_000), .live,
            "After how many requests a connection is closed."),
        ConfigurationKey(
            "limits.json_depth", \.limits.jsonDepthMax, .integer(1...128), .restart,
            "How deep a JSON body may nest."),
    ]

    private static let timeouts: [ConfigurationKey] = [
        ConfigurationKey(
            "timeouts.idle", \.timeouts.idle, .duration(.seconds(1) ... .seconds(86_400)), .live,
            "How long a connection may wait for its next request."),
        ConfigurationKey(
            "timeouts.head", \.timeouts.head, .duration(.milliseconds(100) ... .seconds(600)),
            .live,
            "How long a request line and its fields may take to arrive."),
        ConfigurationKey(
            "timeouts.body", \.timeouts.body, .duration(.milliseconds(100) ... .seconds(3600)),
            .live,
            "How long a body may take to arrive."),
        ConfigurationKey(
            "timeouts.send", \.timeouts.send, .duration(.milliseconds(100) ... .seconds(3600)),
            .live,
            "How long an answer may take to be read."),
        ConfigurationKey(
            "drain.timeout", \.drain.timeout, .duration(.zero ... .seconds(3600)), .live,
            "How long a stop waits for the requests in flight."),
    ]

    private static let tenancy: [ConfigurationKey] = [
        ConfigurationKey(
            "tenancy.base_domain", \.tenancy.baseDomain, .optional(.hostName), .restart,
            "The domain whose sub-domains are tenants: acme.example.com for example.com."),
        ConfigurationKey(
            "tenancy.default", \.tenancy.defaultSlug, .optional(.slug), .restart,
            "The tenant of requests that name none; without it they are refused."),
        ConfigurationKey(
            "tenancy.cache_entries", \.tenancy.cacheEntriesMax, .integer(1...1_000_000), .restart,
            "How many hosts and names each loop remembers the tenants of; half of them for certain."
        ),
        ConfigurationKey(
            "tenancy.cache_ttl", \.tenancy.cacheLifetime, .duration(.zero ... .seconds(3600)),
            .restart,
            "How long a tenant is remembered; changes are announced, so this is the worst case."),
    ]

    private static let database: [ConfigurationKey] = [
        ConfigurationKey(
            secret: "database.url", \.database.url, .databaseURL, .restart,
            "Where PostgreSQL is, and as whom to connect: a role that owns nothing."),
        ConfigurationKey(
            "database.connections", \.database.connectionsMax, .integer(1...128), .restart,
            "The most connections of each loop; beyond the next key's they are opened for writes."),
        ConfigurationKey(
            "database.read_connections", \.database.readConnections, .integer(1...128), .restart,
            "How many connections each loop keeps open, and reads over."),
        ConfigurationKey(
            "database.pipeline_depth", \.database.pipelineDepth, .integer(1...1024), .restart,
            "How many transactions may be in flight on one connection."),
        ConfigurationKey(
            "database.queue", \.database.queueMax, .integer(0...100_000), .restart,
            "How many transactions of a loop may wait for a connection; more are answered 503."),
        ConfigurationKey(
            "database.prepared_statements", \.database.preparedStatementsMax, .integer(16...4096),
            .restart,
            "How many statements each connection keeps prepared."),
        ConfigurationKey(
            "database.connect_timeout", \.database.connectTimeout, .databaseTimeout, .restart,
            "How long connecting may take."),
        ConfigurationKey(
            "database.wait_timeout", \.database.waitTimeout, .databaseTimeout, .restart,
            "How long a transaction may wait for a connection."),
        ConfigurationKey(
            "database.statement_timeout", \.database.statementTimeout, .databaseTimeout, .restart,
            "How long PostgreSQL works on a statement before it gives up."),
        ConfigurationKey(
            "database.transaction_timeout", \.database.transactionTimeout, .databaseTimeout,
            .restart,
            "When a transaction is answered at the latest, waiting and a second try included."),
        ConfigurationKey(
            "database.idle_timeout", \.database.idleTimeout,
            .duration(.seconds(1) ... .seconds(86_400)), .restart,
            "How long a connection that was opened for writes stays open without work."),
        ConfigurationKey(
            "database.retry_min", \.database.retryMin, .databaseTimeout, .restart,
            "The first pause between two attempts to connect; it doubles with every failure."),
        ConfigurationKey(
            "database.retry_max", \.database.retryMax, .databaseTimeout, .restart,
            "The longest pause between two attempts to connect."),
    ]

    private static let credentials: [ConfigurationKey] = [
        ConfigurationKey(
            "introspection.ttl", \.introspection.lifetime, .duration(.zero ... .seconds(300)),
            .restart,
            "How long a token's answer is remembered; 0 asks the database every time."),
        ConfigurationKey(
            "introspection.negative_ttl", \.introspection.negativeLifetime,
            .duration(.zero ... .seconds(60)), .restart,
            "How long it is remembered that a token is unknown."),
        ConfigurationKey(
            "introspection.entries", \.introspection.entriesMax, .integer(1...1_000_000), .restart,
            "How many tokens each loop remembers at most; half of them for certain."),
        ConfigurationKey(
            "token.lifetime_default", \.token.lifetimeDefault, .tokenLifetime, .restart,
            "How long an access token lives when nothing else is asked for."),
        ConfigurationKey(
            "token.lifetime_max", \.token.lifetimeMax, .tokenLifetime, .restart,
            "The longest that any token may be asked to live."),
        ConfigurationKey(
            "idempotency.ttl", \.idempotency.lifetime,
            .duration(.seconds(60) ... .seconds(30 * 86_400)), .restart,
            "How long an Idempotency-Key is remembered with its answer."),
        ConfigurationKey(
            secret: "cursor.key", \.cursor.key, .key(bytes: 32), .restart,
            "Signs the cursors of lists; the gateways of one service need the same."),
        ConfigurationKey(
            secret: "secrets.key", \.secrets.key, .key(bytes: 32), .restart,
            "Seals what tenants sign their tokens with; without it they have no signing keys."),
    ]

    private static let flows: [ConfigurationKey] = [
        ConfigurationKey(
            "oauth.issuer", \.oauth.issuer, .issuer, .restart,
            "What each tenant's issuer is made from; {tenant} stands for its name."),
        ConfigurationKey(
            "oauth.code_ttl", \.oauth.codeLifetime,
            .duration(.seconds(5) ... .seconds(600)), .restart,
            "How long an authorization code is good."),
        ConfigurationKey(
            "oauth.access_token_ttl", \.oauth.accessTokenLifetime,
            .duration(.seconds(10) ... .seconds(86_400)), .restart,
            "How long an access token from a flow is good."),
        ConfigurationKey(
            "oauth.refresh_token_ttl", \.oauth.refreshTokenLifetime, .tokenLifetime, .restart,
            "How long a refresh token is good that nobody uses."),
        ConfigurationKey(
            "oauth.family_ttl", \.oauth.familyLifetime, .tokenLifetime, .restart,
            "For how long after an authorization its tokens can be refreshed at all."),
        ConfigurationKey(
            "oauth.refresh_grace", \.oauth.refreshGrace,
            .duration(.zero ... .seconds(300)), .restart,
            "How long after its use a refresh token may be sent again, its answer being lost."),
        ConfigurationKey(
            "oauth.id_token_ttl", \.oauth.identityTokenLifetime,
            .duration(.seconds(10) ... .seconds(3600)), .restart,
            "How long an ID token is good."),
        ConfigurationKey(
            "oauth.session_ttl", \.oauth.sessionLifetime,
            .duration(.seconds(60) ... .seconds(30 * 86_400)), .restart,
            "How long a person stays logged in."),
        ConfigurationKey(
            "oauth.device_ttl", \.oauth.deviceLifetime,
            .duration(.seconds(60) ... .seconds(3600)), .restart,
            "How long a device waits for its person."),
        ConfigurationKey(
            "oauth.device_interval", \.oauth.deviceInterval,
            .duration(.seconds(1) ... .seconds(60)), .restart,
            "How long a device waits between two questions."),
        ConfigurationKey(
            "oauth.pushed_request_ttl", \.oauth.pushedRequestLifetime,
            .duration(.seconds(5) ... .seconds(600)), .restart,
            "How long a pushed authorization request is good."),
        ConfigurationKey(
            "oauth.failures", \.oauth.failuresMax, .integer(3...10_000), .restart,
            "How many failed logins of one name from one address each loop takes in 5 minutes."),
        ConfigurationKey(
            "oauth.profile_url", \.oauth.profileURL, .optional(.userURL), .restart,
            "A user's page, with {username} or {user_id}: the claim profile."),
        ConfigurationKey(
            "oauth.picture_url", \.oauth.pictureURL, .optional(.userURL), .restart,
            "A user's picture, with {username} or {user_id}: the claim picture."),
    ]

    private static let dialects: [ConfigurationKey] = [
        ConfigurationKey(
            "governor.realm", \.governor.realm, .realm, .restart,
            "The realm in the WWW-Authenticate fields of the Governor dialect.")
    ]

    /// The pairs of keys of which the first must not exceed the second.
    static let relations: [ConfigurationRelation] = [
        ConfigurationRelation(
            "limits.request_line", \.limits.requestLineBytesMax,
            isAtMost: "limits.head", \.limits.headBytesMax),
        ConfigurationRelation(
            "limits.field", \.limits.fieldBytesMax,
            isAtMost: "limits.head", \.limits.headBytesMax),
        ConfigurationRelation(
            "limits.body", \.limits.bodyBytesMax,
            isAtMost: "limits.bodies_total", \.limits.bodiesTotalBytesMax),
        ConfigurationRelation(
            "database.read_connections", \.database.readConnections,
            isAtMost: "database.connections", \.database.connectionsMax),
        ConfigurationRelation(
            "database.statement_timeout", \.database.statementTimeout,
            isAtMost: "database.transaction_timeout", \.database.transactionTimeout),
        ConfigurationRelation(
            "database.retry_min", \.database.retryMin,
            isAtMost: "database.retry_max", \.database.retryMax),
        ConfigurationRelation(
            "token.lifetime_default", \.token.lifetimeDefault,
            isAtMost: "token.lifetime_max", \.token.lifetimeMax),
        ConfigurationRelation(
            "oauth.refresh_token_ttl", \.oauth.refreshTokenLifetime,
            isAtMost: "oauth.family_ttl", \.oauth.familyLifetime),
        ConfigurationRelation(
            "oauth.refresh_token_ttl", \.oauth.refreshTokenLifetime,
            isAtMost: "token.lifetime_max", \.token.lifetimeMax),
        ConfigurationRelation(
            "oauth.access_token_ttl", \.oauth.accessTokenLifetime,
            isAtMost: "token.lifetime_max", \.token.lifetimeMax),
    ]
}
