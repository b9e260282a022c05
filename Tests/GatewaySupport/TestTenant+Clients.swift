// Clients of the authorization server, and people who can log in to it.

import Catalog
import Domain
import Gateway
import Postgres

/// What a client is registered with, beyond what an app has.
package struct TestRegistration: Sendable {
    package var methods = ["client_secret_basic"]
    package var grantTypes = ["authorization_code", "refresh_token", "client_credentials"]
    package var scopes = ["invoices:read", "invoices:write"]
    package var redirectURIs = ["https://app.example/callback"]
    package var postLogoutRedirectURIs = ["https://app.example/goodbye"]

    package init() {}

    /// One that has no secret, and two redirect URIs.
    package static let native: TestRegistration = {
        var registration = TestRegistration()
        registration.methods = ["none"]
        registration.grantTypes = ["authorization_code", "refresh_token"]
        registration.redirectURIs = ["com.example.native:/callback", "http://127.0.0.1/callback"]
        return registration
    }()

    /// One that cannot do without a person.
    package static let photos: TestRegistration = {
        var registration = TestRegistration()
        registration.grantTypes = ["authorization_code", "refresh_token"]
        registration.redirectURIs = ["https://photos.example/callback"]
        return registration
    }()

    /// One that has nothing to do with people.
    package static let payroll: TestRegistration = {
        var registration = TestRegistration()
        registration.grantTypes = ["client_credentials"]
        registration.scopes = ["payments:read", "payments:send"]
        registration.redirectURIs = []
        return registration
    }()

    /// One that runs on a device without a keyboard.
    package static let television: TestRegistration = {
        var registration = TestRegistration()
        registration.methods = ["none"]
        registration.grantTypes = [
            "urn:ietf:params:oauth:grant-type:device_code", "refresh_token",
        ]
        registration.redirectURIs = []
        return registration
    }()

    func record(_ id: String, name: String) -> Record {
        var record = Record(of: .clients)
        record[Client.id] = id
        record[Client.registrationID] = id
        record[Client.name] = name
        record[Client.uri] = "https://app.example/"
        record[Client.authenticationMethods] = methods
        record[Client.grantTypes] = grantTypes
        record[Client.scopes] = scopes
        record[Client.redirectURIs] = redirectURIs
        record[Client.postLogoutRedirectURIs] = postLogoutRedirectURIs
        return record
    }
}

extension TestTenant {
    /// Registers a client under this id.
    package func client(
        _ id: String, name: String = "Calendar", _ registration: TestRegistration = .init()
    ) async throws -> TestApp {
        let secret = try await database.store.register(
            registration.record(id, name: name), in: tenant)
        return TestApp(id: id, registrationID: id, secret: secret)
    }

    /// Logs a person in without asking for a password; the value of the browser's cookie.
    package func session(of user: TestUser) async throws -> String {
        let cookie = (0..<43).map { _ in
            String("0123456789abcdefghijklmnopqrstuv".randomElement() ?? "0")
        }.joined()
        _ = try await database.query(
            """
            INSERT INTO postern.login_session
                (tenant_id, session_hash, session_id, subject, authenticated_at, expires_at)
            VALUES ($1, sha256($2::text::bytea), $2, $3, now(), now() + interval '1 hour')
            """, [.integer(number), .text(cookie), .text(user.id)])
        return cookie
    }

    /// Makes a person of whom everything is known, and who can log in.
    package func person(_ name: String, password: String) async throws -> TestUser {
        var user = Administration.NewUser(username: name)
        user.email = "\(name)@example.com"
        user.givenName = "Alice"
        user.familyName = "Liddell"
        user.password = Secret(password)
        return try await create(user)
    }
}
