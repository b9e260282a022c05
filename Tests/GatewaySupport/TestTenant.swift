// Tenants and what belongs to them, made as an operator or the store makes them.

import Catalog
package import Domain
package import Gateway

/// A tenant of a test's own: tests that share a database cannot see one another's rows.
package struct TestTenant: Sendable {
    package let database: TestDatabase
    package let tenant: Tenant
    /// The host that the tenant registered; a request to it needs nothing else to name the tenant.
    package let host: String

    /// The tenant's name.
    package var slug: String { tenant.slug.text }

    /// The number that the tenant's rows carry.
    package var number: Int64 { tenant.number }
}

/// A person of a tenant.
package struct TestUser: Sendable {
    package let id: String
    package let username: String
}

/// An app of a tenant, with its first secret.
package struct TestApp: Sendable {
    package let id: String
    /// What names it in dialects where that is not the client id.
    package let registrationID: String
    package let secret: String
}

extension TestDatabase {
    /// Makes a tenant with one host; without a name, one that nobody else has.
    package func tenant(_ name: String? = nil, host: String? = nil) async throws -> TestTenant {
        let name = name ?? "t" + String(UInt64.random(in: .min ... .max), radix: 36)
        let host = host ?? "\(name).test"
        guard let slug = Slug(name) else { preconditionFailure("\(name) is no slug") }
        _ = try await administration.createTenant(slug, name: name, hosts: [host])
        guard let tenant = try await store.tenant(slug) else {
            preconditionFailure("the tenant \(name) was not made")
        }
        return TestTenant(database: self, tenant: tenant, host: host)
    }
}

extension TestTenant {
    /// Makes a person; without a name, one that nobody else has.
    package func user(
        _ name: String? = nil, password: String? = nil
    ) async throws -> TestUser {
        let name = name ?? "u" + String(UInt32.random(in: .min ... .max), radix: 36)
        var user = Administration.NewUser(username: name)
        user.password = password.map(Secret.init)
        return try await create(user)
    }

    /// Makes a person; passwords are hashed by few threads, and tests are many.
    func create(_ user: Administration.NewUser) async throws -> TestUser {
        let id = try await Self.hashing.pass {
            try await database.administration.createUser(user, tenant: tenant.slug)
        }
        return TestUser(id: id, username: user.username)
    }

    private static let hashing = Turnstile(width: 8)

    /// Issues an access token; a negative lifetime makes one that has expired.
    package func token(
        _ scope: String = "all", user: TestUser? = nil, client: String? = nil,
        lifetime: Duration = .seconds(3600)
    ) async throws -> String {
        var request = Administration.TokenRequest(scope: scope, lifetime: lifetime)
        request.username = user?.username
        request.clientID = client
        let issued = try await database.administration.issueToken(request, tenant: tenant.slug)
        return issued.text.exposed
    }

    /// Ends a token.
    package func revoke(_ token: String) async throws {
        try await database.administration.revokeToken(Secret(token))
    }

    /// Lets the tenant's next signing key sign; makes the first two where there are none.
    @discardableResult
    package func rotateKeys() async throws -> [Administration.KeyEntry] {
        try await database.administration.rotateSigningKeys(
            of: tenant.slug, secretsKey: Self.secretsKey)
    }

    /// Takes a signing key away.
    @discardableResult
    package func revokeKey(_ id: String) async throws -> [Administration.KeyEntry] {
        try await database.administration.revokeSigningKey(
            id, of: tenant.slug, secretsKey: Self.secretsKey)
    }

    /// What the tenant's signing keys are sealed under.
    package static let secretsKey = Redacted<[UInt8]>((0..<32).map { $0 &* $0 &+ 7 })

    /// Registers an app.
    package func app(
        _ name: String = "App", url: String = "https://app.example/",
        redirectURI: String = "https://app.example/callback", creator: TestUser? = nil
    ) async throws -> TestApp {
        let client = try await database.store.createClient(
            name: name, uri: url, redirectURI: redirectURI, creator: creator?.id, in: tenant)
        return TestApp(
            id: client.keys.key,
            registrationID: client.keys[Resource.clients.ordinal(of: Client.registrationID)],
            secret: client.secret)
    }

    /// Gives an app a logo.
    package func logo(of app: TestApp, _ upload: ImageUpload = .sample) async throws {
        try await database.store.replaceLogo(of: app.id, by: upload, in: tenant)
    }

    /// Whether a client would be let in with a secret.
    package func authenticates(_ clientID: String, secret: String) async throws -> Bool {
        try await database.store.authenticates(client: clientID, secret: secret, in: tenant)
    }

    /// Writes down that a person consented to an app.
    package func grant(
        _ user: TestUser, _ app: TestApp, scope: String = "openid profile",
        authenticatedAt seconds: Int64 = 1_700_000_000
    ) async throws {
        try await database.store.saveGrant(
            subject: user.id, client: app.id, scope: scope,
            authenticated: Timestamp(microseconds: seconds * 1_000_000), tenant: tenant)
    }

    /// Ends the tenant and everything that belongs to it.
    package func delete() async throws {
        try await database.administration.deleteTenant(tenant.slug)
    }
}
