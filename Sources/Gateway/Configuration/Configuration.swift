/// What an operator decides, as one value. Here stand the types and the defaults; what a key means,
/// which values it takes and how it is spelled stands once, in the table `Configuration.keys`.

package import Access
package import Domain
package import OAuth
package import Reactor

/// Everything that can be configured; a value without arguments holds the defaults.
public struct Configuration: Sendable, Equatable {
    package var listen = [ListenAddress.internet(IPAddress(v4: 0x7F00_0001), port: 8080)]
    package var loops = 0
    package var sendsServerTiming = false
    package var trustedProxies: [AddressRange] = []
    package var admin = Admin()
    package var log = Log()
    package var limits = Limits()
    package var timeouts = Timeouts()
    package var drain = Drain()
    package var tenancy = Tenancy()
    package var database = Database()
    package var introspection = Introspection()
    package var token = Token()
    package var idempotency = Idempotency()
    package var cursor = Cursor()
    package var secrets = Secrets()
    package var oauth = OAuth()
    package var governor = Governor()

    /// The defaults.
    public init() {}

    /// Throws where no database is named: nothing serves without one.
    public func requireDatabase() throws(ConfigurationError) {
        guard database.url == nil, let key = Self.keys.first(where: { $0.name == "database.url" })
        else { return }
        throw .missing(key)
    }
}

extension Configuration {
    package struct Admin: Sendable, Equatable {
        package var listen: [ListenAddress] = []
    }

    package struct Log: Sendable, Equatable {
        package var level = Level.info
        package var includesRequests = true

        /// How much is logged, from everything to next to nothing.
        package enum Level: String, Sendable, CaseIterable {
            case trace, debug, info, notice, warning, error, critical
        }
    }

    package struct Limits: Sendable, Equatable {
        package var requestLineBytesMax = 16 * 1024
        package var fieldBytesMax = 8 * 1024
        package var headBytesMax = 32 * 1024
        package var fieldCountMax = 100
        package var bodyBytesMax = 2 * 1024 * 1024
        package var bodiesTotalBytesMax = 64 * 1024 * 1024
        package var answersTotalBytesMax = 64 * 1024 * 1024
        package var unsentBytesMax = 1024 * 1024
        package var connectionsMax = 16_384
        package var requestsPerConnectionMax = 100_000
        package var jsonDepthMax = 32
    }

    package struct Timeouts: Sendable, Equatable {
        package var idle = Duration.seconds(60)
        package var head = Duration.seconds(10)
        package var body = Duration.seconds(30)
        package var send = Duration.seconds(30)
    }

    package struct Drain: Sendable, Equatable {
        package var timeout = Duration.seconds(10)
    }

    package struct Tenancy: Sendable, Equatable {
        package var baseDomain: String?
        package var defaultSlug: Slug?
        package var cacheEntriesMax = 32_768
        package var cacheLifetime = Duration.seconds(60)
    }

    package struct Database: Sendable, Equatable {
        package var url: Redacted<String>?
        package var connectionsMax = 8
        package var readConnections = 2
        package var pipelineDepth = 128
        package var queueMax = 1024
        package var preparedStatementsMax = 256
        package var connectTimeout = Duration.seconds(1)
        package var waitTimeout = Duration.seconds(1)
        package var statementTimeout = Duration.milliseconds(1500)
        package var transactionTimeout = Duration.seconds(2)
        package var idleTimeout = Duration.seconds(60)
        package var retryMin = Duration.milliseconds(50)
        package var retryMax = Duration.seconds(1)
    }

    package struct Introspection: Sendable, Equatable {
        package var lifetime = Duration.seconds(5)
        package var negativeLifetime = Duration.seconds(1)
        package var entriesMax = 32_768
    }

    package struct Token: Sendable, Equatable {
        package var lifetimeDefault = Duration.seconds(3600)
        package var lifetimeMax = Duration.seconds(90 * 86_400)
    }

    package struct Idempotency: Sendable, Equatable {
        package var lifetime = Duration.seconds(86_400)
    }

    package struct Cursor: Sendable, Equatable {
        package var key: Redacted<[UInt8]>?
    }

    package struct Secrets: Sendable, Equatable {
        package var key: Redacted<[UInt8]>?
    }

    package struct OAuth: Sendable, Equatable {
        package var issuer = IssuerTemplate.local
        package var codeLifetime = Duration.seconds(60)
        package var accessTokenLifetime = Duration.seconds(300)
        package var refreshTokenLifetime = Duration.seconds(7 * 86_400)
        package var familyLifetime = Duration.seconds(30 * 86_400)
        package var refreshGrace = Duration.seconds(30)
        package var identityTokenLifetime = Duration.seconds(300)
        package var sessionLifetime = Duration.seconds(12 * 3600)
        package var deviceLifetime = Duration.seconds(600)
        package var deviceInterval = Duration.seconds(5)
        package var pushedRequestLifetime = Duration.seconds(90)
        package var failuresMax = 20
        package var profileURL: UserURL?
        package var pictureURL: UserURL?
    }

    package struct Governor: Sendable, Equatable {
        package var realm = "governor"
    }
}
