// Tenants' signing keys by command: made, rotated, listed and revoked.

public import Domain
import JSONWire
import OAuth
import Reactor
import Secrets
import Signing
import Store

extension Administration {
    /// A signing key as it is listed.
    public struct KeyEntry: Sendable {
        /// The name that tokens carry as `kid`.
        public let id: String
        /// `next`, `current` or `retired`.
        public let state: String
        /// When it was made, and published.
        public let createdAt: Timestamp
        /// When it began to sign.
        public let activatedAt: Timestamp?
        /// When it ceased to.
        public let retiredAt: Timestamp?
        /// When it ceases to be published: a day after it has retired.
        public let goesAt: Timestamp?

        /// Whether it has begun to sign less than an hour after it was published, other than as a
        /// tenant's first.
        public var signsInAHurry: Bool {
            guard let activatedAt, retiredAt == nil, activatedAt != createdAt else { return false }
            return activatedAt < createdAt.advanced(bySeconds: 3600)
        }

        init(_ key: StoredSigningKey) {
            id = key.id
            state = key.state.rawValue
            createdAt = key.createdAt
            activatedAt = key.activatedAt
            retiredAt = key.retiredAt
            goesAt = key.retiredAt?.advanced(bySeconds: KeyRing.retiredSeconds)
        }
    }

    /// The tenant's keys: what signs first, then what will, then what has.
    public func signingKeys(of slug: Slug) async throws(AdministrationError) -> [KeyEntry] {
        try await storedKeys(of: tenant(slug)).map(KeyEntry.init)
    }

    /// Lets the next key sign and makes another next; the one that signed stays published for a
    /// day.
    ///
    /// Where there are no keys, makes the first two. Returns the keys as they are then.
    package func rotateSigningKeys(
        of slug: Slug, secretsKey: Redacted<[UInt8]>
    ) async throws(AdministrationError) -> [KeyEntry] {
        let tenant = try await tenant(slug)
        let keys = try await storedKeys(of: tenant)
        var change = SigningKeyChange()
        change.retiresCurrent = true
        change.activated = try Self.next(of: keys, tenant, secretsKey)
        return try await make(change, to: tenant, secretsKey)
    }

    /// Ends a key at once: what it signed is refused from now on.
    ///
    /// In place of the one that signs, the next does, and another next is made. Returns the keys
    /// as they are then.
    package func revokeSigningKey(
        _ id: String, of slug: Slug, secretsKey: Redacted<[UInt8]>
    ) async throws(AdministrationError) -> [KeyEntry] {
        let tenant = try await tenant(slug)
        let keys = try await storedKeys(of: tenant)
        guard let key = keys.first(where: { $0.id == id }) else {
            throw AdministrationError("\(slug) has no signing key \(id)")
        }
        var change = SigningKeyChange()
        change.ended = (id, key.state)
        switch key.state {
        case .retired:
            try await apply(change, to: tenant)
            return try await storedKeys(of: tenant).map(KeyEntry.init)
        case .next:
            return try await make(change, to: tenant, secretsKey, signs: false)
        case .current:
            change.activated = try Self.next(of: keys, tenant, secretsKey)
            return try await make(change, to: tenant, secretsKey)
        }
    }

    /// The key that may sign now; nil where there is none.
    ///
    /// Throws where gateways with this `secrets.key` could not open it.
    private static func next(
        of keys: [StoredSigningKey], _ tenant: Tenant, _ secretsKey: Redacted<[UInt8]>
    ) throws(AdministrationError) -> String? {
        guard let key = keys.first(where: { $0.state == .next }) else { return nil }
        let seal = Seal(secretsKey: secretsKey.reveal(), purpose: .signingKey)
        let place = Seal.Place(tenant: tenant.number, row: key.id)
        guard key.sealed.flatMap({ seal.open($0, at: place) }) != nil else {
            throw AdministrationError(
                "the next key, \(key.id), was sealed under another secrets.key and cannot sign; "
                    + "revoke it first")
        }
        return key.id
    }

    /// Applies a change with the new keys that it leaves to be made: a next one, and one that
    /// signs where none is activated to.
    private func make(
        _ change: SigningKeyChange, to tenant: Tenant, _ secretsKey: Redacted<[UInt8]>,
        signs: Bool = true
    ) async throws(AdministrationError) -> [KeyEntry] {
        var change = change
        let seal = Seal(secretsKey: secretsKey.reveal(), purpose: .signingKey)
        if signs, change.activated == nil {
            change.additions.append(try await Self.newKey(for: tenant, signs: true, seal))
        }
        change.additions.append(try await Self.newKey(for: tenant, signs: false, seal))
        try await apply(change, to: tenant)
        return try await storedKeys(of: tenant).map(KeyEntry.init)
    }

    private func storedKeys(
        of tenant: Tenant
    ) async throws(AdministrationError) -> [StoredSigningKey] {
        let store = try store()
        do throws(APIError) {
            return try await store.signingKeys(
                of: tenant, retiredSeconds: KeyRing.retiredSeconds)
        } catch {
            throw AdministrationError(error)
        }
    }

    private func apply(
        _ change: SigningKeyChange, to tenant: Tenant
    ) async throws(AdministrationError) {
        let store = try store()
        do throws(APIError) {
            try await store.change(
                signingKeysOf: tenant, by: change, retiredSeconds: KeyRing.retiredSeconds)
        } catch {
            guard case .conflict = error.kind else { throw AdministrationError(error) }
            throw AdministrationError(
                "another command has changed the keys of \(tenant.slug) at the same time; "
                    + "list them before trying again")
        }
    }

    private static let makers = OffLoop(name: "keys", threadCountMax: 1, waitingCountMax: 16)

    private static func newKey(
        for tenant: Tenant, signs: Bool, _ seal: Seal
    ) async throws(AdministrationError) -> SigningKeyChange.Addition {
        do {
            return try await makers.run {
                var key = try SigningKey.generate()
                // One name in 64 would look like an option to the commands that take it.
                while key.keyID.hasPrefix("-") { key = try SigningKey.generate() }
                let place = Seal.Place(tenant: tenant.number, row: key.keyID)
                return SigningKeyChange.Addition(
                    id: key.keyID, signs: signs, sealed: try seal.seal(key.der, at: place),
                    jwk: JSON.object(key.publicKey.jwk).encoded)
            }
        } catch {
            throw AdministrationError("a signing key could not be made: \(error)")
        }
    }
}
