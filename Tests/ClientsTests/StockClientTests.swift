// Clients that nobody here wrote, each against a gateway with a database of its own.

import GatewaySupport
import Testing

@Suite(
    "Clients that nobody here wrote",
    .enabled(
        if: TestDatabase.isGiven && Program.canRun,
        "POSTERN_TEST_DATABASE_URL and POSTERN_TEST_PYTHON are not both set"),
    .timeLimit(.minutes(20)))
struct StockClientTests {
    @Test(
        "libraries get tokens, ask what they are worth, refresh and revoke them",
        arguments: ["use_authlib", "use_requests_oauthlib"])
    func tokens(program: String) async throws {
        try await Program.succeeds(program)
    }

    @Test("a relying party finds everything by the issuer, and trusts the ID tokens")
    func identity() async throws {
        try await Program.succeeds("use_idpyoidc")
    }

    @Test(
        "a browser shows the pages whole, and lands at the client, with scripts and without",
        .enabled(if: Program.hasBrowser, "Chromium is not installed"))
    func browser() async throws {
        try await Program.succeeds("use_chromium")
    }
}

extension Program {
    /// Expects that a program finds nothing wrong, and shows what it printed if it does.
    fileprivate static func succeeds(_ name: String) async throws {
        try await Stage.with { stage in
            let run = try await run(name, on: stage)
            #expect(run.status == 0 && !run.output.isEmpty, "\(run.output)")
        }
    }
}
