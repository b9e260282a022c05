// How a database's record of migrations compares with the program's files.

import Testing

@testable import Store

@Suite struct SchemaStateTests {
    static let first = Migration(version: 1, name: "first", text: "SELECT 1")
    static let second = Migration(version: 2, name: "second", text: "SELECT 2")

    struct Sample: Sendable {
        let applied: [Int64: String]
        let state: SchemaState
    }

    static let samples = [
        Sample(applied: [:], state: .pending(first)),
        Sample(applied: [1: first.checksum], state: .pending(second)),
        Sample(applied: [1: first.checksum, 2: second.checksum], state: .current),
        Sample(applied: [1: "other"], state: .edited(first)),
        Sample(applied: [1: first.checksum, 2: "other", 3: "new"], state: .edited(second)),
        Sample(
            applied: [1: first.checksum, 2: second.checksum, 4: "a", 3: "b"],
            state: .unknown(version: 3)),
        Sample(applied: [1: first.checksum, 3: "b"], state: .pending(second)),
    ]

    @Test("the worst difference is named", arguments: samples)
    func compares(_ sample: Sample) {
        #expect(
            SchemaState(applied: sample.applied, known: [Self.first, Self.second]) == sample.state)
    }

    @Test("the program holds the files of sql/, in order and as they are")
    func embedded() throws {
        let migrations = Migration.embedded
        #expect(!migrations.isEmpty)
        #expect(migrations.map(\.version) == Array(1...Int64(migrations.count)))
        #expect(migrations.first?.label == "0001_tenants")
        let text = try #require(SourceTree.text(of: "sql/0001_tenants.sql"))
        #expect(migrations.first?.text == text)
    }

    @Test("a checksum is SHA-256 in hexadecimal")
    func checksum() {
        // FIPS 180-2, appendix B.1.
        #expect(
            Migration(version: 1, name: "a", text: "abc").checksum
                == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    }
}
