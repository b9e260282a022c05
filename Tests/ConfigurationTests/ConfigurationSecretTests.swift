/// Secrets come from values or from files, and from nowhere into anything that is printed.

import Testing

@testable import Gateway

@Suite struct ConfigurationSecretTests {
    static let url = "postgresql://gateway:open-sesame@localhost/postern"
    static let key = "Zm9v4pXk0uD3aB9Q7wRzLx2vN8cT1yHs5eGjMiKoPl0="

    @Test("A secret is read from the file that a variable, a flag or a key of the file names")
    func secretFile() throws {
        let secret = try TemporaryFile(Self.url + "\n")
        let yaml = try TemporaryFile("database:\n  url_file: \(secret.path)\n")
        let loaded = [
            try Configuration.load(
                file: nil, environment: ["POSTERN_DATABASE_URL_FILE": secret.path]),
            try Configuration.load(
                file: nil, environment: [:], flags: ["database.url_file": secret.path]),
            try Configuration.load(file: yaml.path, environment: [:]),
        ]
        #expect(loaded.map { $0.database.url?.reveal() } == [Self.url, Self.url, Self.url])
    }

    @Test("A stronger source's secret outranks a weaker one's file, and the other way round")
    func precedence() throws {
        let secret = try TemporaryFile("postgresql://from-file/")
        let byFlag = try Configuration.load(
            file: nil, environment: ["POSTERN_DATABASE_URL_FILE": secret.path],
            flags: ["database.url": Self.url])
        #expect(byFlag.database.url?.reveal() == Self.url)
        let yaml = try TemporaryFile("database:\n  url: \(Self.url)\n")
        let byVariable = try Configuration.load(
            file: yaml.path, environment: ["POSTERN_DATABASE_URL_FILE": secret.path])
        #expect(byVariable.database.url?.reveal() == "postgresql://from-file/")
    }

    @Test("A secret and its file in the same source are refused")
    func givenTwice() {
        let error = #expect(throws: ConfigurationError.self) {
            try Configuration.load(
                file: nil,
                environment: [
                    "POSTERN_DATABASE_URL": Self.url, "POSTERN_DATABASE_URL_FILE": "/run/url",
                ])
        }
        #expect(
            error?.description
                == "environment variable POSTERN_DATABASE_URL: database.url is given twice;"
                + " keep either it or POSTERN_DATABASE_URL_FILE")
    }

    @Test("A secret's file that is missing is named, with the variable that names it")
    func missingFile() {
        let error = #expect(throws: ConfigurationError.self) {
            try Configuration.load(
                file: nil, environment: ["POSTERN_SECRETS_KEY_FILE": "/nowhere/key"])
        }
        #expect(
            error?.description
                == "environment variable POSTERN_SECRETS_KEY_FILE: secrets.key_file: /nowhere/key"
                + " cannot be read: it does not exist")
    }

    @Test("A wrong secret is refused without being shown")
    func wrongSecretIsNotShown() throws {
        let secret = try TemporaryFile("open-sesame")
        let yaml = try TemporaryFile("secrets:\n  key: open-sesame\n")
        let sources: [(String?, [String: String], [String: String])] = [
            (yaml.path, [:], [:]),
            (nil, ["POSTERN_SECRETS_KEY": "open-sesame"], [:]),
            (nil, ["POSTERN_SECRETS_KEY_FILE": secret.path], [:]),
            (nil, [:], ["secrets.key": "open-sesame"]),
        ]
        for (file, environment, flags) in sources {
            let error = #expect(throws: ConfigurationError.self) {
                try Configuration.load(file: file, environment: environment, flags: flags)
            }
            let description = try #require(error).description
            #expect(description.contains("secrets.key must be 32 random bytes in base64"))
            #expect(!description.contains("sesame"))
            #expect(!String(reflecting: error).contains("sesame"))
        }
    }

    @Test("Malformed YAML does not show the text around the fault")
    func malformedFileIsNotShown() throws {
        let yaml = try TemporaryFile("database:\n  url: open-sesame: [\n")
        let error = #expect(throws: ConfigurationError.self) {
            try Configuration.load(file: yaml.path, environment: [:])
        }
        #expect(try !#require(error).description.contains("sesame"))
    }

    @Test("A configuration that is printed or dumped shows no secret")
    func printing() throws {
        let configuration = try Configuration.load(
            file: nil,
            environment: ["POSTERN_DATABASE_URL": Self.url, "POSTERN_CURSOR_KEY": Self.key])
        var dumped = ""
        dump(configuration, to: &dumped)
        for text in ["\(configuration)", String(reflecting: configuration), dumped] {
            #expect(!text.contains("sesame"))
            #expect(!text.contains("102, 111, 111"))
            #expect(text.contains("postern") == false)
        }
        #expect(configuration.cursor.key?.reveal().count == 32)
    }

    @Test(
        "A key that is a sample, or no key, is refused",
        arguments: [
            "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
            "//////////////////////////////////////////8=",
            "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=",
            "cG9zdGVybi1zYW1wbGUta2V5LW5vdC1mb3ItdXNlISE=",
            "Y2hhbmdlbWVjaGFuZ2VtZWNoYW5nZW1lY2hhbmdlbWU=",
            "Zm9v4pXk0uD3aB9Q7wRzLx2vN8cT1yHs5eGjMiKoPg==",
            "Zm9v4pXk0uD3aB9Q7wRzLx2vN8cT1yHs5eGjMiKoPl",
            "change me", "0",
        ])
    func sampleKey(text: String) {
        for name in ["POSTERN_SECRETS_KEY", "POSTERN_CURSOR_KEY"] {
            #expect(throws: ConfigurationError.self) {
                try Configuration.load(file: nil, environment: [name: text])
            }
        }
    }
}
