import Domain
import JSONWire

/// The rules for one text as JSON Schema states them, and as a sentence where it cannot.
///
/// The rules count bytes of UTF-8 and the schema counts characters, of at most four bytes each: the
/// schema's bounds are those that every valid text keeps, and the sentence says the rest.
struct TextLimits {
    private(set) var isRequired = false
    private(set) var sentences: [String] = []
    private var bytes: ClosedRange<Int>?
    private var charactersMax: Int?
    private var format: String?

    init(_ rules: [Rule]) {
        isRequired = rules.contains(.required) || rules.contains(.notBlank)
        for rule in rules { read(rule) }
    }

    private mutating func read(_ rule: Rule) {
        switch rule {
        case .required: break
        case .notBlank: sentences.append("Not white space alone.")
        case .characters(let range): charactersMax = range.upperBound
        case .joinedCharacters(let range):
            sentences.append(
                "At most \(range.upperBound) characters together, commas between them; none has a"
                    + " comma.")
        case .fragmentless: sentences.append("No #.")
        case .scopeToken:
            sentences.append("Printable ASCII without spaces, quotation marks and backslashes.")
        case .bytes(let range):
            bytes = bytes.map { $0.clamped(to: range) } ?? range
            let span = "\(range.lowerBound) to \(range.upperBound) bytes of UTF-8"
            sentences.append(isRequired ? "\(span)." : "\(span), or empty.")
        // A single text is no list: there is nothing to count.
        case .count: break
        case .absoluteURI: readURI("An absolute URI")
        case .redirectURI: readURI("An absolute URI without a fragment")
        }
    }

    private mutating func readURI(_ sentence: String) {
        // The empty text is a reference (RFC 3986 §4.1), but no URI.
        format = isRequired ? "uri" : "uri-reference"
        sentences.append(isRequired ? "\(sentence)." : "\(sentence), or empty.")
    }

    /// The Schema Object of a text that keeps the rules.
    var schema: JSONObject {
        var schema: JSONObject = ["type": "string"]
        if isRequired {
            let bytesMin = max(1, bytes?.lowerBound ?? 1)
            schema["minLength"] = .integer(Int64((bytesMin + 3) / 4))
        }
        if let charactersMax { schema["maxLength"] = .integer(Int64(charactersMax)) }
        if let bytes { schema["maxLength"] = .integer(Int64(bytes.upperBound)) }
        if let format { schema["format"] = .string(format) }
        if !sentences.isEmpty {
            schema["description"] = .string(sentences.joined(separator: " "))
        }
        return schema
    }
}
