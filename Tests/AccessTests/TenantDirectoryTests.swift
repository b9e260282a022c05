// What a loop remembers of the registry, as transcripts of the questions it asks.

import Domain
import Testing

@testable import Access

@Suite struct TenantDirectoryTests {
    private let registry = ScriptedRegistry()

    private func directory(hears: Bool = true, lifetime: Int64 = 100) -> TenantDirectory {
        let directory = TenantDirectory(
            registry: registry, limits: TenantDirectory.Limits(entries: 8, lifetime: lifetime))
        directory.hearsChanges(hears)
        return directory
    }

    @Test("each is asked once within its lifetime, also for what is not there")
    func remembered() async throws {
        let directory = directory()
        let slug = ScriptedRegistry.acme.slug
        for now: Int64 in [0, 99, 100] {
            #expect(try await directory.tenant(slug: slug, now: now) == ScriptedRegistry.acme)
            #expect(try await directory.tenant(host: "nobody.example", now: now) == nil)
            #expect(try await directory.tenant(number: 2, now: now) == ScriptedRegistry.globex)
        }
        let all = ["slug acme", "host nobody.example", "number 2"]
        #expect(registry.questions == all + all)
    }

    @Test("after a change everything is asked again")
    func changed() async throws {
        let directory = directory()
        let slug = ScriptedRegistry.globex.slug
        #expect(try await directory.tenant(slug: slug, now: 0) == ScriptedRegistry.globex)
        registry.tenants.removeLast()
        #expect(try await directory.tenant(slug: slug, now: 1) == ScriptedRegistry.globex)
        directory.registryChanged()
        #expect(try await directory.tenant(slug: slug, now: 2) == nil)
    }

    @Test("an answer that may be older than a change is used once and not kept")
    func race() async throws {
        let directory = directory()
        let slug = ScriptedRegistry.acme.slug
        registry.meanwhile = { directory.registryChanged() }
        for _ in 0..<2 { _ = try await directory.tenant(slug: slug, now: 0) }
        #expect(registry.questions.count == 2)
        registry.meanwhile = {}
        for _ in 0..<2 { _ = try await directory.tenant(slug: slug, now: 0) }
        #expect(registry.questions.count == 3)
    }

    @Test("while changes are not heard nothing is kept")
    func deafness() async throws {
        let directory = directory(hears: false)
        for _ in 0..<2 {
            _ = try await directory.tenant(host: "login.acme.example", now: 0)
            _ = try await directory.tenant(slug: ScriptedRegistry.acme.slug, now: 0)
            _ = try await directory.tenant(number: 1, now: 0)
        }
        #expect(registry.questions.count == 6)
    }

    @Test("an error is passed on and not kept")
    func error() async throws {
        let directory = directory()
        registry.isAway = true
        await #expect(throws: APIError.self) { try await directory.tenant(number: 1, now: 0) }
        registry.isAway = false
        #expect(try await directory.tenant(number: 1, now: 0) == ScriptedRegistry.acme)
    }
}
