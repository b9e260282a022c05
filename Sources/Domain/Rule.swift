/// What a field's value must keep; the vocabulary is closed, a new rule is a decision.
public enum Rule: Sendable, Hashable {
    /// A value must be given: text that is not empty, a list that is not empty.
    case required
    /// UTF-8 bytes of a text.
    case bytes(ClosedRange<Int>)
    /// Elements of a list.
    case count(ClosedRange<Int>)
    /// RFC 3986 URI with a scheme that a browser can be sent to safely; empty text passes.
    case absoluteURI
    /// An absolute URI without a fragment (RFC 6749 §3.1.2), for a text or each text of a list.
    case redirectURI

    /// What the value breaks, as the end of the sentence "`name` …"; nil where it keeps the rule.
    public func complaint(about value: Value) -> String? {
        switch self {
        case .required:
            isEmpty(value) ? "is required" : nil
        case .bytes(let range):
            texts(of: value).allSatisfy { range.contains($0.utf8.count) }
                ? nil : "must have \(range.lowerBound) to \(range.upperBound) bytes"
        case .count(let range):
            range.contains(texts(of: value).count)
                ? nil : "must have \(range.lowerBound) to \(range.upperBound) elements"
        case .absoluteURI:
            texts(of: value).lazy.compactMap(Rule.complaintAboutURI).first
        case .redirectURI:
            texts(of: value).lazy.compactMap(Rule.complaintAboutRedirectURI).first
        }
    }

    private func isEmpty(_ value: Value) -> Bool {
        switch value {
        case .null: true
        case .text(let text): text.isEmpty
        case .texts(let texts): texts.isEmpty || texts.contains("")
        case .integer, .boolean, .time, .json: false
        }
    }

    /// The texts that a rule about text looks at; an empty text means "not given".
    private func texts(of value: Value) -> [String] {
        switch value {
        case .text(let text): text.isEmpty ? [] : [text]
        case .texts(let texts): texts
        case .null, .integer, .boolean, .time, .json: []
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
