import Catalog
import Domain
import Reactor
import Store

/// What `postern dev` fills an empty database with, so that there is something to try.
struct Demonstration {
    /// A tenant to try.
    struct DemoTenant {
        let slug: Slug
        let name: String
        /// An ordinary person of the tenant.
        let username: String
        let givenName: String
        /// Known to everybody: a demonstration is for the own machine.
        let password: Domain.Secret
        /// The names of its apps.
        let apps: [String]

        var host: String { "\(slug).localhost" }
    }

    /// A tenant's tokens, fresh with every start.
    struct Tokens: Sendable {
        let admin: Domain.Secret
        let user: Domain.Secret
    }

    static let administrator = "admin"

    static let tenants: [DemoTenant] = [
        tenant(
            "acme", "Acme", "alice", "Alice", "alice-at-acme",
            ["Calendar", "Timesheets", "Photo Printer"]),
        tenant(
            "globex", "Globex", "bob", "Bob", "bob-at-globex", ["Inventory", "Reports", "Chat"]),
    ]

    private static func tenant(
        _ slug: String, _ name: String, _ username: String, _ givenName: String,
        _ password: String, _ apps: [String]
    ) -> DemoTenant {
        guard let slug = Slug(slug) else { preconditionFailure("no such slug") }
        return DemoTenant(
            slug: slug, name: name, username: username, givenName: givenName,
            password: Domain.Secret(password), apps: apps)
    }

    /// What an ordinary person needs to consent, to see and withdraw their own connections, and to
    /// be told who they are.
    static let userScope = [Scope.connectionRead, .connectionWrite, .authorize, .openID].map {
        scope in scope.aliases.first ?? scope.rawValue
    }.joined(separator: " ")

    static let lifetime = Duration.seconds(30 * 86_400)
}

extension Administration {
    /// Makes what is missing of the demo tenants and issues their tokens.
    func demonstrate(
        secretsKey: Redacted<[UInt8]>
    ) async throws(AdministrationError) -> [Demonstration.Tokens] {
        let existing = Set(try await tenants().map(\.slug))
        var tokens: [Demonstration.Tokens] = []
        for demo in Demonstration.tenants {
            if !existing.contains(demo.slug.text) {
                _ = try await createTenant(demo.slug, name: demo.name, hosts: [demo.host])
            }
            if try await signingKeys(of: demo.slug).isEmpty {
                _ = try await rotateSigningKeys(of: demo.slug, secretsKey: secretsKey)
            }
            let administrator = try await user(
                Demonstration.administrator, "Admin", ["admin"], demo)
            let person = try await user(
                demo.username, demo.givenName, [], demo, password: demo.password)
            try await addApps(demo, creator: administrator, connectedTo: [person, administrator])
            var admin = TokenRequest(
                scope: Scope.everything, lifetime: Demonstration.lifetime)
            admin.username = Demonstration.administrator
            var user = TokenRequest(
                scope: Demonstration.userScope, lifetime: Demonstration.lifetime)
            user.username = demo.username
            tokens.append(
                Demonstration.Tokens(
                    admin: try await issueToken(admin, tenant: demo.slug).text,
                    user: try await issueToken(user, tenant: demo.slug).text))
        }
        return tokens
    }

    /// The id of a user, who is made if need be.
    private func user(
        _ username: String, _ givenName: String, _ roles: [String],
        _ demo: Demonstration.DemoTenant, password: Domain.Secret? = nil
    ) async throws(AdministrationError) -> String {
        let tenant = try await tenant(demo.slug)
        let store = try store()
        do throws(APIError) {
            let id = try await store.userID(username: username, tenant: tenant)
            if let id { return id }
        } catch {
            throw AdministrationError(error)
        }
        var user = NewUser(username: username)
        user.email = "\(username)@\(demo.host)"
        user.givenName = givenName
        user.familyName = "Example"
        user.roles = roles
        user.password = password
        return try await createUser(user, tenant: demo.slug)
    }

    /// Registers the apps and a connection of each person, unless the tenant has apps already.
    private func addApps(
        _ demo: Demonstration.DemoTenant, creator: String, connectedTo people: [String]
    ) async throws(AdministrationError) {
        let tenant = try await tenant(demo.slug)
        let store = try store()
        do throws(APIError) {
            guard try await !store.hasClients(tenant) else { return }
            var clients: [String] = []
            for app in demo.apps {
                clients.append(try await store.registerClient(app, of: tenant, by: creator))
            }
            let now = Timestamp(microseconds: WallTime.current().microsecondsSince1970)
            for (person, client) in zip(people, clients) {
                try await store.saveGrant(
                    subject: person, client: client, scope: "email openid profile",
                    authenticated: now, now: now, tenant: tenant)
            }
        } catch {
            throw AdministrationError(error)
        }
    }
}

extension Store {
    fileprivate func hasClients(_ tenant: Tenant) async throws(APIError) -> Bool {
        let list = ListIntent(
            .clients, fields: FieldSet([Resource.clients.key]),
            page: Page(limit: 1, start: .offset(0)))
        let plan = try await plan(.list(list), tenant: tenant, principal: nil)
        guard case .list(let records, _) = try await perform(plan, tenant: tenant) else {
            return false
        }
        return records.count > 0
    }

    /// Registers a client with a secret that nobody learns; returns its id.
    fileprivate func registerClient(
        _ name: String, of tenant: Tenant, by creator: String
    ) async throws(APIError) -> String {
        let word = name.split(separator: " ").joined(separator: "-").lowercased()
        let uri = "https://\(word).\(tenant.slug).example"
        var record = Record(of: .clients)
        record[Client.name] = name
        record[Client.uri] = uri
        record[Client.redirectURIs] = [uri + "/callback"]
        let create = CreateIntent(
            record, key: .base64URL(bytes: 16), secret: .base64URL(bytes: 32))
        let principal = Principal(
            tenant: tenant.number, client: nil, subject: creator, scopes: .all,
            issued: Timestamp(microseconds: 0), expires: Timestamp(microseconds: .max))
        let plan = try await plan(.create(create), tenant: tenant, principal: principal)
        guard case .created(let keys, _, _) = try await perform(plan, tenant: tenant) else {
            throw APIError(.defect, "the app was not registered")
        }
        return keys.key
    }
}
