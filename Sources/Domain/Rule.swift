import JSONWire

/// What a field's value must keep; the vocabulary is closed, a new rule is a decision.
public enum Rule: Sendable, Hashable {
    /// A value must be given: text that is not empty, a list that is not empty.
    case required
    /// A text must hold more than white space.
    case notBlank
    /// UTF-8 bytes of a text.
    case bytes(ClosedRange<Int>)
    /// Unicode characters of a text, or of a JSON value's shortest text.
    case characters(ClosedRange<Int>)
    /// Unicode characters of a list's texts together, a comma between two; none holds a comma.
    case joinedCharacters(ClosedRange<Int>)
    /// Elements of a list.
    case count(ClosedRange<Int>)
    /// RFC 3986 URI with a scheme that a browser can be sent to safely; empty text passes.
    case absoluteURI
    /// An absolute URI without a fragment (RFC 6749 §3.1.2), for a text or each text of a list.
    case redirectURI
    /// No fragment, not even an empty one, for a text or each text of a list (RFC 3986 §3.5).
    case fragmentless
    /// A scope token, or a list of them (RFC 6749 §3.3).
    case scopeToken

    /// What the value breaks, as the end of the sentence "`name` …"; nil where it keeps the rule.
    public func complaint(about value: Value) -> String? {
        switch self {
        case .required:
            isEmpty(value) ? "must not be empty" : nil
        case .notBlank:
            isBlank(value) ? "must not be blank" : nil
        case .bytes(let range):
            texts(of: value).allSatisfy { range.contains($0.utf8.count) }
                ? nil : "must have \(range.lowerBound) to \(range.upperBound) bytes"
        case .characters(let range):
            texts(of: value).allSatisfy { range.contains($0.unicodeScalars.count) }
                ? nil : Rule.complaintAboutLength(range)
        case .joinedCharacters(let range):
            Rule.complaint(aboutJoined: texts(of: value), range)
        case .count(let range):
            range.contains(texts(of: value).count)
                ? nil : "must have \(range.lowerBound) to \(range.upperBound) elements"
        case .absoluteURI:
            texts(of: value).lazy.compactMap(Rule.complaintAboutURI).first
        case .redirectURI:
            texts(of: value).lazy.compactMap(Rule.complaintAboutRedirectURI).first
        case .fragmentless:
            texts(of: value).allSatisfy { !$0.utf8.contains(UInt8(ascii: "#")) }
                ? nil : "must not have a fragment"
        case .scopeToken:
            texts(of: value).allSatisfy(Rule.isScopeToken)
                ? nil : "must hold printable ASCII without spaces, quotation marks and backslashes"
        }
    }

    private func isEmpty(_ value: Value) -> Bool {
        switch value {
        case .null: true
        case .text(let text): text.isEmpty
        case .texts(let texts): texts.isEmpty || texts.contains("")
        case .secret(let secret): secret.exposed.isEmpty
        case .json(let json): json.object?.isEmpty ?? json.isNull
        case .integer, .boolean, .time: false
        }
    }

    private func isBlank(_ value: Value) -> Bool {
        isEmpty(value)
            || texts(of: value).contains { text in
                text.unicodeScalars.allSatisfy(\.properties.isWhitespace)
            }
    }

    /// The texts that a rule about text looks at; an empty text means "not given".
    private func texts(of value: Value) -> [String] {
        switch value {
        case .text(let text): text.isEmpty ? [] : [text]
        case .texts(let texts): texts
        case .secret(let secret): secret.exposed.isEmpty ? [] : [secret.exposed]
        case .json(let json): [String(decoding: json.encoded, as: UTF8.self)]
        case .null, .integer, .boolean, .time: []
        }
    }

    private static func complaintAboutLength(_ range: ClosedRange<Int>) -> String {
        "length must be between \(range.lowerBound) and \(range.upperBound)"
    }

    private static func complaint(
        aboutJoined texts: [String], _ range: ClosedRange<Int>
    ) -> String? {
        let comma = UInt8(ascii: ",")
        if texts.contains(where: { $0.utf8.contains(comma) }) { return "must not hold commas" }
        let characters = texts.reduce(texts.count - 1) { $0 + $1.unicodeScalars.count }
        return texts.isEmpty || range.contains(characters) ? nil : complaintAboutLength(range)
    }

    /// `NQCHAR`s, at least one.
    private static func isScopeToken(_ text: String) -> Bool {
        !text.isEmpty
            && text.utf8.allSatisfy { byte in
                (0x21...0x7E).contains(byte) && byte != UInt8(ascii: "\"")
                    && byte != UInt8(ascii: "\\")
            }
    }

    private static func complaintAboutURI(_ text: String) -> String? {
        do throws(AbsoluteURI.Flaw) {
            _ = try AbsoluteURI(text)
            return nil
        } catch {
            return error.sentence
        }
    }

    private static func complaintAboutRedirectURI(_ text: String) -> String? {
        do throws(AbsoluteURI.Flaw) {
            let uri = try AbsoluteURI(text)
            return uri.fragment.isEmpty ? nil : "must not have a fragment"
        } catch {
            return error.sentence
        }
    }
}
