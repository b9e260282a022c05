import Crypto
import Domain
import JSONWire
import Postgres

/// What a create answered, kept for a repetition with the same `Idempotency-Key`.
///
/// It may hold a client secret, so it is kept sealed under a key derived from the client's own
/// `Idempotency-Key`; the database holds a digest of that, and opens nothing.
struct KeptAnswer: Equatable {
    let keys: RowKeys
    let secret: Secret?
    /// The row's first.
    let version: Int64

    /// The sealed bytes, for this idempotency key alone.
    func sealed(for idempotency: IdempotencyKey, of resource: Resource) throws -> [UInt8] {
        var members = JSONObject()
        for place in resource.keys { members[resource.fields[place].name] = .string(keys[place]) }
        if let secret { members[Self.secret] = .string(secret.exposed) }
        members[Self.version] = .integer(version)
        let box = try AES.GCM.seal(
            JSON.object(members).encoded, using: Self.sealingKey(idempotency))
        guard let combined = box.combined else { throw CryptoKitError.incorrectParameterSize }
        return Array(combined)
    }

    init(keys: RowKeys, secret: Secret?, version: Int64) {
        self.keys = keys
        self.secret = secret
        self.version = version
    }

    /// Opens what `sealed` made; nil for anything else.
    init?(opening sealed: [UInt8], for idempotency: IdempotencyKey, of resource: Resource) {
        guard let box = try? AES.GCM.SealedBox(combined: sealed),
            let bytes = try? AES.GCM.open(box, using: Self.sealingKey(idempotency)),
            case .object(let members)? = try? JSONReader.read(Array(bytes)),
            resource.keys.allSatisfy({ members[resource.fields[$0].name]?.string != nil }),
            let version = members[Self.version]?.integer
        else { return nil }
        keys = RowKeys(of: resource) { members[resource.fields[$0].name]?.string ?? "" }
        secret = members[Self.secret]?.string.map(Secret.init)
        self.version = version
    }

    /// No key of a resource is called that.
    private static let secret = "secret"
    private static let version = "version"

    private static func sealingKey(_ idempotency: IdempotencyKey) -> SymmetricKey {
        HKDF<SHA256>.deriveKey(
            inputKeyMaterial: SymmetricKey(data: idempotency.key), salt: idempotency.name,
            info: Array("postern kept answer".utf8), outputByteCount: 32)
    }

    /// The primary key that a repetition runs into.
    static let constraint = "idempotency_pkey"
}

extension Planner {
    /// Keeps an answer in the transaction that earns it; fails it where one is kept already.
    func keeping(
        _ answer: KeptAnswer, for idempotency: IdempotencyKey, of resource: Resource,
        tenant: Tenant
    ) throws(APIError) -> [Statement] {
        let forget = texts.query(.forgetExpiredAnswer) { tenant in
            "DELETE FROM postern.idempotency WHERE \(tenant) AND name = $2 AND expires_at <= now()"
        }
        let keep = texts.query(.keepAnswer) { _ in
            """
            INSERT INTO postern.idempotency (tenant_id, name, fingerprint, sealed, expires_at)
            VALUES ($1, $2, $3, $4, now() + $5 * interval '1 second')
            """
        }
        guard let sealed = try? answer.sealed(for: idempotency, of: resource) else {
            throw APIError(.defect, "the answer cannot be kept for a repetition")
        }
        return [
            Statement(forget, [.integer(tenant.number), .bytes(idempotency.name)]),
            Statement(
                keep,
                [
                    .integer(tenant.number), .bytes(idempotency.name),
                    .bytes(idempotency.fingerprint), .bytes(sealed),
                    .integer(idempotencySeconds),
                ]),
        ]
    }

    /// Finds what an earlier request with the same key was answered.
    func finding(_ idempotency: IdempotencyKey, tenant: Tenant) -> Statement {
        let find = texts.query(.findAnswer) { tenant in
            "SELECT fingerprint, sealed FROM postern.idempotency WHERE \(tenant) AND name = $2"
        }
        return Statement(find, [.integer(tenant.number), .bytes(idempotency.name)])
    }
}
