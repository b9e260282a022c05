// Many clients, deleted at once.

import Domain
import Postgres

extension Planner {
    /// Deletes the clients that are named, by either key, and then their tokens.
    ///
    /// Rows are locked in one order, so that two such transactions cannot wait for each other. The
    /// tokens go by a statement of their own, which sees those that were issued while the first one
    /// waited for a client's row; the clients that are gone by then are noted in the transaction.
    func planDeletion(ofClients names: [String], tenant: Tenant) -> Plan {
        let clients = texts.query(.deleteClients) { tenant in
            """
            WITH named AS (
                SELECT tenant_id, client_id FROM postern.client AS named
                WHERE \(tenant) AND (client_id = ANY ($2) OR registration_id = ANY ($2)
                    AND NOT EXISTS (
                        SELECT FROM postern.client
                        WHERE \(tenant) AND client_id = named.registration_id))
                ORDER BY client_id FOR UPDATE
            ), gone AS (
                DELETE FROM postern.client USING named
                WHERE client.tenant_id = named.tenant_id AND client.client_id = named.client_id
                RETURNING client.client_id
            )
            SELECT set_config(
                'postern.deleted_clients', coalesce(array_agg(client_id), '{}')::text, true)
            FROM gone
            """
        }
        let tokens = texts.query(.endTokensOfDeletedClients) { tenant in
            """
            DELETE FROM postern.token
            WHERE \(tenant)
                AND client_id = ANY (current_setting('postern.deleted_clients')::text[])
            """
        }
        return Plan(
            statements: [
                Statement(clients, [.integer(tenant.number), .texts(names)]),
                Statement(tokens, [.integer(tenant.number)]),
            ], access: .write, reading: .absence)
    }
}
