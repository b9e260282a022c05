// Client secrets: the first one, and the one that replaces all others.

import Catalog
import Crypto
import Domain
import Postgres

extension Planner {
    /// The new secret, and then the end of all others.
    ///
    /// That is a statement of its own because only a later one sees what a rotation committed while
    /// this one waited for the client's row. It looks for the new secret, which is there if and
    /// only if the first statement found the row in the expected state.
    func planRotation(
        of clientID: String, to secret: Secret, _ precondition: Precondition, tenant: Tenant
    ) -> Plan {
        let name = RowName(.clients, key: clientID)
        var parameters = address(of: name, tenant)
        parameters.append(.bytes(secret.digest))
        let checks = appendVersions(of: precondition, to: &parameters)
        let query = texts.query(.rotateClientSecret(checksVersion: checks)) { tenant in
            """
            WITH changed AS (
                UPDATE postern.client SET updated_at = now(), version = version + 1
                WHERE \(tenant) AND client_id = $2\(checks ? " AND version = ANY ($4)" : "")
                RETURNING tenant_id, client_id, version
            ), made AS (
                INSERT INTO postern.client_secret (tenant_id, client_id, secret_hash)
                SELECT tenant_id, client_id, $3 FROM changed
            )
            SELECT version FROM changed
            """
        }
        var statements = [Statement(query, parameters)]
        if checks { statements.append(probe(name, tenant)) }
        statements.append(endOfOtherSecrets(than: secret, of: name, tenant))
        return Plan(
            statements: statements, access: .write,
            reading: .rotation(
                Plan.Change(resource: .clients, probes: checks), key: clientID, secret: secret))
    }

    private func endOfOtherSecrets(
        than secret: Secret, of name: RowName, _ tenant: Tenant
    ) -> Statement {
        let query = texts.query(.endOtherClientSecrets) { tenant in
            """
            DELETE FROM postern.client_secret
            WHERE \(tenant) AND client_id = $2 AND secret_hash <> $3 AND EXISTS (
                SELECT FROM postern.client_secret
                WHERE \(tenant) AND client_id = $2 AND secret_hash = $3)
            """
        }
        return Statement(query, address(of: name, tenant) + [.bytes(secret.digest)])
    }

    /// Gives a client that the same transaction makes its first secret.
    func addition(of secret: Secret, toClient clientID: String, tenant: Tenant) -> Statement {
        let query = texts.query(.addClientSecret) { _ in
            """
            INSERT INTO postern.client_secret (tenant_id, client_id, secret_hash)
            VALUES ($1, $2, $3)
            """
        }
        return Statement(
            query, [.integer(tenant.number), .text(clientID), .bytes(secret.digest)])
    }
}

extension Secret {
    /// What is stored in the secret's place: its SHA-256, because it is random and long.
    var digest: [UInt8] { Array(SHA256.hash(data: Array(exposed.utf8))) }
}
