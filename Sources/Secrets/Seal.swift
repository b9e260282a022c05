import Crypto

/// Seals what the gateway must have again and a copy of the database must not give away:
/// AES-256-GCM under a key derived from the configuration's `secrets.key`.
///
/// What is sealed is bound to its purpose, its tenant and its row: copied to another row, it does
/// not open. It prints as `[secret]`.
public struct Seal: Sendable, CustomStringConvertible, CustomDebugStringConvertible {
    /// What is sealed: each purpose has a key of its own.
    ///
    /// The raw value is never changed, or nothing that was sealed for it opens any more.
    public enum Purpose: String, Sendable, CaseIterable {
        /// The private half of a tenant's signing key.
        case signingKey = "signing key"
    }

    /// Where the sealed bytes are kept.
    public struct Place: Sendable, Hashable {
        fileprivate let bytes: [UInt8]

        /// A row, named by its tenant's number and what tells it from the tenant's other rows.
        public init(tenant: Int64, row: String) {
            bytes =
                (0..<8).map { UInt8(truncatingIfNeeded: tenant >> (56 - 8 * $0)) } + Array(row.utf8)
        }
    }

    /// Nothing was sealed, as a rule for want of memory.
    public struct Failure: Error, Sendable, Hashable {}

    /// The first byte of what is sealed: how the rest was made.
    private static let version: UInt8 = 1
    private static let keyBytes = 32

    private let key: SymmetricKey
    private let purpose: Purpose

    /// Derives the key of a purpose from `secrets.key`, which has 32 bytes.
    public init(secretsKey: [UInt8], purpose: Purpose) {
        precondition(
            secretsKey.count == Self.keyBytes, "a secrets key of \(secretsKey.count) bytes")
        self.purpose = purpose
        key = HKDF<SHA256>.deriveKey(
            inputKeyMaterial: SymmetricKey(data: secretsKey),
            info: Array("postern seal: \(purpose.rawValue)".utf8), outputByteCount: Self.keyBytes)
    }

    /// Seals bytes for a place, under a random nonce: 29 bytes more than there are.
    public func seal(_ bytes: [UInt8], at place: Place) throws(Failure) -> [UInt8] {
        let box = try? AES.GCM.seal(bytes, using: key, authenticating: context(of: place))
        guard let combined = box?.combined else { throw Failure() }
        return [Self.version] + combined
    }

    /// Opens what `seal` made for the same place, under the same key; nil for anything else.
    public func open(_ sealed: [UInt8], at place: Place) -> [UInt8]? {
        guard sealed.first == Self.version,
            let box = try? AES.GCM.SealedBox(combined: sealed.dropFirst()),
            let bytes = try? AES.GCM.open(box, using: key, authenticating: context(of: place))
        else { return nil }
        return Array(bytes)
    }

    /// The purpose is at an end before the place begins: no purpose has a NUL.
    private func context(of place: Place) -> [UInt8] {
        [Self.version] + Array(purpose.rawValue.utf8) + [0] + place.bytes
    }

    /// Never the key.
    public var description: String { "[secret]" }
    /// Never the key.
    public var debugDescription: String { "[secret]" }
}
