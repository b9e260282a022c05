// Devices that wait for a person, and what becomes of them.

public import Domain
public import OAuth
import Postgres

extension Store {
    /// Begins to wait for a person; false where another device waits with the same user code.
    public func begin(
        _ device: DeviceAuthorization, tenant: Tenant
    ) async throws(APIError) -> Bool {
        let query = texts.query(.beginDevice) { _ in
            """
            INSERT INTO postern.device_authorization
                (tenant_id, device_hash, user_code, client_id, scope, interval_seconds, expires_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING
            """
        }
        let statement = Statement(
            query,
            [
                .integer(tenant.number), .bytes(device.hash), .text(device.userCode.letters),
                .text(device.clientID), .text(device.scope.description),
                .integer(device.interval), .time(device.expires.microseconds),
            ])
        return try await run([statement], tenant: tenant.number, .write)[0].affected > 0
    }

    /// The device whose person types that code, however old and whatever was decided.
    public func device(
        _ code: UserCode, tenant: Tenant
    ) async throws(APIError) -> DeviceAuthorization? {
        let query = texts.query(.findDeviceByUserCode) { tenant in
            """
            SELECT \(Self.deviceColumns) FROM postern.device_authorization
            WHERE \(tenant) AND user_code = $2
            """
        }
        let statement = Statement(query, [.integer(tenant.number), .text(code.letters)])
        return Self.device(in: try await run([statement], tenant: tenant.number, .read)[0])
    }

    /// A client, and the device with the digest of that device code, whoever's it is.
    public func client(
        _ id: String, deviceCode: [UInt8], tenant: Tenant
    ) async throws(APIError) -> (client: RegisteredClient?, device: DeviceAuthorization?) {
        let query = texts.query(.findDevice) { tenant in
            """
            SELECT \(Self.deviceColumns) FROM postern.device_authorization
            WHERE \(tenant) AND device_hash = $2
            """
        }
        let find = Statement(query, [.integer(tenant.number), .bytes(deviceCode)])
        let answers = try await run(
            [clientStatement(id, tenant: tenant), find], tenant: tenant.number, .read)
        return (client(in: answers[0]), Self.device(in: answers[1]))
    }

    private static let deviceColumns = """
        device_hash, user_code, client_id, scope, interval_seconds, polled_at, expires_at, state, \
        subject, authenticated_at
        """

    /// Reads a row of `deviceColumns`; nil for no row.
    private static func device(in rows: Rows) -> DeviceAuthorization? {
        guard rows.count > 0, let userCode = UserCode(typed: rows.text(0, 1)) else { return nil }
        let state: DeviceAuthorization.State
        switch rows.text(0, 7) {
        case "pending": state = .pending
        case "denied": state = .denied
        case "approved":
            state = .approved(
                DeviceAuthorization.Approval(
                    subject: rows.text(0, 8),
                    authenticated: Timestamp(microseconds: rows.time(0, 9))))
        default: state = .redeemed
        }
        return DeviceAuthorization(
            hash: rows.bytes(0, 0), userCode: userCode, clientID: rows.text(0, 2),
            scope: GrantedScope(stored: rows.text(0, 3)), interval: rows.integer(0, 4),
            polled: rows.optionalTime(0, 5).map(Timestamp.init(microseconds:)),
            expires: Timestamp(microseconds: rows.time(0, 6)), state: state)
    }

    /// Notes when a device asked, and how long it has to wait now.
    public func note(_ device: DeviceAuthorization, tenant: Tenant) async throws(APIError) {
        let query = texts.query(.noteDevicePoll) { tenant in
            """
            UPDATE postern.device_authorization SET polled_at = $3, interval_seconds = $4
            WHERE \(tenant) AND device_hash = $2 AND state = 'pending'
            """
        }
        let statement = Statement(
            query,
            [
                .integer(tenant.number), .bytes(device.hash),
                device.polled.map { .time($0.microseconds) } ?? .null, .integer(device.interval),
            ])
        _ = try await run([statement], tenant: tenant.number, .write)
    }

    /// Writes down that a person allows a device, together with the consent that follows from it.
    public func approve(
        _ device: DeviceAuthorization, _ approval: DeviceAuthorization.Approval, now: Timestamp,
        tenant: Tenant
    ) async throws(APIError) -> Bool {
        let query = texts.query(.approveDevice) { tenant in
            """
            WITH approved AS (
                UPDATE postern.device_authorization
                SET state = 'approved', subject = $3, authenticated_at = $4
                WHERE \(tenant) AND device_hash = $2 AND state = 'pending' AND expires_at > $5
                RETURNING tenant_id, subject, client_id, scope, authenticated_at
            )
            INSERT INTO postern.user_grant AS held
                (tenant_id, subject, client_id, scope, authenticated_at, accessed_at, created_at,
                version)
            SELECT tenant_id, subject, client_id, scope, authenticated_at, $5, $5, $6 FROM approved
            ON CONFLICT (tenant_id, subject, client_id) DO UPDATE
            SET scope = \(Self.mergedScope), authenticated_at = excluded.authenticated_at,
                accessed_at = excluded.accessed_at, version = held.version + 1
            """
        }
        let statement = Statement(
            query,
            [
                .integer(tenant.number), .bytes(device.hash), .text(approval.subject),
                .time(approval.authenticated.microseconds), .time(now.microseconds),
                .integer(FirstVersion.make(using: &random)),
            ])
        return try await run([statement], tenant: tenant.number, .write)[0].affected > 0
    }

    /// Writes down that a person does not, unless somebody has decided already.
    public func deny(_ device: DeviceAuthorization, tenant: Tenant) async throws(APIError) {
        let query = texts.query(.denyDevice) { tenant in
            """
            UPDATE postern.device_authorization SET state = 'denied'
            WHERE \(tenant) AND device_hash = $2 AND state = 'pending'
            """
        }
        let statement = Statement(query, [.integer(tenant.number), .bytes(device.hash)])
        _ = try await run([statement], tenant: tenant.number, .write)
    }

    /// Redeems the code of a device that was allowed: its family, and the family's first tokens.
    ///
    /// One statement uses the code and begins the family, so that of many only one does; and only
    /// while the consent stands, which it locks, and the user is there.
    public func redeem(
        _ device: DeviceAuthorization, into family: TokenFamily, _ tokens: [NewToken],
        tenant: Tenant
    ) async throws(APIError) -> User? {
        let query = texts.query(.redeemDevice) { tenant in
            """
            WITH used AS (
                UPDATE postern.device_authorization SET state = 'redeemed'
                WHERE \(tenant) AND device_hash = $2 AND state = 'approved'
                RETURNING tenant_id, client_id, subject, scope, authenticated_at
            ), consent AS (
                SELECT tenant_id, subject, client_id FROM postern.user_grant
                WHERE \(tenant) AND (subject, client_id) IN (SELECT subject, client_id FROM used)
                FOR KEY SHARE
            )
            INSERT INTO postern.token_family
                (tenant_id, family, client_id, subject, scope, authenticated_at, created_at,
                expires_at, refresh_hash)
            SELECT used.tenant_id, $3, used.client_id, used.subject, used.scope,
                used.authenticated_at, $4, $5, $6
            FROM used JOIN consent USING (tenant_id, subject, client_id)
            JOIN postern.end_user AS person
                ON person.tenant_id = used.tenant_id AND person.user_id = used.subject
            WHERE person.enabled
            """
        }
        let begin = Statement(
            query,
            [
                .integer(tenant.number), .bytes(device.hash), .text(family.id),
                .time(family.created.microseconds), .time(family.expires.microseconds),
                .optional(family.refresh?.current),
            ])
        let statements =
            [begin] + tokens.map { insertion(of: $0, in: family, tenant: tenant) }
            + [grantUse(of: family, tenant: tenant), userStatement(family.subject, tenant)]
        let answers = try await run(statements, tenant: tenant.number, .write)
        guard answers[0].affected > 0 else { return nil }
        return answers.last.flatMap { Self.user(in: $0) }
    }
}
