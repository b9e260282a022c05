// Tokens with any header and any signature: what an attacker sends, and what a client signs.

import Crypto
import CryptoExtras
import Domain
import JSONWire
import Testing

@testable import Signing

/// Two signing keys, made once: they take long.
enum Keys {
    static let own = Result { try SigningKey.generate() }
    static let stranger = Result { try SigningKey.generate() }
}

extension JSONObject {
    /// The object with some members set, or with null removed.
    func changed(by changes: JSONObject) -> JSONObject {
        var object = self
        for change in changes {
            object[change.name] = change.value.isNull ? Optional.none : change.value
        }
        return object
    }
}

enum Forge {
    static let claims: JSONObject = ["iss": "https://shop.example", "sub": "alice", "exp": 1]

    /// A token whose signature `sign` makes of what it is to be of.
    static func token(
        header: JSON, claims: JSON = .object(claims), sign: ([UInt8]) throws -> [UInt8]
    ) rethrows -> String {
        let signed =
            Base64URL.encode(header.encoded) + "." + Base64URL.encode(claims.encoded)
        return signed + "." + Base64URL.encode(try sign(Array(signed.utf8)))
    }

    /// A token that the key has signed with its RS256, whatever the header says.
    static func rs256(header: JSON, key: SigningKey, padding: Padding = .pkcs1) throws -> String {
        let key = try _RSA.Signing.PrivateKey(derRepresentation: key.der)
        return try token(header: header) { bytes in
            Array(
                try key.signature(
                    for: SHA256.hash(data: bytes),
                    padding: padding == .pkcs1 ? .insecurePKCS1v1_5 : .PSS
                ).rawRepresentation)
        }
    }

    static func hs256(header: JSON, secret: [UInt8]) -> String {
        token(header: header) { bytes in
            Array(HMAC<SHA256>.authenticationCode(for: bytes, using: SymmetricKey(data: secret)))
        }
    }

    enum Padding { case pkcs1, pss }

    /// The token with a few of its bytes changed, removed, doubled or exchanged.
    static func mutate(_ token: String, using random: inout some RandomNumberGenerator) -> String {
        var bytes = Array(token.utf8)
        for _ in 0..<Int.random(in: 1...4, using: &random) {
            let place = Int.random(in: bytes.indices, using: &random)
            switch Int.random(in: 0..<5, using: &random) {
            case 0: bytes[place] = UInt8.random(in: 0..<128, using: &random)
            case 1: bytes[place] ^= 1
            case 2: bytes.remove(at: place)
            case 3: bytes.insert(bytes[place], at: place)
            default: bytes.swapAt(place, bytes.count / 2)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
