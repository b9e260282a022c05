// What is true of files as files: their names, their first lines, the paths they mention.

import Testing

@Suite struct FileTests {
    static let folders = ["Sources", "Tests", "sql", "script", "config", "docs", ".ci"]

    @Test("migrations are numbered without a gap and named in lower case")
    func migrations() throws {
        let paths = Checkout.files(under: ["sql"])
        let expected = try paths.enumerated().map { index, path in
            let name = try #require(
                path.wholeMatch(of: /sql\/[0-9]{4}_([a-z0-9_]+)\.sql/), "\(path) is no migration"
            ).output.1
            let number = String(index + 1)
            return "sql/" + String(repeating: "0", count: 4 - number.count) + number
                + "_\(name).sql"
        }
        #expect(!paths.isEmpty)
        #expect(paths == expected)
    }

    @Test("a file opens with what it owns")
    func openings() {
        let marks = ["swift": "//", "sql": "--"]
        let findings = marks.flatMap { suffix, mark in
            Checkout.files(under: ["Sources", "Tests", "sql"], withExtension: suffix).filter {
                let lines = Checkout.text(of: $0).split(separator: "\n")
                let first = lines.first { !$0.contains("import ") || $0.hasPrefix(mark) }
                return first?.hasPrefix(mark) != true
            }
        }
        #expect(findings == [])
    }

    @Test("no file knows the machine it was written on")
    func machinePaths() {
        let findings = Checkout.files(under: Self.folders).flatMap { path in
            Checkout.text(of: path).split(separator: "\n", omittingEmptySubsequences: false)
                .enumerated().filter {
                    $0.element.contains(/(^|[^a-zA-Z0-9.:_\/-])\/(work|root|home)\//)
                }
                .map { Finding(path: path, line: $0.offset + 1, advice: "a path of one machine") }
        }
        #expect(findings == [])
    }
}
