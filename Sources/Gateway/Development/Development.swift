import Domain
import JSONWire
import Reactor
import Store

/// A gateway to try: its private database is running, migrated and filled.
///
/// `prepare`, then serve with `configuration`, `publish` once the port is known, and `end`.
public struct Development: Sendable {
    private let folder: String
    private let demonstrationPath: String
    private let secretsKeyPath: String
    private let credentials: DevelopmentCredentials
    private let tokens: [Demonstration.Tokens]
    private let cluster: RunningCluster

    /// Starts the database of a folder, makes it where it is missing, and fills it.
    ///
    /// `isFresh` removes what an earlier start left; `progress` is told what takes a moment. Throws
    /// `DevelopmentError` or `AdministrationError`.
    public static func prepare(
        folder path: String, isFresh: Bool, progress: @Sendable (String) -> Void
    ) async throws -> Development {
        let folder = try await DevelopmentFolder(path, progress: progress)
        do throws(DevelopmentError) {
            try PrivateCluster(leftIn: folder)?.stopLeftover()
        } catch {
            // What cannot even be stopped can still be forgotten.
            guard isFresh else { throw error }
        }
        if isFresh { try folder.empty() }
        var credentials =
            try PrivateFile.read(folder.credentials).flatMap { DevelopmentCredentials($0) }
            ?? DevelopmentCredentials()
        let isNew = try PrivateFile.read(folder.credentials) == nil
        if isNew { progress("making a database in \(folder.path)") }
        // Before the cluster is made, so that no cluster has passwords that nobody knows.
        try PrivateFile.write(credentials.json.encoded, to: folder.credentials)
        let cluster = try PrivateCluster(folder)
        try cluster.make(credentials)
        let running = try cluster.start(&credentials)
        do {
            try PrivateFile.write(credentials.json.encoded, to: folder.credentials)
            let tokens = try await fill(
                credentials, secretsKey: DevelopmentSecretsKey.kept(in: folder), progress)
            return Development(
                folder: folder.path, demonstrationPath: folder.demonstration,
                secretsKeyPath: folder.secretsKey, credentials: credentials, tokens: tokens,
                cluster: running)
        } catch {
            running.stop()
            throw error
        }
    }

    private static func fill(
        _ credentials: DevelopmentCredentials, secretsKey: Redacted<[UInt8]>,
        _ progress: @Sendable (String) -> Void
    ) async throws -> [Demonstration.Tokens] {
        try await DevelopmentDatabase(credentials: credentials).make()
        let administration = try await Administration.connect(
            databaseURL: credentials.ownerURL)
        do {
            _ = try await administration.migrate { progress("applied \($0.label)") }
            let tokens = try await administration.demonstrate(secretsKey: secretsKey)
            await administration.close()
            return tokens
        } catch {
            await administration.close()
            throw error
        }
    }

    /// How the gateway is to serve: on 127.0.0.1, with the private database, the loopback as a
    /// trusted proxy and `acme` as the default tenant; the environment sets everything else.
    public func configuration(
        port: UInt16, loops: Int?, environment: [String: String]
    ) throws(ConfigurationError) -> Configuration {
        var flags = [
            "listen": "127.0.0.1:\(port)", "database.url": credentials.gatewayURL,
            "secrets.key_file": secretsKeyPath,
        ]
        if let loops { flags["loops"] = String(loops) }
        let usual = [
            "POSTERN_TRUSTED_PROXIES": "127.0.0.0/8",
            "POSTERN_TENANCY_DEFAULT": Demonstration.tenants[0].slug.text,
            "POSTERN_OAUTH_ISSUER": "http://127.0.0.1:\(port)/t/{tenant}",
        ]
        let variables = usual.merging(environment) { _, given in given }
        return try Configuration.load(file: nil, environment: variables, flags: flags)
    }

    /// Writes `demo.json`: where everything is and how to get in, for scripts and tests.
    public func publish(baseURL: String) throws(DevelopmentError) {
        var tenants = JSONObject()
        for (demo, tokens) in zip(Demonstration.tenants, tokens) {
            tenants[demo.slug.text] = [
                "host": .string(demo.host), "admin_token": .string(tokens.admin.exposed),
                "user": .string(demo.username), "user_token": .string(tokens.user.exposed),
                "user_password": .string(demo.password.exposed),
            ]
        }
        let json: JSON = [
            "base_url": .string(baseURL), "database_url": .string(credentials.ownerURL),
            "gateway_database_url": .string(credentials.gatewayURL),
            "secrets_key_file": .string(secretsKeyPath), "tenants": .object(tenants),
        ]
        try PrivateFile.write(json.encoded + [UInt8(ascii: "\n")], to: demonstrationPath)
    }

    /// What to try, in lines that work as they stand.
    public func invitation(baseURL: String) -> String {
        var lines = ["", "Try these; \(demonstrationPath) holds the URLs and tokens:", ""]
        for (demo, tokens) in zip(Demonstration.tenants, tokens) {
            let curl = "curl -H 'Host: \(demo.host)' -H 'Authorization: Bearer "
            lines += [
                "  # \(demo.name)'s apps, as its administrator",
                "  \(curl)\(tokens.admin.exposed)' '\(baseURL)/api/oauth/app?amount=10&offset=0'",
                "  # the apps that \(demo.givenName) is connected to, as \(demo.givenName)",
                "  \(curl)\(tokens.user.exposed)'"
                    + " '\(baseURL)/api/oauth/connection?amount=10&offset=0'",
                "",
            ]
        }
        let slug = Demonstration.tenants[0].slug
        lines += [
            "  # a new app of \(slug), which is the default tenant",
            "  curl -H 'Authorization: Bearer \(tokens[0].admin.exposed)'"
                + " -H 'Content-Type: application/json'"
                + " -d '{\"name\":\"Shop\",\"redirect_uri\":\"https://shop.example/callback\"}'"
                + " '\(baseURL)/api/oauth/app'",
            "",
        ]
        return lines.joined(separator: "\n")
    }

    /// Stops the database and waits until it has stopped.
    public func end() async {
        cluster.stop()
    }
}
