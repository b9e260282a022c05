/// What an operator reads when a value is wrong: the source, the key and what was expected.

import Testing

@testable import Gateway

@Suite struct ConfigurationErrorTests {
    @Test(
        "A fault in the file names the file, the key and what was expected",
        arguments: [
            ("lops: 2", "lops is not known; did you mean loops?"),
            ("limits:\n  bodi: 2MiB", "limits.bodi is not known; did you mean limits.body?"),
            ("limit:\n  body: 2MiB", "limit.body is not known; did you mean limits.body?"),
            (
                "server:\n  base_domain: x",
                "server.base_domain is not known; did you mean tenancy.base_domain?"
            ),
            ("colour: blue", "colour is not known"),
            ("log:\n  level:\n    root: info", "log.level.root is not known"),
            ("a.b: 1", "a.b is not known"),
            (
                "database: here",
                #"database must be a section with keys such as database.url; it is "here""#
            ),
            ("loops: many", #"loops must be an integer from 0 to 256; it is "many""#),
            ("loops: -1", #"loops must be an integer from 0 to 256; it is "-1""#),
            ("loops: 257", #"loops must be an integer from 0 to 256; it is "257""#),
            ("loops: 1.0", #"loops must be an integer from 0 to 256; it is "1.0""#),
            ("loops: [1]", #"loops must be an integer from 0 to 256; it is "[1]""#),
            ("server_timing: yes", #"server_timing must be true or false; it is "yes""#),
            (
                "log:\n  level: verbose",
                "log.level must be one of trace, debug, info, notice, warning, error, critical;"
                    + #" it is "verbose""#
            ),
            (
                "limits:\n  body: 2 MB",
                #"limits.body must be a size from 1KiB to 64MiB; it is "2 MB""#
            ),
            (
                "limits:\n  body: 1GiB",
                #"limits.body must be a size from 1KiB to 64MiB; it is "1GiB""#
            ),
            (
                "timeouts:\n  idle: 10",
                #"timeouts.idle must be a duration (ms, s, m, h or d) from 1s to 1d; it is "10""#
            ),
            (
                "trusted_proxies: [10.0.0.1/8]",
                "trusted_proxies must be a list of which each is an IP address, a range such as"
                    + #" 10.0.0.0/8 with no bit set beyond its prefix, or unix;"#
                    + #" it is "[10.0.0.1/8]""#
            ),
            (
                "limits:\n  field: 64KiB",
                "limits.field is 64KiB; it must not be more than limits.head, which is 32KiB"
            ),
            (
                "token:\n  lifetime_max: 10m",
                "token.lifetime_default is 1h;"
                    + " it must not be more than token.lifetime_max, which is 10m"
            ),
        ])
    func fileFault(yaml: String, sentence: String) throws {
        let file = try TemporaryFile(yaml)
        let error = try #require(refusal(file: file.path))
        #expect(error.description == "\(file.path): \(sentence)")
    }

    @Test(
        "A fault in the environment names the variable",
        arguments: [
            (
                "POSTERN_LIMITS_BODI", "1",
                "POSTERN_LIMITS_BODI: is not known; did you mean POSTERN_LIMITS_BODY?"
            ),
            ("POSTERN_ZZZZZZ", "1", "POSTERN_ZZZZZZ: is not known"),
            (
                "POSTERN_LOOPS", "x",
                #"POSTERN_LOOPS: loops must be an integer from 0 to 256; it is "x""#
            ),
            (
                "POSTERN_DATABASE_CONNECTIONS", "1",
                "POSTERN_DATABASE_CONNECTIONS: database.read_connections is 2;"
                    + " it must not be more than database.connections, which is 1"
            ),
        ])
    func environmentFault(variable: String, value: String, sentence: String) throws {
        let error = try #require(refusal(environment: [variable: value]))
        #expect(error.description == "environment variable \(sentence)")
    }

    @Test(
        "A fault in a flag names the flag",
        arguments: [
            ("loop", "1", "--loop: loop is not known; did you mean loops?"),
            (
                "loops", "x\n",
                "--loops: loops must be an integer from 0 to 256; it is \"x\u{FFFD}\""
            ),
        ])
    func flagFault(name: String, value: String, sentence: String) throws {
        let error = try #require(refusal(flags: [name: value]))
        #expect(error.description == "flag \(sentence)")
    }

    @Test(
        "A file that is no configuration is refused",
        arguments: [
            "- a", "loops", "loops: [1", "loops: 1\nloops: 2", "limits:\n  body: 1\n limits: 2",
            "listen: [[a]]", "listen: [{a: b}]", "{1: {", "\u{1}",
        ])
    func malformedFile(yaml: String) throws {
        let file = try TemporaryFile(yaml)
        let error = try #require(refusal(file: file.path))
        #expect(error.place == .file(file.path))
        #expect(error.description.hasPrefix("\(file.path): is not the YAML that is expected: "))
        #expect(!error.description.contains("\n"))
    }

    @Test("A file that cannot be read is named with the reason")
    func unreadableFile() throws {
        let missing = try #require(refusal(file: "/nowhere/postern.yaml"))
        #expect(missing.description == "/nowhere/postern.yaml: cannot be read: it does not exist")
        let folder = try #require(refusal(file: "/"))
        #expect(folder.description == "/: cannot be read: it is not a file that can be read")
        let large = try TemporaryFile(String(repeating: "#", count: 1_048_577))
        let error = try #require(refusal(file: large.path))
        #expect(error.description == "\(large.path): cannot be read: it is longer than 1MiB")
    }

    @Test("A long value is cut in the error")
    func longValue() throws {
        let error = try #require(refusal(flags: ["loops": String(repeating: "x", count: 10_000)]))
        #expect(error.description.utf8.count < 200)
    }

    @Test("A key that a command needs is named")
    func missingKey() throws {
        let key = try #require(Configuration.keys.first { $0.name == "database.url" })
        #expect(
            ConfigurationError.missing(key).description
                == "database.url is needed: a postgresql:// URL or libpq's keyword=value form")
    }

    private func refusal(
        file: String? = nil, environment: [String: String] = [:], flags: [String: String] = [:]
    ) -> ConfigurationError? {
        #expect(throws: ConfigurationError.self) {
            try Configuration.load(file: file, environment: environment, flags: flags)
        }
    }
}
