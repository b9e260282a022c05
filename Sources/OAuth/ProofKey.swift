import Crypto
import Domain
import Secrets

/// Proof Key for Code Exchange (RFC 7636).
public enum ProofKey {
    /// How a challenge was made of its verifier; the raw value is the wire's.
    public enum Method: String, Sendable, Hashable, CaseIterable {
        /// Its SHA-256, as base64url.
        case sha256 = "S256"
        /// The verifier itself: only where the tenant allows it (RFC 9700 §2.1.1).
        case plain
    }

    /// What a redeemer must be able to prove.
    public struct Challenge: Sendable, Hashable {
        /// How it was made.
        public let method: Method
        /// The challenge: 43 to 128 characters.
        public let text: String

        /// Reads a stored challenge.
        public init(method: Method, text: String) {
            self.method = method
            self.text = text
        }
    }

    /// The challenge of an authorization request; nil where it has none.
    ///
    /// Throws `invalid_request` where one of the pair is missing, the method is not offered, or the
    /// challenge has another form. A missing method would mean `plain` (§4.3), and is refused for
    /// that. Where the wire is lenient, so is a challenge that nobody's SHA-256 can be.
    static func challenge(
        _ text: String?, method: String?, allowsPlain: Bool, isLenient: Bool = false
    ) throws(OAuthError) -> Challenge? {
        guard let text else {
            guard method == nil else {
                throw .invalid("code_challenge_method was sent without code_challenge")
            }
            return nil
        }
        guard let method = method.flatMap(Method.init(rawValue:)),
            method != .plain || allowsPlain
        else { throw .invalid("code_challenge_method must be S256") }
        guard isWellFormed(text),
            method == .plain || isLenient || text.utf8.count == digestCharacters
        else {
            throw .invalid("code_challenge must be 43 to 128 of A-Z a-z 0-9 - . _ ~")
        }
        return Challenge(method: method, text: text)
    }

    /// The verifier of a token request, where it was sent; throws `invalid_request` for another
    /// form (§4.1).
    static func verifier(_ text: String?) throws(OAuthError) -> String? {
        guard let text else { return nil }
        guard isWellFormed(text) else {
            throw .invalid("code_verifier must be 43 to 128 of A-Z a-z 0-9 - . _ ~")
        }
        return text
    }

    /// Whether the verifier fits the challenge; where there was no challenge, there must be no
    /// verifier (RFC 9700 §4.8.2).
    static func proves(_ challenge: Challenge?, _ verifier: String?) -> Bool {
        guard let challenge else { return verifier == nil }
        guard let verifier, isWellFormed(verifier) else { return false }
        let shown =
            switch challenge.method {
            case .sha256: Base64URL.encode(Array(SHA256.hash(data: Array(verifier.utf8))))
            case .plain: verifier
            }
        return constantTimeEqual(Array(shown.utf8), Array(challenge.text.utf8))
    }

    private static let digestCharacters = 43

    private static func isWellFormed(_ text: String) -> Bool {
        (43...128).contains(text.utf8.count)
            && text.utf8.allSatisfy { byte in
                Base64URL.isCharacter(byte) || byte == UInt8(ascii: ".")
                    || byte == UInt8(ascii: "~")
            }
    }
}
