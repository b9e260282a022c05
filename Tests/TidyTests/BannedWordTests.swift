// Words that may not stand in our code, each with what to write in its place.

import Testing

/// A pattern that is absent from every file it applies to.
struct BannedWord: Sendable, CustomTestStringConvertible {
    /// A regular expression, matched against one line.
    let pattern: String
    let instead: String
    /// The path prefixes it applies to, and those it spares among them.
    var inside = ["Sources/"]
    var sparing: [String] = []
    var part: SwiftText.Part = .code

    var testDescription: String { "\(pattern): \(instead)" }

    private static let pureModules = [
        "Sources/HTTPWire/", "Sources/JSONWire/", "Sources/Catalog/", "Sources/Domain/",
        "Sources/Dialects/", "Sources/OpenAPI/", "Sources/Pages/", "Sources/Signing/",
    ]
    private static let everywhere = ["Sources/", "Tests/"]

    /// The homes of the tenant's column: what adds it to every planned statement, the actions and
    /// flows that are plain SQL, and what operators do to tenants.
    private static let tenantFilter = [
        "Sources/Store/Plan", "Sources/Store/Actions/", "Sources/Store/Authorization/",
        "Sources/Gateway/Administration/",
    ]

    static let all = [
        BannedWord(pattern: #"\bfatalError\b"#, instead: "preconditionFailure with the state"),
        BannedWord(
            pattern: #"\b(try|as)!"#, instead: "guard, or a typed error", inside: everywhere),
        BannedWord(
            pattern: #"\b(print|debugPrint|dump)\("#, instead: "the log",
            sparing: ["Sources/postern/"]),
        BannedWord(
            pattern: #"\bPQ(exec\w*|prepare|describe\w+|connectdb\w*|setdb\w*|reset|fn)\("#,
            instead: "its asynchronous sibling: a loop never blocks"),
        BannedWord(
            pattern: UnsafeTests.assertions, instead: "a Sendable value",
            sparing: UnsafeTests.modules),
        BannedWord(
            pattern: UnsafeTests.pointers, instead: "Span or [UInt8]",
            sparing: UnsafeTests.modules + UnsafeTests.files),
        BannedWord(
            pattern: UnsafeTests.handles, instead: "a value of Postgres",
            sparing: UnsafeTests.modules),
        BannedWord(
            pattern: #"\b(ContinuousClock|SuspendingClock|SystemRandomNumberGenerator)\b"#,
            instead: "a parameter: this module has no clock and no chance", inside: pureModules),
        BannedWord(
            pattern: #"\.random\((?!.*using:)|\.(shuffle|shuffled|randomElement)\(\)"#,
            instead: "a generator as a parameter", inside: pureModules),
        BannedWord(
            pattern: #"\b(class|struct|enum|actor|protocol|typealias) \w*"#
                + #"(Manager|Helper|Utils?|Impl|Base)\b"#,
            instead: "a name that says what it is", inside: everywhere),
        BannedWord(
            pattern: #"\b(Task\.sleep|u?sleep|nanosleep)\("#,
            instead: "an event to wait for, or a clock to set", inside: ["Tests/"]),
        BannedWord(
            pattern: #"\b(TODO|FIXME|XXX)\b"#, instead: "an issue, or an ADR",
            inside: everywhere, part: .comment),
        BannedWord(
            pattern: #"\btenant_id\b"#, instead: "the planner's one filter",
            sparing: tenantFilter, part: .literal),
    ]

    /// Every line that holds the word where it may not.
    func findings(in files: [SwiftFile]) throws -> [Finding] {
        // The default boundary sees one word in `Swift.fatalError`.
        let word = try Regex(pattern).wordBoundaryKind(.simple)
        return files.filter(applies).flatMap { file in
            file.text.lines.compactMap { line in
                let text = line[part]
                return text.firstMatch(of: word).map {
                    Finding(
                        path: file.path, line: line.number,
                        advice: "\(text[$0.range]): write \(instead)")
                }
            }
        }
    }

    private func applies(to file: SwiftFile) -> Bool {
        inside.contains { file.path.hasPrefix($0) } && !sparing.contains { file.path.hasPrefix($0) }
    }
}

@Suite struct BannedWordTests {
    @Test("a banned word stands nowhere", arguments: BannedWord.all)
    func absent(_ word: BannedWord) throws {
        let findings = try word.findings(in: Checkout.swift)
        #expect(findings == [])
    }
}
