public import JSONWire

/// The public keys that a client registered as its `jwks` (RFC 7591 §2): those of them that a
/// signature can be checked with.
public struct ClientKeySet: Sendable {
    /// Why a value cannot be a client's `jwks`.
    public enum Flaw: Error, Sendable, Hashable {
        /// More than 32 KiB of JSON.
        case tooLarge
        /// No JSON, or no object with an array `keys`.
        case noKeySet
        /// More than 16 keys.
        case tooManyKeys
        /// The key at this place, counted from 1, lacks a member or has one of another form.
        case malformedKey(Int)
        /// The key at this place has a member that only its owner may know.
        case privateKey(Int, member: String)
        /// The key at this place is RSA with fewer than 2048 bits, or more than 4096.
        case rsaSize(Int)
        /// None of the keys is for signatures by an algorithm that is understood.
        case noUsableKey

        /// The end of the sentence "`jwks` …".
        public var sentence: String {
            switch self {
            case .tooLarge: "must have at most \(ClientKeySet.bytesMax) bytes"
            case .noKeySet: "must be an object with an array `keys`"
            case .tooManyKeys: "must have at most \(ClientKeySet.keysMax) keys"
            case .malformedKey(let place): "has a key, number \(place), that is not well-formed"
            case .privateKey(let place, let member):
                "must have public keys only; number \(place) has the private member `\(member)`"
            case .rsaSize(let place):
                "has an RSA key, number \(place), that is not of "
                    + "\(VerificationKey.rsaBits.lowerBound) to "
                    + "\(VerificationKey.rsaBits.upperBound) bits"
            case .noUsableKey:
                "must have a key for signatures by RS256, PS256, ES256 or ES384"
            }
        }
    }

    private struct Entry: Sendable {
        let id: String?
        /// The one algorithm that the client restricts the key to.
        let algorithm: SignatureAlgorithm?
        let key: VerificationKey
    }

    /// How many bytes of JSON a client may register.
    public static let bytesMax = 32 * 1024
    /// How many keys a client may register, whatever they are for.
    public static let keysMax = 16

    /// The members of RFC 7518 §6.2.2, §6.3.2 and §6.4.1.
    private static let privateMembers = ["d", "p", "q", "dp", "dq", "qi", "oth", "k"]

    private let entries: [Entry]

    /// Reads JSON text.
    public init(bytes: [UInt8]) throws(Flaw) {
        guard bytes.count <= Self.bytesMax else { throw .tooLarge }
        guard let json = try? JSONReader.read(bytes) else { throw .noKeySet }
        try self.init(json)
    }

    /// Reads a value; keys of types, curves, uses or algorithms beside ours are passed over.
    public init(_ json: JSON) throws(Flaw) {
        guard let keys = json["keys"]?.array else { throw .noKeySet }
        guard keys.count <= Self.keysMax else { throw .tooManyKeys }
        guard json.encoded.count <= Self.bytesMax else { throw .tooLarge }
        var entries: [Entry] = []
        for (index, key) in keys.enumerated() {
            if let entry = try Self.entry(key, at: index + 1) { entries.append(entry) }
        }
        guard !entries.isEmpty else { throw .noUsableKey }
        self.entries = entries
    }

    /// Whether one of the keys, the one that `kid` names where it names one, signed this.
    ///
    /// A key without a name may be meant by any.
    func hasSigned(_ jws: CompactJWS) -> Bool {
        entries.contains { entry in
            (jws.keyID == nil || entry.id == nil || entry.id == jws.keyID)
                && (entry.algorithm == nil || entry.algorithm == jws.algorithm)
                && entry.key.isValid(jws.signature, of: jws.signed, by: jws.algorithm)
        }
    }

    private static func entry(_ json: JSON, at place: Int) throws(Flaw) -> Entry? {
        guard let jwk = json.object else { throw .malformedKey(place) }
        // Before anything else, and also of keys that are passed over: a private key in our
        // database is its owner's misfortune.
        if let member = privateMembers.first(where: { jwk[$0] != nil }) {
            throw .privateKey(place, member: member)
        }
        guard let id = text("kid", of: jwk), let use = text("use", of: jwk),
            let name = text("alg", of: jwk), jwk["key_ops"].map({ $0.strings != nil }) ?? true
        else { throw .malformedKey(place) }
        let key: VerificationKey?
        do throws(VerificationKey.Flaw) {
            key = try VerificationKey.read(jwk)
        } catch {
            switch error {
            case .malformed: throw .malformedKey(place)
            case .rsaSize: throw .rsaSize(place)
            }
        }
        let operations = jwk["key_ops"]?.strings
        guard let key, use == nil || use == "sig", operations?.contains("verify") ?? true else {
            return nil
        }
        let algorithm = name.flatMap(SignatureAlgorithm.init(rawValue:))
        guard name == nil || algorithm.map({ !$0.isSymmetric }) == true else { return nil }
        return Entry(id: id, algorithm: algorithm, key: key)
    }

    /// A member that is a text or absent: nil where it is something else.
    private static func text(_ name: String, of jwk: JSONObject) -> String?? {
        guard let value = jwk[name] else { return .some(nil) }
        return value.string.map(Optional.some)
    }
}
