/// What a reload changes, and what it leaves for the next start.

import Testing

@testable import Gateway

@Suite struct ConfigurationChangesTests {
    @Test("Changed keys are told apart by when they take effect")
    func changes() {
        var new = Configuration()
        new.log.includesRequests = false
        new.limits.bodyBytesMax = 4096
        new.loops = 7
        new.database.url = Redacted("postgresql://elsewhere/")
        let changes = Configuration.changes(from: Configuration(), to: new)
        #expect(changes.live.map(\.name) == ["log.requests", "limits.body"])
        #expect(changes.restart.map(\.name) == ["loops", "database.url"])
    }

    @Test("An equal configuration has no changes")
    func noChanges() {
        let changes = Configuration.changes(from: Configuration(), to: Configuration())
        #expect(changes.live.isEmpty && changes.restart.isEmpty)
    }

    @Test(
        "Every key's change is noticed, and a reload applies it where it is live",
        arguments: ConfigurationLoadingTests.samples)
    func everyKey(name: String, value: String) throws {
        let new = try Configuration.load(file: nil, environment: [:], flags: [name: value])
        let changes = Configuration.changes(from: Configuration(), to: new)
        #expect((changes.live + changes.restart).map(\.name) == [name])
        let reloaded = Configuration().reloaded(with: new)
        #expect(reloaded == (changes.live.isEmpty ? Configuration() : new))
    }
}
