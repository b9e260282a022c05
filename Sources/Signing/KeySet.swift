public import JSONWire

/// The public keys of one tenant: what it publishes, and what its own tokens are checked with.
public struct KeySet: Sendable {
    private let keys: [String: PublicKey]

    /// The JWK Set as JSON (RFC 7517 §5): `{"keys":[…]}`, in the order given, each name once.
    public let document: [UInt8]

    /// Collects keys; of two that are the same, the first.
    public init(_ keys: [PublicKey]) {
        var byID: [String: PublicKey] = [:]
        var jwks: [JSON] = []
        for key in keys where byID.updateValue(key, forKey: key.keyID) == nil {
            jwks.append(.object(key.jwk))
        }
        self.keys = byID
        document = JSON.object(["keys": .array(jwks)]).encoded
    }

    /// The claims of a token that one of these keys signed; nil for whatever else a text may be.
    ///
    /// The key is the one that `kid` names, the algorithm that key's own, RS256. Signature and
    /// header are checked and nothing else: issuer, audience and times are the caller's to judge.
    ///
    /// - Parameters:
    ///   - token: a text of any length; beyond 16 KiB it is not looked at.
    ///   - type: what the header's `typ` must be, with or without `application/`, so that no kind
    ///     of token passes for another; nil where any will do, or none.
    /// - Returns: the payload's members, or nil.
    public func verify(_ token: String, type: String?) -> JSONObject? {
        guard let jws = CompactJWS(token), jws.algorithm == PublicKey.algorithm,
            type.map(jws.isOfType) ?? true,
            let key = jws.keyID.flatMap({ keys[$0] })?.key,
            key.isValid(jws.signature, of: jws.signed, by: jws.algorithm)
        else { return nil }
        return jws.claims
    }
}
