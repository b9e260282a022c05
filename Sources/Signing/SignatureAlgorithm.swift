/// How a JWS is signed (RFC 7518 §3.1); the raw value is the header's `alg`.
///
/// There is no `none`, so that a token cannot ask for it.
public enum SignatureAlgorithm: String, Sendable, Hashable, CaseIterable {
    /// HMAC with SHA-256, under a secret that both sides know.
    case hs256 = "HS256"
    /// HMAC with SHA-384, under a secret that both sides know.
    case hs384 = "HS384"
    /// HMAC with SHA-512, under a secret that both sides know.
    case hs512 = "HS512"
    /// RSASSA-PKCS1-v1_5 with SHA-256: what the gateway itself signs with.
    case rs256 = "RS256"
    /// RSASSA-PSS with SHA-256.
    case ps256 = "PS256"
    /// ECDSA on P-256 with SHA-256.
    case es256 = "ES256"
    /// ECDSA on P-384 with SHA-384.
    case es384 = "ES384"

    /// Whether whoever can check a signature can make it, too.
    public var isSymmetric: Bool {
        switch self {
        case .hs256, .hs384, .hs512: true
        case .rs256, .ps256, .es256, .es384: false
        }
    }
}
