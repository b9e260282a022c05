import GatewaySupport
import JSONWire
import Postgres
import Testing

/// What changes leave behind in the database and in lists.
@Suite(.enabled(if: TestDatabase.isGiven), .sharesGateway)
struct ChangeTests {
    @Test("of several changes by one tag, one is made")
    func lostUpdate() async throws {
        let tenant = try await TestGateway.shared.database.tenant()
        let app = try await tenant.app()
        let token = try await tenant.token()
        let body = #"{"name":"New","redirect_uri":"https://a.example/cb"}"#
        let request = HTTPRequest.json("PUT", "/api/oauth/app/id/\(app.id)", body)
            .at(tenant.host).by(token).with("If-Match", try await tenant.tag(of: app))
        let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<12 {
                group.addTask { try await TestGateway.shared.answer(request).status }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(statuses.sorted() == [204] + Array(repeating: 412, count: 11))
    }

    @Test("a row that was deleted and made again has none of its earlier tags")
    func secondLife() async throws {
        let tenant = try await TestGateway.shared.database.tenant()
        let (user, app) = (try await tenant.user(), try await tenant.app())
        let token = try await tenant.token(user: user)
        let target = "/api/oauth/connection/id/\(app.id)"
        let read = HTTPRequest("GET", target).at(tenant.host).by(token)
        let delete = HTTPRequest("DELETE", target).at(tenant.host).by(token)
        var tags: Set<String> = []
        for _ in 1...3 {
            try await tenant.grant(user, app)
            tags.insert(try #require(await TestGateway.shared.answer(read)["ETag"]))
            try await tenant.grant(user, app)
            tags.insert(try #require(await TestGateway.shared.answer(read)["ETag"]))
            #expect(try await TestGateway.shared.answer(delete).status == 204)
        }
        #expect(tags.count == 6)
    }

    @Test("a change moves the app to the top of the list", arguments: ["", "/rotate"])
    func order(_ suffix: String) async throws {
        let tenant = try await TestGateway.shared.database.tenant()
        let (first, second) = (try await tenant.app(), try await tenant.app())
        let token = try await tenant.token()
        let body = #"{"name":"New","redirect_uri":"https://a.example/cb"}"#
        let change = HTTPRequest.json("PUT", "/api/oauth/app/id/\(first.id)\(suffix)", body)
        _ = try await TestGateway.shared.answer(change.at(tenant.host).by(token))
        let list = HTTPRequest("GET", "/api/oauth/app?amount=9&offset=0")
        let answer = try await TestGateway.shared.answer(list.at(tenant.host).by(token))
        let ids = answer.json?["apps"]?.array?.compactMap { $0["client_id"]?.string }
        #expect(ids == [first.id, second.id])
    }

    @Test("the creator of an app is the person whose token registered it")
    func creator() async throws {
        let tenant = try await TestGateway.shared.database.tenant()
        let user = try await tenant.user()
        let token = try await tenant.token(user: user)
        let body = #"{"name":"Mine","redirect_uri":"https://a.example/cb"}"#
        let create = HTTPRequest.json("POST", "/api/oauth/app", body)
        let made = try await TestGateway.shared.answer(create.at(tenant.host).by(token))
        _ = try await tenant.app()
        let list = HTTPRequest("GET", "/api/oauth/app?creatorid=\(user.id)&amount=9&offset=0")
        let answer = try await TestGateway.shared.answer(list.at(tenant.host).by(token))
        let ids = answer.json?["apps"]?.array?.map { $0["client_id"] }
        #expect(ids == [made.json?["client_id"]])
    }

    @Test("rotating leaves the new secret alone, and keeps nothing that shows it")
    func rotatedSecret() async throws {
        let tenant = try await TestGateway.shared.database.tenant()
        let app = try await tenant.app()
        let rotate = HTTPRequest("PUT", "/api/oauth/app/id/\(app.id)/rotate")
        let answer = try await TestGateway.shared.answer(
            rotate.at(tenant.host).by(tenant.token()))
        let key = try #require(answer.json?["key"]?.string)
        #expect(key != app.secret)
        let hashes = try await tenant.database.query(
            """
            SELECT secret_hash = sha256(convert_to($2, 'UTF8')) FROM postern.client_secret
            WHERE client_id = $1
            """, [.text(app.id), .text(key)])
        #expect((0..<hashes.count).map { hashes.boolean($0, 0) } == [true])
    }

    @Test("of rotations at once, one leaves its secret, and the others nothing")
    func rotationsAtOnce() async throws {
        let tenant = try await TestGateway.shared.database.tenant()
        let app = try await tenant.app()
        let rotate = HTTPRequest("PUT", "/api/oauth/app/id/\(app.id)/rotate")
            .at(tenant.host).by(try await tenant.token())
        let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<12 {
                group.addTask { try await TestGateway.shared.answer(rotate).status }
            }
            return try await group.reduce(into: Set()) { $0.insert($1) }
        }
        #expect(statuses == [200])
        let secrets = try await tenant.database.query(
            "SELECT count(*) FROM postern.client_secret WHERE client_id = $1", [.text(app.id)])
        #expect(secrets.integer(0, 0) == 1)
    }

    @Test(
        "a tag that only counts the same is not the row's",
        arguments: ["\"0%\"", "\"+%\"", "W/\"%\""])
    func foreignTag(_ pattern: String) async throws {
        let tenant = try await TestGateway.shared.database.tenant()
        let app = try await tenant.app()
        let version = try await tenant.tag(of: app).filter { $0 != "\"" }
        let delete = HTTPRequest("DELETE", "/api/oauth/app/id/\(app.id)")
            .at(tenant.host).by(try await tenant.token())
            .with("If-Match", pattern.replacing("%", with: version))
        #expect(try await TestGateway.shared.answer(delete).status == 412)
    }

    @Test("who sent a cookie is told what is missing, and not challenged")
    func cookieWithoutScope() async throws {
        let tenant = try await TestGateway.shared.database.tenant()
        let token = try await tenant.token("connection:read")
        let list = HTTPRequest("GET", "/api/oauth/app?amount=1&offset=0").at(tenant.host)
        let bearer = try await TestGateway.shared.answer(list.by(token))
        #expect(bearer.status == 403 && bearer["WWW-Authenticate"] != nil)
        let cookie = try await TestGateway.shared.answer(
            list.with("Cookie", "access_token=\(token)"))
        #expect(cookie.status == 403 && cookie["WWW-Authenticate"] == nil)
    }

    @Test("no table holds the text of a secret, a token or an idempotency key")
    func secretsAtRest() async throws {
        let tenant = try await TestGateway.shared.database.tenant()
        let token = try await tenant.token()
        let body = #"{"name":"App","redirect_uri":"https://a.example/cb"}"#
        let create = HTTPRequest.json("POST", "/api/oauth/app", body)
            .with("Idempotency-Key", "an-idempotency-key")
        let answer = try await TestGateway.shared.answer(create.at(tenant.host).by(token))
        let key = try #require(answer.json?["key"]?.string)
        let database = tenant.database
        for table in try await database.texts(
            Schema.tenantTables + " AND NOT relispartition")
        {
            for secret in [token, key, "an-idempotency-key"] {
                #expect(try await database.rows(of: table, holding: secret) == 0, "\(table)")
            }
        }
        // What is no secret is found that way.
        #expect(try await database.rows(of: "client", holding: "https://a.example/cb") > 0)
    }
}

extension TestTenant {
    /// The tag that the app has now.
    fileprivate func tag(of app: TestApp) async throws -> String {
        let read = HTTPRequest("GET", "/api/oauth/app/id/\(app.id)").at(host)
        return try #require(try await TestGateway.shared.answer(read)["ETag"])
    }
}

extension TestDatabase {
    /// How many rows of a table have the text anywhere in them, as text or as bytes.
    fileprivate func rows(of table: String, holding text: String) async throws -> Int64 {
        let rows = try await query(
            """
            SELECT count(*) FROM postern.\(table) AS r
            WHERE position($1 IN r::text) > 0
                OR position(encode(convert_to($1, 'UTF8'), 'hex') IN r::text) > 0
            """, [.text(text)])
        return rows.integer(0, 0)
    }
}
