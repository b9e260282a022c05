// Access tokens by command: issued for whoever exists, and revoked.

import Access
import Catalog
public import Domain
import Reactor
import Store

extension Administration {
    /// What a token is to say.
    public struct TokenRequest: Sendable {
        /// Space-separated words, kept as given.
        public var scope: String
        /// The username of whom it speaks for.
        public var username: String?
        /// The client that it is for.
        public var clientID: String?
        /// How long it lives; at most `lifetimeMax`.
        public var lifetime: Duration

        /// A token for nobody in particular.
        public init(scope: String, lifetime: Duration) {
            self.scope = scope
            self.lifetime = lifetime
        }
    }

    /// A token that was just made: the only time that its text exists.
    public struct IssuedToken: Sendable {
        /// What the client sends.
        public let text: Domain.Secret
        /// When it ends.
        public let expiresAt: Timestamp
    }

    /// The longest that a token may live.
    public static let lifetimeMax = Configuration().token.lifetimeMax
    /// How long a token lives where nothing else is asked for.
    public static let lifetimeDefault = Configuration().token.lifetimeDefault

    /// The words of a scope that are no permission of ours: they grant nothing.
    public static func unknownWords(inScope scope: String) -> [String] {
        scope.split(separator: " ").filter { $0 != Scope.everything && Scope(word: $0) == nil }
            .map(String.init)
    }

    /// Issues an access token; throws where the tenant, the user or the client does not exist.
    public func issueToken(
        _ request: TokenRequest, tenant slug: Slug
    ) async throws(AdministrationError) -> IssuedToken {
        let tenant = try await tenant(slug)
        let subject = try await subject(request.username, in: tenant)
        if let clientID = request.clientID { try await requireClient(clientID, in: tenant) }
        let now = Timestamp(microseconds: WallTime.current().microsecondsSince1970)
        let expires = now.advanced(bySeconds: request.lifetime.components.seconds)
        var random = SystemRandomNumberGenerator()
        let token = OpaqueToken(
            kind: .access, tenant: tenant.number, expiresDay: expires.day, using: &random)
        let store = try store()
        do throws(APIError) {
            try await store.keepTokenPartitions(daysAhead: Self.daysAhead)
            try await store.issue(
                NewToken(
                    hash: token.hash.bytes, kind: token.kind, client: request.clientID,
                    subject: subject, scope: request.scope, issued: now, expires: expires),
                tenant: tenant)
        } catch {
            throw AdministrationError(error)
        }
        return IssuedToken(text: token.text, expiresAt: expires)
    }

    /// Ends a token, and every gateway hears of it.
    ///
    /// Throws for what is no live token of any tenant.
    public func revokeToken(_ text: Domain.Secret) async throws(AdministrationError) {
        guard let token = OpaqueToken(text.exposed) else {
            throw AdministrationError("that is not one of Postern's tokens")
        }
        let store = try store()
        let wasLive: Bool
        do throws(APIError) {
            wasLive = try await store.revoke(
                hash: token.hash.bytes, expiresDay: token.expiresDay, tenant: token.tenant)
        } catch {
            throw AdministrationError(error)
        }
        guard wasLive else {
            throw AdministrationError(
                "there is no such token; it may have been revoked already or have expired long ago")
        }
    }

    /// Two days more than a token can live, as gateways keep it.
    private static var daysAhead: Int64 { lifetimeMax.components.seconds / 86_400 + 2 }

    private func subject(
        _ username: String?, in tenant: Tenant
    ) async throws(AdministrationError) -> String? {
        guard let username else { return nil }
        let store = try store()
        let found: String?
        do throws(APIError) {
            found = try await store.userID(username: username, tenant: tenant)
        } catch {
            throw AdministrationError(error)
        }
        guard let found else {
            throw AdministrationError("there is no user \(username) in \(tenant.slug)")
        }
        return found
    }

    private func requireClient(
        _ clientID: String, in tenant: Tenant
    ) async throws(AdministrationError) {
        let store = try store()
        let read = Intent.read(
            RowName(.clients, key: clientID), fields: FieldSet([Resource.clients.key]))
        do throws(APIError) {
            let plan = try await store.plan(read, tenant: tenant, principal: nil)
            _ = try await store.perform(plan, tenant: tenant)
        } catch {
            guard case .notFound = error.kind else { throw AdministrationError(error) }
            throw AdministrationError("there is no client \(clientID) in \(tenant.slug)")
        }
    }
}
