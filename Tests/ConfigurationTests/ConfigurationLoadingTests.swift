/// Where values come from, which source wins, and that every key can be set from each of them.

import Testing

@testable import Gateway

@Suite struct ConfigurationLoadingTests {
    /// A value for every key that is not its default.
    static let samples: [(name: String, value: String)] = [
        ("listen", "0.0.0.0:80,unix:/run/postern.sock"),
        ("loops", "3"),
        ("server_timing", "true"),
        ("trusted_proxies", "10.0.0.0/8, unix"),
        ("admin.listen", "127.0.0.1:9090"),
        ("log.level", "warning"),
        ("log.requests", "false"),
        ("limits.request_line", "4KiB"),
        ("limits.field", "4096"),
        ("limits.head", "24KiB"),
        ("limits.fields", "50"),
        ("limits.body", "1MiB"),
        ("limits.bodies_total", "1GiB"), ("limits.answers_total", "1GiB"),
        ("limits.unsent", "64KiB"),
        ("limits.connections", "100"),
        ("limits.requests_per_connection", "7"),
        ("limits.json_depth", "8"),
        ("timeouts.idle", "5m"),
        ("timeouts.head", "250ms"),
        ("timeouts.body", "1h"),
        ("timeouts.send", "45s"),
        ("drain.timeout", "0"),
        ("tenancy.base_domain", "Example.com"),
        ("tenancy.default", "acme"),
        ("tenancy.cache_entries", "10"),
        ("tenancy.cache_ttl", "0"),
        ("database.url", "postgresql://gateway@localhost/postern"),
        ("database.connections", "16"),
        ("database.read_connections", "1"),
        ("database.pipeline_depth", "64"),
        ("database.queue", "0"),
        ("database.prepared_statements", "100"),
        ("database.connect_timeout", "3s"),
        ("database.wait_timeout", "500ms"),
        ("database.statement_timeout", "1s"),
        ("database.transaction_timeout", "10s"),
        ("database.idle_timeout", "10m"),
        ("database.retry_min", "20ms"),
        ("database.retry_max", "30s"),
        ("introspection.ttl", "0"),
        ("introspection.negative_ttl", "2s"),
        ("introspection.entries", "500"),
        ("token.lifetime_default", "30m"),
        ("token.lifetime_max", "30d"),
        ("idempotency.ttl", "1h"),
        ("cursor.key", "qwC1x3Zl0Y9v7m3c5H2s8d4f6g1h0jKLpZ/+AbCdEf4="),
        ("secrets.key", "Zm9v4pXk0uD3aB9Q7wRzLx2vN8cT1yHs5eGjMiKoPl0="),
        ("oauth.issuer", "https://{tenant}.login.example"),
        ("oauth.code_ttl", "30s"),
        ("oauth.access_token_ttl", "10m"),
        ("oauth.refresh_token_ttl", "1d"),
        ("oauth.family_ttl", "20d"),
        ("oauth.refresh_grace", "0"),
        ("oauth.id_token_ttl", "10m"),
        ("oauth.session_ttl", "1h"),
        ("oauth.device_ttl", "5m"),
        ("oauth.device_interval", "10s"),
        ("oauth.pushed_request_ttl", "1m"),
        ("oauth.failures", "10"),
        ("oauth.profile_url", "https://people.example/{username}"),
        ("oauth.picture_url", "https://people.example/{user_id}.png"),
        ("governor.realm", "acme gateway"),
    ]

    @Test("There is a sample for every key")
    func samplesAreComplete() {
        #expect(Self.samples.map(\.name) == Configuration.keys.map(\.name))
    }

    @Test(
        "Every key is set by its environment variable, by its flag and in the file",
        arguments: samples)
    func everyKeyFromEverySource(name: String, value: String) throws {
        let key = try #require(Configuration.keys.first { $0.name == name })
        let variable = "POSTERN_" + name.uppercased().split(separator: ".").joined(separator: "_")
        let byVariable = try Configuration.load(file: nil, environment: [variable: value])
        #expect(key.differs(byVariable, Configuration()))

        let byFlag = try Configuration.load(file: nil, environment: [:], flags: [name: value])
        #expect(byFlag == byVariable)

        let parts = name.split(separator: ".")
        let yaml = parts.count == 1 ? "\(name): \(value)" : "\(parts[0]):\n  \(parts[1]): \(value)"
        let file = try TemporaryFile(yaml)
        #expect(try Configuration.load(file: file.path, environment: [:]) == byVariable)
    }

    @Test("A flag outranks the environment, and that the file, and that the default")
    func precedence() throws {
        let file = try TemporaryFile(
            "loops: 2\nlimits:\n  body: 1MiB\n  fields: 20\nserver_timing: true\n")
        let environment = ["POSTERN_LOOPS": "3", "POSTERN_LIMITS_FIELDS": "30"]
        let configuration = try Configuration.load(
            file: file.path, environment: environment, flags: ["loops": "4"])
        #expect(configuration.loops == 4)
        #expect(configuration.limits.fieldCountMax == 30)
        #expect(configuration.limits.bodyBytesMax == 1_048_576)
        #expect(configuration.sendsServerTiming)
        #expect(configuration.limits.headBytesMax == Configuration().limits.headBytesMax)
    }

    @Test("Without any source the defaults hold")
    func defaults() throws {
        #expect(try Configuration.load(file: nil, environment: [:]) == Configuration())
    }

    @Test(
        "A list is written as YAML has it, or with commas",
        arguments: [
            "listen: [\"127.0.0.1:1\", \"[::1]:2\"]",
            "listen:\n  - 127.0.0.1:1\n  - \"[::1]:2\"\n",
            "listen: 127.0.0.1:1, [::1]:2",
        ])
    func lists(yaml: String) throws {
        let file = try TemporaryFile(yaml)
        let configuration = try Configuration.load(file: file.path, environment: [:])
        #expect(configuration.listen.map { "\($0)" } == ["127.0.0.1:1", "[::1]:2"])
    }

    @Test("An empty list is a value, and not the default")
    func emptyList() throws {
        let file = try TemporaryFile("trusted_proxies: []")
        let configuration = try Configuration.load(file: file.path, environment: [:])
        #expect(configuration.trustedProxies.isEmpty)
    }

    @Test(
        "A key without a value is not set",
        arguments: [
            "", "# loops: 2\n\n  # limits:\n", "loops:", "loops: null", "loops: ~", "loops: \"\"",
            "limits:\n  # body: 1\n",
        ])
    func keyWithoutValue(yaml: String) throws {
        let file = try TemporaryFile(yaml)
        let configuration = try Configuration.load(
            file: file.path, environment: ["POSTERN_LIMITS_BODY": ""])
        #expect(configuration == Configuration())
    }

    @Test(
        "Variables that others set are passed over",
        arguments: [
            "PATH", "LIMITS_BODI", "postern_loops", "POSTERN_TEST_DATABASE_URL", "POSTERN_CONFIG",
            "POSTERN_SERVICE_HOST", "POSTERN_SERVICE_PORT_HTTP", "POSTERN_PORT",
            "POSTERN_PORT_8080_TCP_ADDR", "POSTERN_ADMIN_SERVICE_HOST", "POSTERN_SUBNET",
        ])
    func foreignVariables(name: String) throws {
        #expect(try Configuration.load(file: nil, environment: [name: "x"]) == Configuration())
    }
}
