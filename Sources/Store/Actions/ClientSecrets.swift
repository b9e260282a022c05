// Client secrets: given to a client, replaced, taken away. A client may hold several while a
// rotation overlaps; a change through any dialect leaves one, or none.

import Catalog
import Domain
import Postgres
import Secrets

/// What a change of a row does to its secrets.
enum SecretChange {
    /// They stay.
    case keep
    /// They go.
    case remove
    /// This one stays alone.
    case replace(KeptSecret)

    /// What a record says: nothing of secrets, that there is none, or one, of which `kept` is kept.
    init(of record: Record, to kept: KeptSecret?) {
        let place = record.resource.fields.firstIndex { $0.storage == .apart }
        switch (place.flatMap { record[ordinal: $0] }, kept) {
        case (nil, _): self = .keep
        case (.null?, _): self = .remove
        case (_?, let kept?): self = .replace(kept)
        case (_?, nil): preconditionFailure("a secret without its hash")
        }
    }
}

extension Planner {
    /// The statements that follow the change of a client's row: they do nothing unless this very
    /// transaction changed it, whatever else it asked of the row.
    func statements(
        for change: SecretChange, of name: RowName, tenant: Tenant
    ) -> [Statement] {
        switch change {
        case .keep: []
        case .remove: [end(ofSecretsBut: nil, of: name, tenant)]
        case .replace(let secret):
            [
                addition(of: secret, to: name, tenant: tenant),
                end(ofSecretsBut: secret, of: name, tenant),
            ]
        }
    }

    /// A new secret, in place of every other one.
    func planRotation(
        of clientID: String, to secret: Secret, _ precondition: Precondition, tenant: Tenant,
        by principal: Principal?
    ) -> Plan {
        let name = RowName(.clients, key: clientID)
        var record = Record(of: .clients)
        // The old secret's end is not the new one's.
        record.set(.null, at: record.resource.ordinal(of: Client.secretExpiresAt))
        let change = planChange(
            of: name, to: record, .replace(KeptSecret(random: secret.exposed)), precondition,
            tenant: tenant, by: principal)
        let probes = precondition != .exists
        return Plan(
            statements: change.statements, access: .write,
            reading: .rotation(Plan.Change(name: name, probes: probes), secret: secret))
    }

    /// Gives a secret to a client that this transaction has made or changed.
    func addition(of secret: KeptSecret, to name: RowName, tenant: Tenant) -> Statement {
        let query = texts.query(.addClientSecret(key: name.field)) { tenant in
            """
            INSERT INTO postern.client_secret (tenant_id, client_id, secret_hash, scheme)
            SELECT tenant_id, client_id, $3, $4 FROM postern.client
            WHERE \(tenant) AND \(Self.changed(name))
            ON CONFLICT DO NOTHING
            """
        }
        return Statement(
            query,
            address(of: name, tenant) + [.bytes(secret.bytes), .text(secret.scheme.rawValue)])
    }

    /// Ends every secret but one of a client that this transaction has changed.
    ///
    /// A statement of its own, because only a later one sees what another rotation committed while
    /// this one waited for the client's row.
    private func end(
        ofSecretsBut secret: KeptSecret?, of name: RowName, _ tenant: Tenant
    ) -> Statement {
        let query = texts.query(.endOtherClientSecrets(key: name.field)) { tenant in
            """
            DELETE FROM postern.client_secret
            WHERE \(tenant) AND secret_hash IS DISTINCT FROM $3::bytea AND client_id = (
                SELECT client_id FROM postern.client WHERE \(tenant) AND \(Self.changed(name)))
            """
        }
        return Statement(
            query, address(of: name, tenant) + [secret.map { .bytes($0.bytes) } ?? .null])
    }

    /// Whether this transaction wrote the row: its version carries the transaction's number.
    static func changed(_ name: RowName) -> String {
        "\(name.resource.fields[name.field].name) = $2 AND xmin = pg_current_xact_id()::xid"
    }
}
