import Domain
import JSONWire

/// A JWS in its compact form (RFC 7515 §7.1), taken apart and believed in nothing.
///
/// What a header may not say is refused right here, so that no verifier can forget it: another
/// algorithm than ours, a key or a place to fetch one from, and extensions, none of which we
/// understand.
struct CompactJWS: Sendable {
    /// The bytes of the longest text that is looked at.
    static let bytesMax = 16 * 1024

    private static let limits = JSONLimits(bytesMax: bytesMax, depthMax: 8)

    /// `crit` names what must be understood, and we understand no extension; the others bring a key
    /// along (RFC 8725 §3.10).
    private static let refusedParameters = ["crit", "jwk", "jku", "x5c", "x5u"]

    let algorithm: SignatureAlgorithm
    /// The header's `kid`.
    let keyID: String?
    /// The header's `typ`.
    let type: String?
    /// What the signature is of: header, period and payload as they came, in ASCII.
    let signed: [UInt8]
    let signature: [UInt8]
    private let payload: [UInt8]

    /// Takes a text apart; nil where it is none, or its header says what it may not.
    init?(_ text: String) {
        guard text.utf8.count <= Self.bytesMax else { return nil }
        let parts = text.split(separator: ".", maxSplits: 3, omittingEmptySubsequences: false)
        guard parts.count == 3,
            let headerBytes = Base64URL.decode(String(parts[0])),
            let payload = Base64URL.decode(String(parts[1])),
            let signature = Base64URL.decode(String(parts[2])), !signature.isEmpty,
            let header = Self.object(headerBytes),
            Self.refusedParameters.allSatisfy({ header[$0] == nil }),
            let algorithm = header["alg"]?.string.flatMap(SignatureAlgorithm.init(rawValue:)),
            let keyID = Self.text("kid", in: header), let type = Self.text("typ", in: header)
        else { return nil }
        self.algorithm = algorithm
        self.keyID = keyID
        self.type = type
        self.payload = payload
        self.signature = signature
        signed = Array(text.utf8.prefix(parts[0].utf8.count + 1 + parts[1].utf8.count))
    }

    /// The payload as a JSON object, or nil where it is something else.
    var claims: JSONObject? { Self.object(payload) }

    /// Whether `typ` is this media type: letters' case does not matter, and `application/` may be
    /// left out (RFC 7515 §4.1.9).
    func isOfType(_ expected: String) -> Bool {
        type.map(Self.subtype) == Self.subtype(expected)
    }

    private static func subtype(_ type: String) -> String {
        let type = type.lowercased()
        let prefix = "application/"
        return type.hasPrefix(prefix) ? String(type.dropFirst(prefix.count)) : type
    }

    /// A parameter that is a text or absent: nil where it is something else.
    private static func text(_ name: String, in header: JSONObject) -> String?? {
        guard let value = header[name] else { return .some(nil) }
        return value.string.map(Optional.some)
    }

    private static func object(_ bytes: [UInt8]) -> JSONObject? {
        (try? JSONReader.read(bytes, limits: limits))?.object
    }
}
