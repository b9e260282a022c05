// The scanner below all the rules has laws of its own.

import Testing

@Suite struct SwiftTextTests {
    struct Sample: Sendable, CustomTestStringConvertible {
        let text: String
        let code: String
        let literal: String
        var comment = ""

        var testDescription: String { text }
    }

    static let samples = [
        Sample(text: "let a = 1 // b", code: "let a = 1", literal: "", comment: "// b"),
        Sample(
            text: "a /* b /* c */ d */ e", code: "a e", literal: "", comment: "/* b /* c */ d */"),
        Sample(text: #"a("b // c", d)"#, code: #"a(" ", d)"#, literal: "b // c"),
        Sample(text: #"a("\"b")"#, code: #"a(" ")"#, literal: #"\"b"#),
        Sample(text: #""a \(b("c")) d""#, code: #"" \(b(" ")) ""#, literal: "a c d"),
        Sample(text: ##"#"a \(b) " c"#"##, code: ##"#" "#"##, literal: #"a \(b) " c"#),
        Sample(text: #""open // a"#, code: #"""#, literal: "open // a"),
        Sample(text: "/* open", code: "", literal: "", comment: "/* open"),
        Sample(text: "a) b \"c\"", code: "a) b \" \"", literal: "c"),
    ]

    @Test("code, literals and comments are told apart", arguments: samples)
    func parts(of sample: Sample) throws {
        let line = try #require(SwiftText(sample.text).lines.first)
        #expect(squeezed(line.code) == sample.code)
        #expect(squeezed(line.literal) == sample.literal)
        #expect(squeezed(line.comment) == sample.comment)
    }

    @Test("a string of several lines ends where it ends")
    func severalLines() {
        let text = SwiftText("let a = \"\"\"\n  b \"c\" \\(d)\n  \"\"\"\nlet e = 1\n")
        #expect(
            text.lines.map { squeezed($0.code) } == [
                "let a = \"\"\"", "\\(d)", "\"\"\"", "let e = 1",
            ])
        #expect(text.lines.map { squeezed($0.literal) } == ["", "b \"c\"", "", ""])
    }

    @Test("lines are numbered and measured in characters")
    func numbers() {
        let lines = SwiftText("// é\n\nlet a = 1").lines
        #expect(lines.map(\.number) == [1, 2, 3])
        #expect(lines.map(\.length) == [4, 0, 9])
    }

    private func squeezed(_ text: String) -> String {
        text.split(separator: " ").joined(separator: " ")
    }
}
