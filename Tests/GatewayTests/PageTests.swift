import GatewaySupport
import JSONWire
import Testing

/// Lists followed by their links.
@Suite(.enabled(if: TestDatabase.isGiven), .sharesGateway)
struct PageTests {
    @Test("a list followed to its end shows every row once, newest first", arguments: 1...4)
    func everyRowOnce(_ amount: Int) async throws {
        let tenant = try await TestGateway.shared.database.tenant()
        var ids: [String] = []
        for _ in 0..<7 { ids.append(try await tenant.app().id) }
        let list = List(tenant: tenant, token: try await tenant.token())
        var shown: [String] = []
        var target = "/api/oauth/app?amount=\(amount)&offset=0"
        while true {
            let page = try await list.page(target)
            #expect(page.ids.count <= amount)
            shown += page.ids
            guard let next = page.next else { break }
            target = next
        }
        #expect(shown == ids.reversed())
    }

    @Test("rows that come, or change once shown, make no other row be shown twice or never")
    func whileRowsChange() async throws {
        let tenant = try await TestGateway.shared.database.tenant()
        var ids: [String] = []
        for _ in 0..<6 { ids.append(try await tenant.app().id) }
        let list = List(tenant: tenant, token: try await tenant.token())
        var shown: [String] = []
        var target = "/api/oauth/app?amount=2&offset=0"
        while true {
            let page = try await list.page(target)
            shown += page.ids
            _ = try await tenant.app()
            try await list.rotate(ids[5])
            guard let next = page.next else { break }
            target = next
        }
        #expect(shown == ids.reversed())
    }

    @Test("a page that starts behind an offset goes on by cursor")
    func offsetThenCursor() async throws {
        let tenant = try await TestGateway.shared.database.tenant()
        var ids: [String] = []
        for _ in 0..<5 { ids.append(try await tenant.app().id) }
        let list = List(tenant: tenant, token: try await tenant.token())
        let first = try await list.page("/api/oauth/app?amount=2&offset=1")
        let second = try await list.page(try #require(first.next))
        #expect(first.ids + second.ids == Array(ids.reversed()[1...]))
        #expect(second.next == nil)
    }

    @Test("filters hold on every page")
    func filtered() async throws {
        let tenant = try await TestGateway.shared.database.tenant()
        let alice = try await tenant.user()
        var ids: [String] = []
        for index in 0..<6 {
            let app = try await tenant.app(creator: index.isMultiple(of: 2) ? alice : nil)
            if index.isMultiple(of: 2) { ids.append(app.id) }
        }
        let list = List(tenant: tenant, token: try await tenant.token())
        let first = try await list.page("/api/oauth/app?creatorid=\(alice.id)&amount=2&offset=0")
        let second = try await list.page(try #require(first.next))
        #expect(first.ids + second.ids == ids.reversed())
    }

    @Test("a cursor of one tenant opens nothing of another")
    func foreignCursor() async throws {
        let database = try TestGateway.shared.database
        let (tenant, other) = (try await database.tenant(), try await database.tenant())
        for _ in 0..<2 {
            _ = try await tenant.app()
            _ = try await other.app()
        }
        let page = try await List(tenant: tenant, token: try await tenant.token())
            .page("/api/oauth/app?amount=1&offset=0")
        let request = HTTPRequest("GET", try #require(page.next))
        let answer = try await TestGateway.shared.answer(
            request.at(other.host).by(other.token()))
        #expect(answer.status == 400)
    }

    @Test("one person's cursor opens nothing of another's")
    func anotherPersonsCursor() async throws {
        let tenant = try await TestGateway.shared.database.tenant()
        let (alice, bob) = (try await tenant.user(), try await tenant.user())
        for _ in 0..<2 {
            let app = try await tenant.app()
            try await tenant.grant(alice, app)
            try await tenant.grant(bob, app)
        }
        let page = try await List(tenant: tenant, token: try await tenant.token(user: alice))
            .page("/api/oauth/connection?amount=1&offset=0", key: "connections")
        let request = HTTPRequest("GET", try #require(page.next))
        let answer = try await TestGateway.shared.answer(
            request.at(tenant.host).by(tenant.token(user: bob)))
        #expect(answer.status == 400)
    }

    @Test("the link keeps the path that the client asked, its tenant's prefix included")
    func prefixedLink() async throws {
        let tenant = try await TestGateway.shared.database.tenant()
        for _ in 0..<2 { _ = try await tenant.app() }
        let list = List(tenant: tenant, token: try await tenant.token())
        let page = try await list.page("/t/\(tenant.slug)/api/oauth/app?amount=1&offset=0")
        let next = try #require(page.next)
        #expect(next.hasPrefix("/t/\(tenant.slug)/api/oauth/app?"))
        #expect(try await list.page(next).ids.count == 1)
    }
}

/// A client that reads lists.
private struct List {
    let tenant: TestTenant
    let token: String

    func page(
        _ target: String, key: String = "apps"
    ) async throws -> (ids: [String], next: String?) {
        let answer = try await TestGateway.shared.answer(
            HTTPRequest("GET", target).at(tenant.host).by(token))
        let rows = try #require(answer.json?[key]?.array, "\(answer.essence)")
        let link = answer["Link"]?.wholeMatch(of: /<(.*)>; rel="next"/)
        return (rows.compactMap { $0["client_id"]?.string }, link.map { String($0.1) })
    }

    func rotate(_ id: String) async throws {
        let answer = try await TestGateway.shared.answer(
            HTTPRequest("PUT", "/api/oauth/app/id/\(id)/rotate").at(tenant.host).by(token))
        #expect(answer.status == 200)
    }
}
