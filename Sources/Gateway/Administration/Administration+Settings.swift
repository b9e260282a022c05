// What an operator decides for one tenant's authorization server.

public import Domain
import OAuth
import Postgres

extension Administration {
    /// What becomes of a tenant's settings; nil leaves one as it is.
    public struct SettingsChange: Sendable {
        /// Whether clients may register themselves (RFC 7591).
        public var allowsRegistration: Bool?
        /// Whether challenges may be `plain` (RFC 7636 §4.2).
        public var allowsPlainProofKeys: Bool?
        /// Whether authorization requests must be pushed (RFC 9126 §5).
        public var requiresPushedRequests: Bool?

        /// Changes nothing.
        public init() {}

        /// Whether there is nothing to change.
        public var isEmpty: Bool {
            allowsRegistration == nil && allowsPlainProofKeys == nil
                && requiresPushedRequests == nil
        }
    }

    /// Changes a tenant's settings, which gateways read with each request.
    ///
    /// Throws where there is no such tenant.
    public func change(
        _ change: SettingsChange, of slug: Slug
    ) async throws(AdministrationError) -> TenantEntry {
        let statement = Statement(
            Self.changeSettings,
            [
                .text(slug.text), .optional(change.allowsRegistration),
                .optional(change.allowsPlainProofKeys), .optional(change.requiresPushedRequests),
            ])
        do throws(PostgresError) {
            _ = try await session.query(statement)
        } catch {
            throw AdministrationError(error)
        }
        guard let entry = try await tenants().first(where: { $0.slug == slug.text }) else {
            throw .unknownTenant(slug)
        }
        return entry
    }

    /// Reads the columns of settings from `column` on; NULL where nobody has decided anything.
    static func settings(in rows: Rows, _ row: Int, from column: Int, name: String)
        -> TenantSettings
    {
        var settings = TenantSettings(name: name)
        settings.allowsRegistration = rows.optionalBoolean(row, column) ?? false
        settings.allowsPlainProofKeys = rows.optionalBoolean(row, column + 1) ?? false
        settings.requiresPushedRequests = rows.optionalBoolean(row, column + 2) ?? false
        return settings
    }

    private static let changeSettings = Query(
        """
        INSERT INTO postern.authorization_settings AS held
        SELECT number, coalesce($3, false), coalesce($2, false), coalesce($4, false)
        FROM postern.tenant WHERE slug = $1
        ON CONFLICT ON CONSTRAINT authorization_settings_pkey DO UPDATE
        SET plain_proof_keys = coalesce($3, held.plain_proof_keys),
            dynamic_registration = coalesce($2, held.dynamic_registration),
            pushed_requests_required = coalesce($4, held.pushed_requests_required)
        """)
}

extension Parameter {
    /// The truth value, or NULL.
    fileprivate static func optional(_ value: Bool?) -> Parameter {
        value.map(Parameter.boolean) ?? .null
    }
}
