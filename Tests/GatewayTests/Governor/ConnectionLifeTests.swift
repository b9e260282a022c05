// What a connection remembers of each event, and what ends with it.

import Gateway
import GatewaySupport
import JSONWire
import Testing

@Suite(.enabled(if: TestDatabase.isGiven))
struct ConnectionLifeTests {
    @Test("each event changes what it should and nothing else")
    func events() async throws {
        try await GovernorScene.with { scene in
            let clock = scene.gateway.wallClock
            _ = try await scene.code("openid profile email")
            let first = try Connection(await scene.connection())
            #expect(first.scope == "email openid profile")
            #expect(first.authTime == GovernorScene.login)
            #expect(first.accessTime == first.creationTime)

            clock.advance(by: .seconds(10))
            let later = try await GovernorScene.session(
                of: scene.alice, in: scene.tenant, since: GovernorScene.login + 500)
            let code = try await scene.code("openid profile", by: later)
            let second = try Connection(await scene.connection())
            #expect(second.scope == "openid profile")
            #expect(second.authTime == GovernorScene.login + 500)
            #expect(second.accessTime >= first.accessTime + 10)
            #expect(second.creationTime == first.creationTime)

            clock.advance(by: .seconds(10))
            let tokens = try GovernorScene.Tokens(await scene.redeem(code))
            let third = try Connection(await scene.connection())
            #expect(third.accessTime >= second.accessTime + 10)
            #expect(third.with(accessTime: second.accessTime) == second)
            #expect(tokens.claims["auth_time"]?.integer == second.authTime)

            clock.advance(by: .seconds(10))
            #expect(try await scene.userInfo(tokens.access).status == 200)
            #expect(try Connection(await scene.connection()) == third)
        }
    }

    @Test("a code has a minute")
    func expiry() async throws {
        try await GovernorScene.with { scene in
            let code = try await scene.code()
            scene.gateway.wallClock.advance(by: .seconds(61))
            let answer = try await scene.redeem(code)
            #expect(answer.status == 400)
            #expect(answer.code == "invalid_grant")
        }
    }

    @Test("a refresh token that comes back ends its family")
    func reuse() async throws {
        try await GovernorScene.with { scene in
            let first = try await scene.tokens("openid offline_access")
            let refresh = try #require(first.refresh)
            let second = try GovernorScene.Tokens(await scene.refresh(refresh))
            scene.gateway.wallClock.advance(by: .seconds(60))
            #expect(try await scene.refresh(refresh).code == "invalid_grant")
            #expect(try await scene.refresh(#require(second.refresh)).code == "invalid_grant")
            #expect(try await scene.dies(first.access))
            #expect(try await scene.dies(second.access))
        }
    }

    @Test("what takes the consent away takes codes and tokens along", arguments: Ending.allCases)
    func ended(_ ending: Ending) async throws {
        try await GovernorScene.with { scene in
            let tokens = try await scene.tokens("openid offline_access")
            #expect(try await scene.userInfo(tokens.access).status == 200)
            let code = try await scene.code()
            switch ending {
            case .connectionDeleted:
                let delete = HTTPRequest("DELETE", "/api/oauth/connection/id/\(scene.app.id)")
                #expect(try await scene.ask(delete.by(scene.session)).status == 204)
                #expect(try await scene.ask(delete.by(scene.session)).status == 404)
            case .appDeleted: #expect(try await scene.administer("DELETE", "") == 204)
            }
            #expect(try await scene.connection().status == 404)
            #expect(try await scene.dies(tokens.access))
            let refused = [
                try await scene.redeem(code), try await scene.refresh(#require(tokens.refresh)),
            ]
            for answer in refused { #expect(answer.code == ending.error, "\(answer.essence)") }
        }
    }

    /// What ends a consent, and what an app is told afterwards.
    enum Ending: CaseIterable {
        case connectionDeleted, appDeleted

        var error: String {
            switch self {
            case .connectionDeleted: "invalid_grant"
            case .appDeleted: "invalid_client"
            }
        }
    }

    @Test("a consent that was withdrawn can be given again, and is a new one")
    func renewed() async throws {
        try await GovernorScene.with { scene in
            _ = try await scene.code("openid email")
            let first = try Connection(await scene.connection())
            let delete = HTTPRequest("DELETE", "/api/oauth/connection/id/\(scene.app.id)")
            #expect(try await scene.ask(delete.by(scene.session)).status == 204)
            scene.gateway.wallClock.advance(by: .seconds(10))
            #expect(try await scene.redeem(scene.code()).status == 200)
            let second = try Connection(await scene.connection())
            #expect(second.creationTime >= first.creationTime + 10)
            #expect(second.scope == "openid")
        }
    }

    @Test("another secret ends no token, and the old one is refused at once")
    func rotated() async throws {
        try await GovernorScene.with { scene in
            let tokens = try await scene.tokens("openid offline_access")
            let code = try await scene.code()
            #expect(try await scene.administer("PUT", "/rotate") == 200)
            #expect(try await scene.userInfo(tokens.access).status == 200)
            #expect(try await scene.redeem(code).code == "invalid_client")
            #expect(try await scene.connection().status == 200)
        }
    }

    @Test("another redirect URI ends the codes that wait")
    func redirected() async throws {
        try await GovernorScene.with { scene in
            let code = try await scene.code()
            let app = #"{"name":"App","redirect_uri":"https://app.example/new"}"#
            #expect(try await scene.administer("PUT", "", app) == 204)
            for uri in [FlowScene.redirectURI, "https://app.example/new"] {
                let answer = try await scene.redeem(code, ["redirect_uri": uri])
                #expect(answer.code == "invalid_grant")
            }
        }
    }
}

/// A connection as C2 shows it.
private struct Connection: Equatable {
    let scope: String
    let authTime: Int64
    let accessTime: Int64
    let creationTime: Int64

    init(_ answer: HTTPResponse) throws {
        let shown = try #require(answer.status == 200 ? answer.json : nil, "\(answer.essence)")
        scope = try #require(shown["scope"]?.string)
        authTime = try #require(shown["auth_time"]?.integer)
        accessTime = try #require(shown["access_time"]?.integer)
        creationTime = try #require(shown["creation_time"]?.integer)
    }

    private init(_ other: Connection, accessTime: Int64) {
        scope = other.scope
        authTime = other.authTime
        creationTime = other.creationTime
        self.accessTime = accessTime
    }

    func with(accessTime: Int64) -> Connection { Connection(self, accessTime: accessTime) }
}
