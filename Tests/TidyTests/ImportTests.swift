// Which module may import which: the rules of docs/ARCHITECTURE.md that Package.swift cannot say,
// because the system's modules need no dependency there.

import Testing

/// A module that only some targets may import.
struct ImportRule: Sendable, CustomTestStringConvertible {
    let module: String
    let mayImport: Set<String>
    let because: String

    var testDescription: String { "\(module): \(because)" }

    /// Composition, command line, and what runs while building: the world outside is allowed here.
    private static let outermost: Set<String> = ["Gateway", "postern", "EmbedMigrations"]

    /// Those that reach a socket or the database.
    private static let effects: Set<String> = ["Reactor", "Postgres"]

    static let all = [
        ImportRule(
            module: "CCrypt", mayImport: ["Secrets"], because: "Secrets hides the system's crypt"),
        ImportRule(module: "CGD", mayImport: ["Images"], because: "Images hides libgd"),
        ImportRule(module: "CLibPQ", mayImport: ["Postgres"], because: "Postgres hides libpq"),
        ImportRule(module: "CLinux", mayImport: ["Reactor"], because: "Reactor hides epoll"),
        ImportRule(module: "Dispatch", mayImport: ["Reactor"], because: "Reactor hides Dispatch"),
        ImportRule(
            module: "Glibc", mayImport: effects.union(outermost).union(["Images"]),
            because: "a value knows no system call, and Images none but the loader's"),
        ImportRule(
            module: "Foundation", mayImport: outermost, because: "it is slow to start and to link"),
        ImportRule(
            module: "FoundationEssentials", mayImport: outermost,
            because: "it is slow to start and to link"),
        ImportRule(
            module: "Reactor", mayImport: outermost.union(["Postgres"]),
            because: "only the outermost layers perform I/O"),
        ImportRule(
            module: "Postgres", mayImport: outermost.union(["Store"]),
            because: "the database is reached through Store"),
        ImportRule(
            module: "Images", mayImport: ["Store"],
            because: "what draws is slow, and Store knows who may wait for it"),
        ImportRule(
            module: "Store", mayImport: outermost,
            because: "Store and Dialects meet in Intent and Outcome"),
        ImportRule(
            module: "Dialects", mayImport: outermost.union(["OpenAPI"]),
            because: "Store and Dialects meet in Intent and Outcome"),
        ImportRule(
            module: "Mustache", mayImport: ["Pages"], because: "Pages escapes what it shows"),
        ImportRule(
            module: "ArgumentParser", mayImport: ["postern"],
            because: "the command line is one module's matter"),
    ]
}

@Suite struct ImportTests {
    @Test("a module is imported only where the architecture allows it", arguments: ImportRule.all)
    func imports(_ rule: ImportRule) {
        let strangers = Checkout.sources.filter { !rule.mayImport.contains($0.target) }
        let findings = strangers.flatMap { file in
            file.imports.filter { $0.module == rule.module }.map {
                Finding(path: file.path, line: $0.line, advice: "\(rule.module): \(rule.because)")
            }
        }
        #expect(findings == [])
    }

    @Test(
        "the module of an import is found in every form",
        arguments: [
            "import Glibc", "public import Glibc", "@testable import Glibc",
            "import struct Glibc.timespec",
            "@preconcurrency package import Glibc", "internal import func Glibc.read",
            "import Glibc // why",
        ])
    func forms(_ line: String) {
        #expect(SwiftText(line).imports.map(\.module) == ["Glibc"])
    }

    @Test("every target has sources to judge")
    func sources() {
        #expect(
            Set(Checkout.sources.map(\.target)).isSuperset(of: ["Reactor", "Postgres", "postern"]))
    }
}

extension SwiftFile {
    var imports: [(module: String, line: Int)] { text.imports }
}

extension SwiftText {
    /// The modules that the text imports, each with its line.
    var imports: [(module: String, line: Int)] {
        let kinds: Set<Substring> = [
            "struct", "class", "enum", "protocol", "typealias", "func", "let", "var",
        ]
        return lines.compactMap { line in
            let words = line.code.split(separator: " ")
            guard let word = words.firstIndex(of: "import") else { return nil }
            let named = words[(word + 1)...].first { !kinds.contains($0) }
            guard let module = named?.split(separator: ".").first else { return nil }
            return (String(module), line.number)
        }
    }
}
