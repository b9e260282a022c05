// One code and one refresh token give one set of tokens, however many requests race for it.

import GatewaySupport
import Testing

@Suite(.enabled(if: TestDatabase.isGiven))
struct FlowRaceTests {
    private static let racers = 50
    private static let rounds = 4

    /// The answers to as many of the same requests at once.
    private func race(
        _ request: @Sendable @escaping () async throws -> HTTPResponse
    ) async throws -> [HTTPResponse] {
        try await withThrowingTaskGroup(of: HTTPResponse.self) { group in
            for _ in 0..<Self.racers { group.addTask { try await request() } }
            var answers: [HTTPResponse] = []
            for try await answer in group { answers.append(answer) }
            return answers
        }
    }

    @Test("A11: of 50 requests that redeem one code, one succeeds")
    func code() async throws {
        try await FlowScene.with { scene in
            for _ in 0..<Self.rounds {
                let code = try await scene.code()
                let answers = try await race { try await scene.redeem(code) }
                #expect(answers.count { $0.status == 200 } == 1)
                #expect(
                    answers.allSatisfy { $0.status == 200 || $0.errorCode == "invalid_grant" })
            }
        }
    }

    @Test("P3: of 50 requests with one refresh token, one succeeds, and its tokens live on")
    func refreshToken() async throws {
        try await FlowScene.with { scene in
            var token = try #require(try await scene.tokens().refresh)
            for _ in 0..<Self.rounds {
                let now = token
                let answers = try await race { try await scene.refresh(now) }
                let winners = answers.filter { $0.status == 200 }
                #expect(winners.count == 1)
                #expect(
                    answers.allSatisfy { $0.status == 200 || $0.errorCode == "invalid_grant" })
                let tokens = try FlowScene.Tokens(try #require(winners.first))
                #expect(try await scene.isActive(tokens.access))
                token = try #require(tokens.refresh)
            }
        }
    }
}
