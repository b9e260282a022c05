/// What a client sent as its secret: a text that it chose, alone or after `{noop}`, or, after
/// `{bcrypt}`, the hash of one that was in use elsewhere.
///
/// It prints as `[secret]`.
public struct SubmittedSecret: Sendable, Hashable, CustomStringConvertible,
    CustomDebugStringConvertible
{
    /// Why a text cannot be a client's secret.
    public enum Flaw: Error, Sendable, Hashable {
        /// Nothing, or nothing behind `{noop}`.
        case empty
        /// More than 200 Unicode characters, prefix included.
        case tooLong
        /// U+0000, where many libraries take a text to end.
        case nul
        /// `{…}` with another word than `noop` or `bcrypt` between the braces.
        case unknownPrefix
        /// What follows `{bcrypt}` is not bcrypt's text.
        case malformedHash
        /// The hash's cost is less than 4 or more than 14.
        case hashCost

        /// The end of the sentence "`client_secret` …".
        public var sentence: String {
            switch self {
            case .empty: "must not be empty"
            case .tooLong: "must have at most \(SubmittedSecret.charactersMax) characters"
            case .nul: "must not have a NUL character"
            case .unknownPrefix: "must be plain text, or begin with {noop} or {bcrypt}"
            case .malformedHash:
                "must have after {bcrypt} the 60 characters of a hash such as $2a$10$…, "
                    + "of version 2a, 2b or 2y"
            case .hashCost:
                "must have after {bcrypt} a hash of a cost between "
                    + "\(BcryptHash.costs.lowerBound) and \(BcryptHash.costs.upperBound)"
            }
        }
    }

    private enum Form: Sendable, Hashable {
        case text(String)
        case hash(KeptSecret)
    }

    /// How many Unicode characters a client may send, prefix included.
    public static let charactersMax = 200

    private let form: Form

    /// Reads what a client sent.
    public init(_ text: String) throws(Flaw) {
        guard !text.isEmpty else { throw .empty }
        guard text.unicodeScalars.count <= Self.charactersMax else { throw .tooLong }
        guard !text.utf8.contains(0) else { throw .nul }
        form = try Self.form(of: text)
    }

    /// What is kept, where that is known without work: a hash; nil for a text.
    public var hash: KeptSecret? {
        switch form {
        case .text: nil
        case .hash(let secret): secret
        }
    }

    /// What is kept; where `hash` is nil slow, and not for a loop.
    public func kept() throws(HashingFailure) -> KeptSecret {
        switch form {
        case .text(let text): try KeptSecret(chosen: text)
        case .hash(let secret): secret
        }
    }

    /// Never the text.
    public var description: String { "[secret]" }
    /// Never the text.
    public var debugDescription: String { "[secret]" }

    /// Bytes rather than characters: a combining mark behind a brace is no part of it.
    private static func form(of text: String) throws(Flaw) -> Form {
        let bytes = Array(text.utf8)
        guard bytes.first == UInt8(ascii: "{"),
            let brace = bytes.firstIndex(of: UInt8(ascii: "}"))
        else { return .text(text) }
        let rest = bytes[(brace + 1)...]
        switch String(decoding: bytes[1..<brace], as: UTF8.self) {
        case "noop":
            guard !rest.isEmpty else { throw .empty }
            return .text(String(decoding: rest, as: UTF8.self))
        case "bcrypt":
            return .hash(KeptSecret(try hash(Array(rest))))
        default: throw .unknownPrefix
        }
    }

    private static func hash(_ bytes: [UInt8]) throws(Flaw) -> BcryptHash {
        do throws(BcryptHash.Flaw) {
            return try BcryptHash(bytes)
        } catch {
            switch error {
            case .malformed: throw .malformedHash
            case .cost: throw .hashCost
            }
        }
    }
}
