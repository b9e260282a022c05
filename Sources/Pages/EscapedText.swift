// How a substitution becomes HTML: scalar by scalar, the same in text and in attributes.

internal import Mustache

/// Text that means itself wherever a template shows it.
///
/// Mustache's own escaping compares characters as people see them, and misses a quotation mark
/// that a combining mark follows: the two are one character to it, and an attribute's end to a
/// browser. This one looks at scalars.
struct EscapedText: MustacheContentType {
    static let name = "POSTERN"

    func escapeText(_ text: String) -> String {
        var escaped = ""
        escaped.reserveCapacity(text.utf8.count)
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            case "'": escaped += "&#39;"
            // Written as they are, a parser would make one kind of line end of them.
            case "\n": escaped += "&#10;"
            case "\r": escaped += "&#13;"
            case "\t": escaped += "\t"
            case "\0"..."\u{1F}", "\u{7F}"..."\u{9F}": escaped += "\u{FFFD}"
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }
}
