// Which tenant a request is for: the order of what it says, and that all of it must agree.

import Domain
import Testing

@testable import Access

@Suite struct TenantResolverTests {
    typealias Evidence = TenantResolver.Evidence

    private let registry = ScriptedRegistry()

    private func resolve(_ evidence: Evidence) async throws(APIError) -> Tenant? {
        let directory = TenantDirectory(
            registry: registry, limits: TenantDirectory.Limits(entries: 8, lifetime: 100))
        let resolver = TenantResolver(baseDomain: "example.com", directory: directory)
        return try await resolver.resolve(evidence, now: 0)
    }

    @Test(
        "one piece of evidence names its tenant",
        arguments: [
            Evidence(host: "login.acme.example"), Evidence(host: "acme.example.com"),
            Evidence(path: "acme"), Evidence(header: "acme"),
            // A host that is nobody's says nothing.
            Evidence(host: "10.0.0.1", path: "acme"), Evidence(host: "example.com", header: "acme"),
            Evidence(host: "acme.example.com.evil", path: "acme"),
            Evidence(host: "acmeexample.com", path: "acme"),
            // Several that agree.
            Evidence(host: "login.acme.example", path: "acme", header: "acme"),
            Evidence(host: "acme.example.com", path: "acme", header: "acme"),
        ])
    func named(evidence: Evidence) async throws {
        #expect(try await resolve(evidence) == ScriptedRegistry.acme)
    }

    @Test(
        "what says nothing leaves it to the token or the default",
        arguments: [
            Evidence(), Evidence(host: "localhost"), Evidence(host: "example.com"),
            Evidence(host: ""), Evidence(host: "globex.example.org"),
        ])
    func silent(evidence: Evidence) async throws {
        #expect(try await resolve(evidence) == nil)
    }

    @Test(
        "what names nobody, or two, is refused as a tenant that does not exist",
        arguments: [
            Evidence(path: "nobody"), Evidence(header: "nobody"), Evidence(path: ""),
            Evidence(path: "ACME"), Evidence(path: "acme "), Evidence(header: "acme,globex"),
            Evidence(path: "../acme"), Evidence(host: "nobody.example.com"),
            Evidence(host: "a.acme.example.com"), Evidence(host: ".example.com"),
            Evidence(host: "-acme.example.com"),
            Evidence(path: "acme", header: "globex"), Evidence(path: "acme", header: "nobody"),
            Evidence(host: "login.acme.example", path: "globex"),
            Evidence(host: "login.acme.example", header: "globex"),
            Evidence(host: "globex.example.com", path: "globex", header: "acme"),
            Evidence(host: "acme.example.com", path: "nobody"),
        ])
    func refused(evidence: Evidence) async throws {
        let error = await #expect(throws: APIError.self) { try await resolve(evidence) }
        #expect(error == .unknownTenant)
    }

    @Test("a registered host goes before a sub-domain of the same name")
    func precedence() async throws {
        registry.hosts["globex.example.com"] = ScriptedRegistry.acme
        #expect(
            try await resolve(Evidence(host: "globex.example.com")) == ScriptedRegistry.acme)
    }

    @Test("a name that a slug cannot be is refused without a question")
    func impossibleNames() async throws {
        for name in ["", "A", "a_b", String(repeating: "a", count: 64), "é", "a\0"] {
            await #expect(throws: APIError.unknownTenant) {
                try await resolve(Evidence(path: name))
            }
        }
        #expect(registry.questions == [])
    }

    @Test("a registry that is away is not a tenant that does not exist")
    func away() async throws {
        registry.isAway = true
        let error = await #expect(throws: APIError.self) {
            try await resolve(Evidence(path: "acme"))
        }
        #expect(error?.kind == .unavailable)
    }
}
