import Domain
import JSONWire
import OAuth
import Secrets
import Signing
import Store

// A tenant's keys as the database keeps them, opened.

extension KeyRing {
    /// For how long a key stays published after it has ceased to sign.
    ///
    /// What it signed is valid for an hour at most. The rest of the day is for the ID tokens that
    /// come back at logout, whose time may be over (OpenID Connect RP-Initiated Logout §2).
    static let retiredSeconds: Int64 = 86_400

    /// Why rows are no key ring: for the log, it names keys and nothing else.
    struct Flaw: Error, CustomStringConvertible {
        let description: String
    }

    /// Opens what signs and reads what is published; nil where no key signs.
    ///
    /// Slow, and not for a loop.
    init?(
        opening keys: [StoredSigningKey], of tenant: Tenant, with seal: Seal
    ) throws(Flaw) {
        guard let current = keys.first(where: { $0.state == .current }) else { return nil }
        let place = Seal.Place(tenant: tenant.number, row: current.id)
        guard let bytes = current.sealed.flatMap({ seal.open($0, at: place) }),
            let key = try? SigningKey(der: bytes), key.keyID == current.id
        else {
            throw Flaw(description: "secrets.key does not open the signing key \(current.id)")
        }
        var published: [PublicKey] = []
        for stored in keys {
            guard let jwk = (try? JSONReader.read(stored.jwk))?.object,
                let key = PublicKey(jwk: jwk), key.keyID == stored.id
            else { throw Flaw(description: "the signing key \(stored.id) is malformed") }
            published.append(key)
        }
        self.init(signing: key, published: KeySet(published))
    }
}
