// Tells code, string literals and comments of a Swift file apart, so that a rule about one is
// not broken by the others. Not a parser: regular expression literals count as code.

/// The text of a Swift file, line by line.
struct SwiftText: Sendable {
    enum Part { case code, literal, comment }

    /// One line, three times: what does not belong to a view is blank there, columns are kept.
    struct Line: Sendable {
        let number: Int
        let code: String
        let literal: String
        let comment: String
        let length: Int

        subscript(part: Part) -> String {
            switch part {
            case .code: code
            case .literal: literal
            case .comment: comment
            }
        }
    }

    let lines: [Line]

    init(_ text: String) {
        let bytes = Array(text.utf8)
        var scanner = SwiftScanner(bytes)
        let parts = scanner.scan()
        var lines: [Line] = []
        var start = 0
        while start < bytes.count {
            let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
            func view(_ wanted: Part) -> String {
                guard parts[start..<end].contains(wanted) else { return "" }
                let seen = (start..<end).map { parts[$0] == wanted ? bytes[$0] : 0x20 }
                return String(decoding: seen, as: UTF8.self)
            }
            lines.append(
                Line(
                    number: lines.count + 1, code: view(.code), literal: view(.literal),
                    comment: view(.comment),
                    length: String(decoding: bytes[start..<end], as: UTF8.self).count))
            start = end + 1
        }
        self.lines = lines
    }
}
