// Files, functions and lines stay short enough to be read at once.

import Testing

@Suite struct LengthTests {
    static let fileLinesMax = 400
    static let functionLinesMax = 60
    static let columnsMax = 100

    @Test("a file has at most 400 lines")
    func files() {
        let findings = Checkout.swift.filter { $0.text.lines.count > Self.fileLinesMax }.map {
            Finding(path: $0.path, line: $0.text.lines.count, advice: "split it by idea")
        }
        #expect(findings == [])
    }

    @Test("a function has at most 60 lines")
    func functions() throws {
        let findings = try Checkout.swift.flatMap { file in
            try file.text.bodies().filter { $0.count > Self.functionLinesMax }.map {
                Finding(
                    path: file.path, line: $0.lowerBound,
                    advice: "\($0.count) lines: name its parts")
            }
        }
        #expect(findings == [])
    }

    @Test("a line has at most 100 characters")
    func lines() {
        let findings = Checkout.swift.flatMap { file in
            file.text.lines.filter { $0.length > Self.columnsMax && !$0.comment.contains("://") }
                .map {
                    Finding(path: file.path, line: $0.number, advice: "\($0.length) characters")
                }
        }
        #expect(findings == [])
    }

    @Test("a body reaches from its declaration to its closing brace")
    func bodies() throws {
        let text = SwiftText(
            """
            protocol P {
                func required(_ a: () -> Int)
                var property: Int { get }
            }
            func f(
                _ a: Int, then: () -> Int = { 1 }
            ) throws -> Int {
                if a == 1 { "}" }
                struct S { init() {} }
            }
            var stored = 1
            func g() {}
            """)
        #expect(try text.bodies() == [3...3, 5...10, 9...9, 12...12])
    }
}

extension SwiftText {
    /// The lines of each function, initializer, subscript and computed property, from the
    /// declaration to the closing brace.
    func bodies() throws -> [ClosedRange<Int>] {
        let declaration = try Regex(#"\b(func|init|deinit|subscript)\b|\bvar\b[^=]*$"#)
            .wordBoundaryKind(.simple)
        return lines.indices.compactMap { first in
            guard let match = lines[first].code.firstMatch(of: declaration) else { return nil }
            return body(from: first, after: match.range.lowerBound)
        }
    }

    /// Follows brackets from a declaration to the end of its body; nil where there is none.
    private func body(from first: Int, after start: String.Index) -> ClosedRange<Int>? {
        var depth = 0
        var isOpen = false
        for index in first..<lines.count {
            let code = lines[index].code
            for character in index == first ? code[start...] : code[...] {
                switch character {
                case "{" where depth == 0:
                    isOpen = true
                    depth += 1
                case "(", "[", "{": depth += 1
                case ")", "]", "}":
                    depth -= 1
                    if depth < 0 { return nil }
                    if depth == 0, isOpen { return lines[first].number...lines[index].number }
                default: break
                }
            }
            if depth == 0, !isOpen, !continues(after: index) { return nil }
        }
        return nil
    }

    /// Whether a signature goes on below: its result, its errors, its constraints or its body.
    private func continues(after index: Int) -> Bool {
        guard index + 1 < lines.count else { return false }
        let next = lines[index + 1].code.drop { $0 == " " }
        return ["{", "->", "where", "throws", "async"].contains { next.hasPrefix($0) }
    }
}
