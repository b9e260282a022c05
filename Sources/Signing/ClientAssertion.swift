import Crypto
public import JSONWire

/// A JWT by which a client says who it is (RFC 7523 §2.2): `client_secret_jwt` where it is signed
/// with the client's secret, `private_key_jwt` where it is signed with one of its keys.
///
/// Making one takes a text apart and believes nothing; only `claims(…)` check the signature. What
/// the claims must be (RFC 7523 §3: `iss` and `sub` the client, `aud` us, `exp` to come, `jti` not
/// seen before) is the caller's to judge.
public struct ClientAssertion: Sendable {
    /// The fewest bytes of a secret that signatures are checked with: 256 bits (RFC 7518 §3.2).
    ///
    /// Of HS384 and HS512 no more is asked, although that section does: the secrets that the
    /// gateway makes are as strong as they need be, and would otherwise do for HS256 alone.
    public static let secretBytesMin = 32

    private let jws: CompactJWS
    private let unverified: JSONObject

    /// Takes a text apart; nil where it is no JWT of at most 16 KiB by an algorithm that is
    /// understood, or its header brings a key along or names an extension.
    public init?(_ text: String) {
        guard let jws = CompactJWS(text), let claims = jws.claims else { return nil }
        self.jws = jws
        unverified = claims
    }

    /// How it claims to be signed: with a secret where the algorithm is symmetric, else with a key.
    public var algorithm: SignatureAlgorithm { jws.algorithm }

    /// The client that it claims to come from, its `sub`: where to look for what it is checked
    /// with, and nothing to believe before.
    public var claimedClientID: String? { unverified["sub"]?.string }

    /// The claims, where the assertion is signed with the client's secret by HS256, HS384 or HS512;
    /// else nil.
    public func claims(secret: String) -> JSONObject? {
        claims(secret: Array(secret.utf8))
    }

    func claims(secret: [UInt8]) -> JSONObject? {
        guard secret.count >= Self.secretBytesMin else { return nil }
        let key = SymmetricKey(data: secret)
        let isValid =
            switch jws.algorithm {
            case .hs256: Self.isValid(jws, HMAC<SHA256>.self, key)
            case .hs384: Self.isValid(jws, HMAC<SHA384>.self, key)
            case .hs512: Self.isValid(jws, HMAC<SHA512>.self, key)
            case .rs256, .ps256, .es256, .es384: false
            }
        return isValid ? unverified : nil
    }

    /// The claims, where the assertion is signed with one of the client's keys by RS256, PS256,
    /// ES256 or ES384; else nil.
    ///
    /// As many signatures are tried as there are keys, 16 at most: some 50 µs each for RSA keys of
    /// 2048 bits, four times as long for 4096.
    public func claims(keys: ClientKeySet) -> JSONObject? {
        keys.hasSigned(jws) ? unverified : nil
    }

    private static func isValid<Digest: HashFunction>(
        _ jws: CompactJWS, _: HMAC<Digest>.Type, _ key: SymmetricKey
    ) -> Bool {
        HMAC<Digest>.isValidAuthenticationCode(
            jws.signature, authenticating: jws.signed, using: key)
    }
}
