// A gateway whose issuer is where it answers, with a tenant and a person: what programs that nobody
// here wrote need to work with.

import Domain
import Gateway
import GatewaySupport
import JSONWire
import OAuth
import Reactor

/// What a client program is told.
struct Stage: Sendable {
    /// The tenant's issuer.
    let issuer: String
    /// May register clients.
    let token: String
    let username: String
    let password: String

    /// Runs `body` with a gateway, a database and a tenant of its own.
    static func with<Value>(_ body: (Stage) async throws -> Value) async throws -> Value {
        try await TestDatabase.with { database in
            try await atSomePort { port, began in
                let template = IssuerTemplate("http://127.0.0.1:\(port)/t/{tenant}")
                return try await TestGateway.with(database) { configuration in
                    configuration.listen = [.internet(IPAddress(v4: 0x7F00_0001), port: port)]
                    configuration.oauth.issuer = template ?? .local
                    configuration.secrets.key = TestTenant.secretsKey
                } _: { _ in
                    began()
                    return try await body(Stage(in: database, port: port))
                }
            }
        }
    }

    private init(in database: TestDatabase, port: UInt16) async throws {
        let tenant = try await database.tenant()
        try await tenant.rotateKeys()
        issuer = "http://127.0.0.1:\(port)/t/\(tenant.slug)"
        token = try await tenant.token(user: tenant.user())
        username = "carol"
        password = "a garden of forking paths"
        var person = Administration.NewUser(username: username)
        person.password = Secret(password)
        person.email = "carol@example.com"
        person.givenName = "Carol"
        person.familyName = "Ng"
        _ = try await database.administration.createUser(person, tenant: tenant.tenant.slug)
    }

    /// The issuer is configured before the gateway has a port, so the port is chosen here: outside
    /// the system's own range, and another where somebody has it.
    private static func atSomePort<Value>(
        _ start: (UInt16, _ began: () -> Void) async throws -> Value
    ) async throws -> Value {
        for _ in 0..<16 {
            var hasBegun = false
            do {
                return try await start(UInt16.random(in: 20_000..<30_000)) { hasBegun = true }
            } catch {
                if hasBegun { throw error }
            }
        }
        throw TestGateway.Failure.noAddress
    }

    /// One JSON object, as the programs read it.
    var json: [UInt8] {
        let members: JSONObject = [
            "issuer": .string(issuer), "token": .string(token), "username": .string(username),
            "password": .string(password),
        ]
        return JSON.object(members).encoded
    }
}
