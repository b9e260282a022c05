import Crypto
import CryptoExtras
import Domain
public import JSONWire

/// A tenant's private key: RSA of 2048 bits, which signs with RS256.
///
/// It prints as `[secret]`.
public struct SigningKey: Sendable, CustomStringConvertible, CustomDebugStringConvertible {
    /// What the library could not do; nothing of the key.
    public enum Flaw: Error, Sendable, Hashable {
        /// The bytes are no RSA key of 2048 to 4096 bits in DER.
        case malformed
        /// No key was made, as a rule for want of memory.
        case notMade
        /// Nothing was signed, as a rule for want of memory.
        case notSigned
    }

    private let key: _RSA.Signing.PrivateKey

    /// The half that is published.
    public let publicKey: PublicKey

    /// Makes a new key: slow, up to a second, and not for a loop.
    public static func generate() throws(Flaw) -> SigningKey {
        guard let made = try? _RSA.Signing.PrivateKey(keySize: .bits2048),
            let key = SigningKey(made)
        else { throw .notMade }
        return key
    }

    /// Reads a key in DER, as PKCS#8 or PKCS#1.
    public init(der: [UInt8]) throws(Flaw) {
        guard let read = try? _RSA.Signing.PrivateKey(derRepresentation: der),
            VerificationKey.rsaBits.contains(read.keySizeInBits), let key = SigningKey(read)
        else { throw .malformed }
        self = key
    }

    private init?(_ key: _RSA.Signing.PrivateKey) {
        guard let publicKey = PublicKey(key.publicKey) else { return nil }
        self.key = key
        self.publicKey = publicKey
    }

    /// The key's name, which tokens carry as `kid`.
    public var keyID: String { publicKey.keyID }

    /// The whole key in DER (PKCS#8): to be sealed, and shown to nobody.
    public var der: [UInt8] { Array(key.pkcs8DERRepresentation) }

    /// Signs claims as a JWT (RFC 7519) in compact form: a millisecond of work, and not for a loop.
    ///
    /// - Parameters:
    ///   - claims: the payload, written as it stands.
    ///   - type: the header's `typ`, such as `JWT` or `at+jwt`; beside it stand `alg` and `kid`.
    /// - Returns: header, payload and signature in base64url, with periods between them.
    /// - Throws: `.notSigned`.
    public func sign(_ claims: JSONObject, type: String) throws(Flaw) -> String {
        let header = JSON.object([
            "alg": .string(PublicKey.algorithm.rawValue), "typ": .string(type),
            "kid": .string(keyID),
        ])
        let signed =
            Base64URL.encode(header.encoded) + "."
            + Base64URL.encode(JSON.object(claims).encoded)
        guard
            let signature = try? key.signature(
                for: SHA256.hash(data: Array(signed.utf8)), padding: .insecurePKCS1v1_5)
        else { throw .notSigned }
        return signed + "." + Base64URL.encode(Array(signature.rawRepresentation))
    }

    /// Never the key.
    public var description: String { "[secret]" }
    /// Never the key.
    public var debugDescription: String { "[secret]" }
}
