// Finds where a Swift text changes between code, string literals and comments.

/// Walks the bytes of a Swift file once and says of each what it is part of.
struct SwiftScanner {
    private let bytes: [UInt8]
    private var position = 0
    private var parts: [SwiftText.Part]

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        parts = Array(repeating: .code, count: bytes.count)
    }

    mutating func scan() -> [SwiftText.Part] {
        while position < bytes.count {
            scanCode()
            position += 1
        }
        return parts
    }

    /// Reads code up to the parenthesis that closes an interpolation, or to the end.
    private mutating func scanCode() {
        var depth = 0
        while position < bytes.count {
            if follows("//") {
                while position < bytes.count, bytes[position] != UInt8(ascii: "\n") {
                    advance(as: .comment)
                }
            } else if follows("/*") {
                scanBlockComment()
            } else if let delimiter = openingDelimiter() {
                scanString(delimiter)
            } else {
                if bytes[position] == UInt8(ascii: "(") { depth += 1 }
                if bytes[position] == UInt8(ascii: ")") {
                    if depth == 0 { return }
                    depth -= 1
                }
                position += 1
            }
        }
    }

    private mutating func scanBlockComment() {
        var depth = 0
        repeat {
            if follows("/*") {
                depth += 1
                advance(2, as: .comment)
            } else if follows("*/") {
                depth -= 1
                advance(2, as: .comment)
            } else {
                advance(as: .comment)
            }
        } while depth > 0 && position < bytes.count
    }

    /// What opens and closes a string: quotes, and the number signs of a raw one.
    private struct Delimiter {
        let quotes: String
        let signs: String
    }

    private func openingDelimiter() -> Delimiter? {
        let signs = bytes[position...].prefix { $0 == UInt8(ascii: "#") }.count
        for quotes in ["\"\"\"", "\""] where follows(quotes, after: signs) {
            return Delimiter(quotes: quotes, signs: String(repeating: "#", count: signs))
        }
        return nil
    }

    private mutating func scanString(_ delimiter: Delimiter) {
        let escape = "\\" + delimiter.signs
        advance(delimiter.signs.utf8.count + delimiter.quotes.utf8.count, as: .code)
        while position < bytes.count {
            if follows(delimiter.quotes + delimiter.signs) {
                return advance(delimiter.quotes.utf8.count + delimiter.signs.utf8.count, as: .code)
            } else if follows(escape + "(") {
                advance(escape.utf8.count + 1, as: .code)
                scanCode()
                advance(as: .code)
            } else if follows(escape) {
                advance(escape.utf8.count + 1, as: .literal)
            } else if bytes[position] == UInt8(ascii: "\n"), delimiter.quotes.utf8.count == 1 {
                return
            } else {
                advance(as: .literal)
            }
        }
    }

    private func follows(_ text: String, after distance: Int = 0) -> Bool {
        bytes[min(position + distance, bytes.count)...].starts(with: text.utf8)
    }

    private mutating func advance(_ count: Int = 1, as part: SwiftText.Part) {
        let end = min(position + count, bytes.count)
        for index in position..<end where bytes[index] != UInt8(ascii: "\n") { parts[index] = part }
        position = end
    }
}
