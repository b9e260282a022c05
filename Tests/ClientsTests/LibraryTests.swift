// Clients that nobody here wrote, against a gateway with a database of its own.

import GatewaySupport
import Testing

@Suite(
    "Clients that nobody here wrote",
    .enabled(
        if: TestDatabase.isGiven && Program.canRun,
        "POSTERN_TEST_DATABASE_URL and POSTERN_TEST_PYTHON are not both set"),
    .timeLimit(.minutes(5)))
struct LibraryTests {
    @Test(
        "get their tokens, ask what they are worth, refresh and revoke them",
        arguments: ["use_authlib", "use_requests_oauthlib"])
    func flows(program: String) async throws {
        try await Stage.with { stage in
            let run = try await Program.run(program, on: stage)
            #expect(run.status == 0 && !run.output.isEmpty, "\(run.output)")
        }
    }
}
