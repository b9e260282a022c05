public import Domain

/// A token's text, taken apart: `pn_at_1_g19_` + 43 random characters + 6 of checksum.
///
/// After the prefix stand the tenant's number and the day of expiry, both in base 36, then 32
/// random bytes as base64url and the CRC-32 of everything before, in base 62. So garbage is
/// refused without a question to the database, scanners can tell a leaked token from noise, and
/// the look-up runs inside the tenant's own transaction in one partition. What the text claims
/// counts for nothing until its row confirms it.
public struct OpaqueToken: Sendable, Hashable, CustomStringConvertible {
    /// What the token is for.
    public let kind: TokenKind
    /// The tenant that the token says it belongs to.
    public let tenant: Int64
    /// The day on which the token says it ends: days since the Unix epoch.
    public let expiresDay: Int64
    /// The text that the client sends.
    public let text: Secret

    /// The most bytes that a token can have; longer text is not looked at.
    public static let bytesMax = 96
    private static let randomBytes = 32
    private static let randomCharacters = 43
    private static let checksumCharacters = 6

    /// Makes a new token.
    ///
    /// Its text is the only place where its random part exists.
    public init(
        kind: TokenKind, tenant: Int64, expiresDay: Int64,
        using random: inout some RandomNumberGenerator
    ) {
        precondition(tenant > 0 && expiresDay >= 0, "no token for tenant \(tenant)")
        var body = kind.prefix
        body += String(tenant, radix: 36) + "_" + String(expiresDay, radix: 36) + "_"
        body += RandomText.base64URL(bytes: Self.randomBytes).make(using: &random)
        self.kind = kind
        self.tenant = tenant
        self.expiresDay = expiresDay
        text = Secret(body + Base62.text(CRC32.checksum(of: body.utf8)))
    }

    /// Reads a text that has the form and the right checksum; nil for any other.
    public init?(_ text: String) {
        let bytes = Array(text.utf8)
        let tail = Self.randomCharacters + Self.checksumCharacters
        guard bytes.count <= Self.bytesMax, bytes.count > tail,
            let kind = TokenKind.allCases.first(where: { bytes.starts(with: $0.prefix.utf8) }),
            bytes.allSatisfy(Base64URL.isCharacter)
        else { return nil }
        let body = bytes.dropLast(Self.checksumCharacters)
        let checksum = bytes.suffix(Self.checksumCharacters)
        guard checksum.elementsEqual(Base62.text(CRC32.checksum(of: body)).utf8) else { return nil }
        let claims = body.dropLast(Self.randomCharacters).dropFirst(kind.prefix.utf8.count)
            .split(separator: UInt8(ascii: "_"), omittingEmptySubsequences: false)
        guard claims.count == 3, claims[2].isEmpty,
            let tenant = Self.number(claims[0]), tenant > 0,
            let expiresDay = Self.number(claims[1]), (0...Int64(Int32.max)).contains(expiresDay)
        else { return nil }
        self.kind = kind
        self.tenant = tenant
        self.expiresDay = expiresDay
        self.text = Secret(text)
    }

    /// What the row is found by: SHA-256 of the text.
    public var hash: TokenHash { TokenHash(of: text.exposed) }

    /// Never the text.
    public var description: String { "[token]" }

    /// A base-36 number in the one spelling that `init` writes.
    private static func number(_ digits: ArraySlice<UInt8>) -> Int64? {
        let text = String(decoding: digits, as: UTF8.self)
        guard let number = Int64(text, radix: 36), String(number, radix: 36) == text else {
            return nil
        }
        return number
    }
}

extension TokenKind {
    /// What the text of such a token starts with.
    fileprivate var prefix: String {
        switch self {
        case .access: "pn_at_"
        case .refresh: "pn_rt_"
        }
    }
}
