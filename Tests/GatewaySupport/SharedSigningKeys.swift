// Signing keys for tests that need some and do not care which: made once, because that is slow.

import Gateway
import JSONWire
import Postgres
import Secrets
import Signing

private enum SharedSigningKeys {
    /// One that signs, and one that will.
    static let keys: Result<[SigningKey], SigningKey.Flaw> = Result {
        () throws(SigningKey.Flaw) in [try SigningKey.generate(), try SigningKey.generate()]
    }
}

extension TestTenant {
    /// Gives the tenant, which has no signing keys, those that all others of this process have.
    package func shareKeys() async throws {
        let seal = Seal(secretsKey: Self.secretsKey.reveal(), purpose: .signingKey)
        let states = [("current", "now()"), ("next", "NULL")]
        for (key, (state, activated)) in zip(try SharedSigningKeys.keys.get(), states) {
            let sealed = try seal.seal(
                key.der, at: Seal.Place(tenant: number, row: key.keyID))
            _ = try await database.query(
                """
                INSERT INTO postern.signing_key
                    (tenant_id, kid, state, sealed, jwk, activated_at)
                VALUES ($1, $2, '\(state)', $3, $4, \(activated))
                """,
                [
                    .integer(number), .text(key.keyID), .bytes(sealed),
                    .json(JSON.object(key.publicKey.jwk).encoded),
                ])
        }
    }
}
