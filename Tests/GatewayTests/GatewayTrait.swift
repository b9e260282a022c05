// One gateway and database for all tests of a suite: each test brings its own tenants.

import GatewaySupport
import Testing

/// Runs a suite with a gateway of its own, which is `TestGateway.shared` for its tests.
struct GatewayTrait: SuiteTrait, TestScoping {
    func provideScope(
        for test: Test, testCase: Test.Case?,
        performing body: @concurrent @Sendable () async throws -> Void
    ) async throws {
        try await TestDatabase.with { database in
            try await TestGateway.with(database) { gateway in
                try await gateway.shared(body)
            }
        }
    }
}

extension Trait where Self == GatewayTrait {
    /// Tests of the suite share a gateway.
    static var sharesGateway: GatewayTrait { GatewayTrait() }
}

private enum Current {
    @TaskLocal static var gateway: TestGateway?
}

extension TestGateway {
    /// The gateway of the suite that the test is in.
    static var shared: TestGateway {
        get throws { try #require(Current.gateway, "the suite needs .sharesGateway") }
    }

    /// Runs `body` with this gateway as `TestGateway.shared`.
    func shared(_ body: () async throws -> Void) async rethrows {
        try await Current.$gateway.withValue(self) { try await body() }
    }
}
