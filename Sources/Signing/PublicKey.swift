import Crypto
import CryptoExtras
import Domain
public import JSONWire

/// The public half of a tenant's signing key: what its JWK Set publishes.
public struct PublicKey: Sendable, Hashable {
    /// The algorithm of every signature of such a key.
    static let algorithm = SignatureAlgorithm.rs256

    /// The key's name: the base64url of its SHA-256 thumbprint (RFC 7638), 43 characters.
    public let keyID: String
    /// The key as JWK (RFC 7517 §4): `kty`, `use`, `alg`, `kid`, `n` and `e`, nothing private.
    public let jwk: JSONObject

    let key: VerificationKey

    /// Reads what `jwk` wrote; nil for another kind of key, or one that another name is given to.
    ///
    /// Members beside those six are left out.
    public init?(jwk: JSONObject) {
        guard let key = try? VerificationKey.read(jwk), case .rsa = key,
            let modulus = jwk["n"]?.string, let exponent = jwk["e"]?.string
        else { return nil }
        self.init(modulus: modulus, exponent: exponent, key: key)
        guard jwk["kid"]?.string == keyID else { return nil }
    }

    init?(_ key: _RSA.Signing.PublicKey) {
        guard let primitives = try? key.getKeyPrimitives() else { return nil }
        self.init(
            modulus: Base64URL.encode(Array(primitives.modulus)),
            exponent: Base64URL.encode(Array(primitives.publicExponent)), key: .rsa(key))
    }

    private init(modulus: String, exponent: String, key: VerificationKey) {
        keyID = Self.thumbprint(modulus: modulus, exponent: exponent)
        self.key = key
        var jwk = JSONObject()
        jwk["kty"] = "RSA"
        jwk["use"] = "sig"
        jwk["alg"] = .string(Self.algorithm.rawValue)
        jwk["kid"] = .string(keyID)
        jwk["n"] = .string(modulus)
        jwk["e"] = .string(exponent)
        self.jwk = jwk
    }

    /// RFC 7638 §3: the required members alone, in the order of their names, without white space.
    static func thumbprint(modulus: String, exponent: String) -> String {
        let members = JSON.object([
            "e": .string(exponent), "kty": "RSA", "n": .string(modulus),
        ])
        return Base64URL.encode(Array(SHA256.hash(data: members.encoded)))
    }

    /// Whether both are the same key.
    public static func == (left: PublicKey, right: PublicKey) -> Bool {
        left.keyID == right.keyID
    }

    /// Feeds the thumbprint.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(keyID)
    }
}
