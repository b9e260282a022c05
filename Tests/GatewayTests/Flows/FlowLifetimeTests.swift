// Everything that expires does, when the clock says so.

import Gateway
import GatewaySupport
import Testing

@Suite(.enabled(if: TestDatabase.isGiven))
struct FlowLifetimeTests {
    @Test("A10: a code is good for less than a minute")
    func code() async throws {
        try await FlowScene.with { scene in
            let (early, late) = (try await scene.code(), try await scene.code())
            scene.wait(.seconds(50))
            #expect(try await scene.redeem(early).status == 200)
            scene.wait(.seconds(11))
            let answer = try await scene.redeem(late)
            #expect(answer.status == 400)
            #expect(answer.errorCode == "invalid_grant")
        }
    }

    @Test("an access token ends after five minutes")
    func accessToken() async throws {
        try await FlowScene.with { scene in
            let token = try await scene.tokens().access
            #expect(try await scene.isActive(token))
            scene.wait(.seconds(290))
            #expect(try await scene.isActive(token))
            scene.wait(.seconds(11))
            #expect(try await !scene.isActive(token))
        }
    }

    @Test("P4: a refresh token ends when nobody uses it for a week, and is good for as long again")
    func refreshToken() async throws {
        try await FlowScene.with { scene in
            let kept = try #require(try await scene.tokens().refresh)
            let forgotten = try #require(try await scene.tokens().refresh)
            scene.wait(.seconds(6 * 86_400))
            let next = try FlowScene.Tokens(try await scene.refresh(kept))
            scene.wait(.seconds(2 * 86_400))
            #expect(try await scene.refresh(forgotten).errorCode == "invalid_grant")
            #expect(try await scene.refresh(try #require(next.refresh)).status == 200)
        }
    }

    @Test("no refreshing goes beyond the family's own end")
    func family() async throws {
        try await FlowScene.with {
            $0.oauth.refreshTokenLifetime = .seconds(600)
            $0.oauth.familyLifetime = .seconds(1000)
        } _: { scene in
            let first = try #require(try await scene.tokens().refresh)
            scene.wait(.seconds(550))
            let second = try FlowScene.Tokens(try await scene.refresh(first))
            scene.wait(.seconds(460))
            #expect(
                try await scene.refresh(try #require(second.refresh)).errorCode
                    == "invalid_grant")
        }
    }

    @Test("a lost answer is made up for within half a minute, once, and then it is theft")
    func grace() async throws {
        try await FlowScene.with { scene in
            let first = try #require(try await scene.tokens().refresh)
            let lost = try FlowScene.Tokens(try await scene.refresh(first))
            scene.wait(.seconds(4))
            let again = try FlowScene.Tokens(try await scene.refresh(first))
            // What got lost must not be good for whoever found it.
            #expect(
                try await scene.refresh(try #require(lost.refresh)).errorCode == "invalid_grant")
            scene.wait(.seconds(31))
            #expect(try await scene.refresh(first).errorCode == "invalid_grant")
            #expect(try await !scene.isActive(again.access))
            #expect(
                try await scene.refresh(try #require(again.refresh)).errorCode == "invalid_grant")
        }
    }

    @Test("a session ends after half a day")
    func session() async throws {
        try await FlowScene.with { scene in
            _ = try await scene.code()
            scene.wait(.seconds(43_100))
            #expect(try await scene.authorize(["prompt": "none"])["code"] != nil)
            scene.wait(.seconds(200))
            #expect(try await scene.authorize(["prompt": "none"])["error"] == "login_required")
        }
    }

    @Test("Q4: max_age asks for the password again when the login is older")
    func maxAge() async throws {
        try await FlowScene.with { scene in
            _ = try await scene.code()
            scene.wait(.seconds(1000))
            let silent = ["prompt": "none", "max_age": "999"]
            #expect(try await scene.authorize(silent)["error"] == "login_required")
            #expect(
                try await scene.authorize(["prompt": "none", "max_age": "9000"])["code"] != nil)
            _ = try await scene.code(["max_age": "999"])
            #expect(try await scene.authorize(silent)["code"] != nil)
        }
    }
}
