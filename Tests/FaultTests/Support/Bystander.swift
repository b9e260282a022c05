// A well-behaved client that must notice nothing of what others do.

import GatewaySupport
import Testing

/// Runs `body` while two well-behaved clients keep asking, which must go on being served.
func besideOthers(
    _ gateway: TestGateway, _ subject: Subject, _ body: () async throws -> Void
) async throws {
    let answers = try await Load.with(
        subject.read, on: gateway, clients: 2, check: subject.check
    ) { load in
        #expect(await load.sees(5, more: 200))
        try await body()
        #expect(await load.sees(20, more: 200))
    }
    #expect(answers.oddities == [])
    #expect(answers.statuses == [200])
}
