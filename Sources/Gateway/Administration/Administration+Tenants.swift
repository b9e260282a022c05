// The registry of tenants: the one place that writes to it.

public import Domain
public import OAuth
import Postgres

extension Administration {
    /// A tenant as the registry has it.
    public struct TenantEntry: Sendable {
        /// The name in host names, paths and commands.
        public let slug: String
        /// The name that people read.
        public let name: String
        /// The hosts that are the tenant's, in order.
        public let hosts: [String]
        /// When the tenant was made.
        public let createdAt: Timestamp
        /// What its authorization server allows.
        public let settings: TenantSettings
    }

    /// Makes a tenant with its hosts, all or nothing.
    ///
    /// Hosts are written in lower case, without a port. Throws where the name or a host is taken.
    public func createTenant(
        _ slug: Slug, name: String, hosts: [String]
    ) async throws(AdministrationError) -> TenantEntry {
        let statement = Statement(
            Self.createTenant, [.text(slug.text), .text(name), .texts(hosts)])
        do throws(PostgresError) {
            let rows = try await session.query(statement)
            return TenantEntry(
                slug: slug.text, name: name, hosts: hosts.sorted(),
                createdAt: Timestamp(microseconds: rows.time(0, 0)),
                settings: TenantSettings(name: name))
        } catch {
            switch error.constraint {
            case "tenant_slug_key": throw AdministrationError("there is a tenant \(slug) already")
            case "tenant_host_pkey":
                throw AdministrationError(
                    hosts.count == 1
                        ? "the host \(hosts[0]) is a tenant's already"
                        : "one of the hosts is a tenant's already: "
                            + hosts.joined(separator: ", "))
            case "tenant_host_form":
                throw AdministrationError("a host is not a host name: \(hosts)")
            default: throw AdministrationError(error)
            }
        }
    }

    /// Every tenant, by name.
    public func tenants() async throws(AdministrationError) -> [TenantEntry] {
        do throws(PostgresError) {
            let rows = try await session.query(Statement(Self.listTenants))
            return (0..<rows.count).map { row in
                TenantEntry(
                    slug: rows.text(row, 0), name: rows.text(row, 1), hosts: rows.texts(row, 2),
                    createdAt: Timestamp(microseconds: rows.time(row, 3)),
                    settings: Self.settings(in: rows, row, from: 4, name: rows.text(row, 1)))
            }
        } catch {
            throw AdministrationError(error)
        }
    }

    /// Deletes a tenant and everything that belongs to it.
    public func deleteTenant(_ slug: Slug) async throws(AdministrationError) {
        let rows: Rows
        do throws(PostgresError) {
            rows = try await session.query(Statement(Self.deleteTenant, [.text(slug.text)]))
        } catch {
            // The function is missing where the table is.
            throw error.sqlState?.rawValue == "42883" ? .notMigrated : AdministrationError(error)
        }
        guard rows.boolean(0, 0) else { throw .unknownTenant(slug) }
    }

    private static let createTenant = Query(
        """
        WITH made AS (
            INSERT INTO postern.tenant (slug, name) VALUES ($1, $2) RETURNING number, created_at
        ), named AS (
            INSERT INTO postern.tenant_host (host, tenant)
            SELECT unnest($3::text[]), number FROM made
        )
        SELECT created_at FROM made
        """)
    private static let listTenants = Query(
        """
        SELECT t.slug, t.name,
            ARRAY(SELECT h.host FROM postern.tenant_host AS h
                WHERE h.tenant = t.number ORDER BY h.host) AS hosts,
            t.created_at, settings.registration, settings.plain, settings.pushed
        FROM postern.tenant AS t
        LEFT JOIN postern.authorization_settings AS settings (number, plain, registration, pushed)
            USING (number)
        ORDER BY t.slug
        """)
    private static let deleteTenant = Query("SELECT postern.delete_tenant($1)")
}
