import Crypto
import CryptoExtras
import Domain
import JSONWire

/// A public key that a signature can be checked with, and what a JWK says about it (RFC 7518 §6).
enum VerificationKey: Sendable {
    /// Why a JWK is no such key.
    enum Flaw: Error, Hashable {
        /// A member is missing, or not what it should be.
        case malformed
        /// An RSA modulus with fewer or more bits than `rsaBits`.
        case rsaSize
    }

    case rsa(_RSA.Signing.PublicKey)
    case p256(P256.Signing.PublicKey)
    case p384(P384.Signing.PublicKey)

    /// Below it RSA is weak, above it one signature would keep a core busy.
    static let rsaBits = 2048...4096

    /// Reads a public JWK; nil for a type or curve that is none of these.
    static func read(_ jwk: JSONObject) throws(Flaw) -> VerificationKey? {
        guard let type = jwk["kty"]?.string else { throw .malformed }
        switch (type, jwk["crv"]?.string) {
        case ("RSA", _):
            return .rsa(try rsa(modulus: bytes("n", of: jwk), exponent: bytes("e", of: jwk)))
        case ("EC", "P-256"?):
            let point = try point(of: jwk, coordinateBytes: 32)
            guard let key = try? P256.Signing.PublicKey(x963Representation: point) else {
                throw .malformed
            }
            return .p256(key)
        case ("EC", "P-384"?):
            let point = try point(of: jwk, coordinateBytes: 48)
            guard let key = try? P384.Signing.PublicKey(x963Representation: point) else {
                throw .malformed
            }
            return .p384(key)
        case ("EC", nil): throw .malformed
        case (_, _): return nil
        }
    }

    /// Whether the signature is this key's, by an algorithm that the key is for.
    func isValid(
        _ signature: [UInt8], of bytes: [UInt8], by algorithm: SignatureAlgorithm
    ) -> Bool {
        switch (self, algorithm) {
        case (.rsa(let key), .rs256):
            key.isValidSignature(
                _RSA.Signing.RSASignature(rawRepresentation: signature),
                for: SHA256.hash(data: bytes), padding: .insecurePKCS1v1_5)
        case (.rsa(let key), .ps256):
            key.isValidSignature(
                _RSA.Signing.RSASignature(rawRepresentation: signature),
                for: SHA256.hash(data: bytes), padding: .PSS)
        case (.p256(let key), .es256):
            (try? P256.Signing.ECDSASignature(rawRepresentation: signature)).map {
                key.isValidSignature($0, for: SHA256.hash(data: bytes))
            } ?? false
        case (.p384(let key), .es384):
            (try? P384.Signing.ECDSASignature(rawRepresentation: signature)).map {
                key.isValidSignature($0, for: SHA384.hash(data: bytes))
            } ?? false
        case (_, .hs256), (_, .hs384), (_, .hs512): false
        case (.rsa, .es256), (.rsa, .es384): false
        case (.p256, .rs256), (.p256, .ps256), (.p256, .es384): false
        case (.p384, .rs256), (.p384, .ps256), (.p384, .es256): false
        }
    }

    private static func rsa(
        modulus: [UInt8], exponent: [UInt8]
    ) throws(Flaw) -> _RSA.Signing.PublicKey {
        // Counted here: what is beyond either end is not worth handing on.
        let digits = modulus.drop { $0 == 0 }
        let bits = digits.count * 8 - (digits.first?.leadingZeroBitCount ?? 0)
        guard rsaBits.contains(bits) else { throw .rsaSize }
        guard let key = try? _RSA.Signing.PublicKey(n: Array(digits), e: exponent) else {
            throw .malformed
        }
        return key
    }

    /// An uncompressed point: 4 and both coordinates, each at its full length (RFC 7518 §6.2.1.2).
    private static func point(
        of jwk: JSONObject, coordinateBytes: Int
    ) throws(Flaw) -> [UInt8] {
        let x = try bytes("x", of: jwk)
        let y = try bytes("y", of: jwk)
        guard x.count == coordinateBytes, y.count == coordinateBytes else { throw .malformed }
        return [4] + x + y
    }

    private static func bytes(_ name: String, of jwk: JSONObject) throws(Flaw) -> [UInt8] {
        guard let bytes = jwk[name]?.string.flatMap(Base64URL.decode), !bytes.isEmpty else {
            throw .malformed
        }
        return bytes
    }
}
