// A tenant's signing keys as rows: read, and changed in one transaction.

public import Domain
import Postgres

/// A signing key as the database keeps it.
public struct StoredSigningKey: Sendable {
    /// Where a key is in its life; the raw value is the column's.
    public enum State: String, Sendable, Hashable, CaseIterable {
        /// Published, so that everybody knows it before it signs. Becomes current.
        case next
        /// The one that signs. Becomes retired.
        case current
        /// Signs no more, and is published until nothing that it signed is valid. Is deleted then.
        case retired
    }

    /// Names the key in tokens: its thumbprint.
    public let id: String
    /// Where it is in its life.
    public let state: State
    /// The private half, sealed; nil for a retired key, whose private half is gone.
    public let sealed: [UInt8]?
    /// The public half as JWK, in JSON.
    public let jwk: [UInt8]
    /// When it was made, and published.
    public let createdAt: Timestamp
    /// When it began to sign.
    public let activatedAt: Timestamp?
    /// When it ceased to.
    public let retiredAt: Timestamp?
}

/// What one transaction does to a tenant's signing keys, in this order.
///
/// Whatever another one has done since the keys were read makes it fail as a conflict: nothing is
/// rotated twice because two asked at once.
public struct SigningKeyChange: Sendable {
    /// A key to be written down.
    public struct Addition: Sendable {
        /// Its name.
        public let id: String
        /// Whether it signs from now on; else it is the next.
        public let signs: Bool
        /// The private half, sealed.
        public let sealed: [UInt8]
        /// The public half as JWK, in JSON.
        public let jwk: [UInt8]

        /// Makes the value; see the members.
        public init(id: String, signs: Bool, sealed: [UInt8], jwk: [UInt8]) {
            self.id = id
            self.signs = signs
            self.sealed = sealed
            self.jwk = jwk
        }
    }

    /// The key that ends at once, and the state that it was in.
    public var ended: (id: String, state: StoredSigningKey.State)?
    /// Whether the key that signs retires.
    public var retiresCurrent = false
    /// The next key, where it is to sign from now on.
    public var activated: String?
    /// Keys that are new.
    public var additions: [Addition] = []

    /// A change that changes nothing.
    public init() {}
}

extension Store {
    /// The tenant's keys: what signs first, then what will, then what has, the latest first.
    ///
    /// Keys that retired more than `retiredSeconds` ago are left out, whether they were deleted or
    /// not.
    public func signingKeys(
        of tenant: Tenant, retiredSeconds: Int64
    ) async throws(APIError) -> [StoredSigningKey] {
        let query = texts.query(.signingKeys) { tenant in
            """
            SELECT kid, state, sealed, jwk, created_at, activated_at, retired_at
            FROM postern.signing_key
            WHERE \(tenant)
                AND (retired_at IS NULL OR retired_at > now() - $2 * interval '1 second')
            ORDER BY CASE state WHEN 'current' THEN 0 WHEN 'next' THEN 1 ELSE 2 END,
                retired_at DESC, kid
            """
        }
        let statement = Statement(query, [.integer(tenant.number), .integer(retiredSeconds)])
        let rows = try await run([statement], tenant: tenant.number, .read)[0]
        return try (0..<rows.count).map { row throws(APIError) in
            guard let state = StoredSigningKey.State(rawValue: rows.text(row, 1)) else {
                throw APIError(.defect, "something went wrong here", detail: "a key's state")
            }
            return StoredSigningKey(
                id: rows.text(row, 0), state: state,
                sealed: rows.isNull(row, 2) ? nil : rows.bytes(row, 2), jwk: rows.json(row, 3),
                createdAt: Timestamp(microseconds: rows.time(row, 4)),
                activatedAt: rows.optionalTime(row, 5).map(Timestamp.init(microseconds:)),
                retiredAt: rows.optionalTime(row, 6).map(Timestamp.init(microseconds:)))
        }
    }

    /// Changes the tenant's keys, all or nothing, and deletes those that retired more than
    /// `retiredSeconds` ago.
    ///
    /// Every gateway hears of it. `.conflict` where the keys are no longer what the change was
    /// made for. For the schema's owner: the gateway's role may only read.
    public func change(
        signingKeysOf tenant: Tenant, by change: SigningKeyChange, retiredSeconds: Int64
    ) async throws(APIError) {
        var statements = [endOfLongRetired(tenant, retiredSeconds)]
        if let ended = change.ended { statements.append(end(of: ended.id, ended.state, tenant)) }
        if change.retiresCurrent { statements.append(retirement(tenant)) }
        if let id = change.activated { statements.append(activation(of: id, tenant)) }
        statements += change.additions.map { addition(of: $0, tenant) }
        _ = try await run(statements, tenant: tenant.number, .write)
    }

    private func endOfLongRetired(_ tenant: Tenant, _ retiredSeconds: Int64) -> Statement {
        let query = texts.query(.endSigningKeys) { tenant in
            """
            DELETE FROM postern.signing_key
            WHERE \(tenant) AND retired_at <= now() - $2 * interval '1 second'
            """
        }
        return Statement(query, [.integer(tenant.number), .integer(retiredSeconds)])
    }

    private func end(
        of id: String, _ state: StoredSigningKey.State, _ tenant: Tenant
    ) -> Statement {
        let query = texts.query(.endSigningKey(state)) { tenant in
            """
            DELETE FROM postern.signing_key
            WHERE \(tenant) AND kid = $2 AND state = '\(state.rawValue)'
            """
        }
        return Statement(query, [.integer(tenant.number), .text(id)])
    }

    /// The private half goes: nobody needs it any more.
    private func retirement(_ tenant: Tenant) -> Statement {
        let query = texts.query(.retireSigningKey) { tenant in
            """
            UPDATE postern.signing_key SET state = 'retired', retired_at = now(), sealed = NULL
            WHERE \(tenant) AND state = 'current'
            """
        }
        return Statement(query, [.integer(tenant.number)])
    }

    private func activation(of id: String, _ tenant: Tenant) -> Statement {
        let query = texts.query(.activateSigningKey) { tenant in
            """
            UPDATE postern.signing_key SET state = 'current', activated_at = now()
            WHERE \(tenant) AND kid = $2 AND state = 'next'
            """
        }
        return Statement(query, [.integer(tenant.number), .text(id)])
    }

    /// Runs into one of two unique indexes where another change has come before.
    private func addition(
        of key: SigningKeyChange.Addition, _ tenant: Tenant
    ) -> Statement {
        let query = texts.query(.addSigningKey) { _ in
            """
            INSERT INTO postern.signing_key (tenant_id, kid, state, sealed, jwk, activated_at)
            VALUES ($1, $2, CASE WHEN $3 THEN 'current' ELSE 'next' END, $4, $5,
                CASE WHEN $3 THEN now() END)
            """
        }
        return Statement(
            query,
            [
                .integer(tenant.number), .text(key.id), .boolean(key.signs), .bytes(key.sealed),
                .json(key.jwk),
            ])
    }
}
