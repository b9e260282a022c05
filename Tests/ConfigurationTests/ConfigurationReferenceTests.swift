/// The file that ships names every key, with the default that holds without it.

import Foundation
import Testing

@testable import Gateway

@Suite struct ConfigurationReferenceTests {
    private static let file = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "config/postern.yaml")

    @Test("config/postern.yaml is the table of keys; UPDATE_GOLDEN=1 writes it anew")
    func fileIsTheTable() throws {
        if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] == "1" {
            try Data(Configuration.reference.utf8).write(to: Self.file)
        }
        let text = try String(contentsOf: Self.file, encoding: .utf8)
        #expect(text == Configuration.reference)
    }

    @Test("config/postern.yaml changes nothing")
    func fileHoldsTheDefaults() throws {
        #expect(try Configuration.load(file: Self.file.path, environment: [:]) == Configuration())
    }

    @Test("Every key stands in the file, with its default or in a comment")
    func everyKeyIsNamed() throws {
        let lines = try String(contentsOf: Self.file, encoding: .utf8)
            .split(separator: "\n").map { $0.drop { $0 == " " || $0 == "#" } }
        for key in Configuration.keys {
            let name = try #require(key.name.split(separator: ".").last)
            let line = "\(name):" + (key.defaultText.map { " \($0)" } ?? "")
            #expect(lines.contains { $0 == line }, "\(key.name)")
        }
    }

    @Test("No line is longer than a hundred characters")
    func lineLengths() {
        #expect(Configuration.reference.split(separator: "\n").allSatisfy { $0.count <= 100 })
    }

    @Test("No name stands twice, nor do two keys share a variable")
    func namesAreUnique() {
        #expect(Set(Configuration.names).count == Configuration.names.count)
        #expect(Configuration.namesByVariable.count == Configuration.names.count)
    }

    @Test("The defaults keep every relation, and the relations name keys")
    func relations() {
        for relation in Configuration.relations {
            #expect(relation.holds(Configuration()))
            #expect(Configuration.names.contains(relation.smaller))
            #expect(Configuration.names.contains(relation.larger))
        }
    }
}
