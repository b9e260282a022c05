// Intents to statements as values: texts, parameters in their order, and what is read from them.

import Catalog
import Domain
import Postgres
import Secrets
import Testing

@testable import Store

@Suite struct PlannerTests {
    private static let tenant = Tenant(number: 7, slug: slug("acme"))
    private static let seal = CursorSeal(key: Array(repeating: 1, count: 32))
    private let planner = Planner(
        texts: StatementTexts(), cursors: seal, idempotencySeconds: 60)

    private static func slug(_ text: String) -> Slug {
        guard let slug = Slug(text) else { preconditionFailure("\(text) is no slug") }
        return slug
    }

    private func plan(_ intent: Intent, subject: String? = "u") throws -> Plan {
        var random = SystemRandomNumberGenerator()
        let principal = Principal(
            tenant: 7, client: nil, subject: subject, scopes: .all,
            issued: Timestamp(microseconds: 0), expires: Timestamp(microseconds: 0))
        return try planner.plan(
            intent, tenant: Self.tenant, principal: principal, using: &random)
    }

    private static let shown = FieldSet([Resource.clients.ordinal(of: Client.name)])

    private func list(_ start: PageStart, limit: Int? = 10) -> ListIntent {
        ListIntent(.clients, fields: Self.shown, page: Page(limit: limit, start: start))
    }

    @Test("a row is read by tenant and key")
    func read() throws {
        let plan = try plan(.read(RowName(.clients, key: "a"), fields: Self.shown))
        #expect(plan.access == .read)
        #expect(
            plan.statements.map(\.query.text) == [
                "SELECT client_name, version FROM postern.client"
                    + " WHERE tenant_id = $1 AND client_id = $2"
            ])
        #expect(plan.statements[0].parameters == [.integer(7), .text("a")])
    }

    @Test("a personal row is read by tenant, owner and key")
    func readOwn() throws {
        let plan = try plan(
            .read(RowName(.grants, key: "a", owner: "u"), fields: FieldSet([0])))
        #expect(
            plan.statements[0].query.text == "SELECT client_id, version FROM postern.user_grant"
                + " WHERE tenant_id = $1 AND subject = $2 AND client_id = $3")
        #expect(plan.statements[0].parameters == [.integer(7), .text("u"), .text("a")])
    }

    @Test("a first page asks for one row more than it shows")
    func firstPage() throws {
        let statement = try plan(.list(list(.offset(0)))).statements[0]
        #expect(
            statement.query.text
                == "SELECT client_id, client_name, updated_at FROM postern.client"
                + " WHERE tenant_id = $1 ORDER BY updated_at DESC, client_id DESC LIMIT $2")
        #expect(statement.parameters == [.integer(7), .integer(11)])
    }

    @Test("an offset and filters follow")
    func filteredPage() throws {
        var list = list(.offset(20))
        let creator = Resource.clients.ordinal(of: Client.creator)
        list.filters = [.equals(field: creator, "u")]
        let statement = try plan(.list(list)).statements[0]
        #expect(
            statement.query.text.hasSuffix(
                "WHERE tenant_id = $1 AND creator = $2"
                    + " ORDER BY updated_at DESC, client_id DESC LIMIT $3 OFFSET $4"))
        #expect(
            statement.parameters == [.integer(7), .text("u"), .integer(11), .integer(20)])
    }

    @Test("a cursor becomes a place in the order")
    func cursorPage() throws {
        let list = list(.offset(0))
        let position = CursorPosition(sort: .time(Timestamp(microseconds: 5)), key: "k")
        let scope = CursorScope(list, tenant: Self.tenant)
        let cursor = try #require(Self.seal.seal(position, scope: scope))
        let statement = try plan(.list(self.list(.cursor(cursor)))).statements[0]
        #expect(
            statement.query.text.hasSuffix(
                "WHERE tenant_id = $1 AND (updated_at, client_id) < ($2, $3)"
                    + " ORDER BY updated_at DESC, client_id DESC LIMIT $4"))
        #expect(
            statement.parameters == [.integer(7), .time(5), .text("k"), .integer(11)])
    }

    @Test("rows by their keys come in the order of the keys, all of them")
    func byKeys() throws {
        var list = list(.offset(0), limit: nil)
        list.filters = [.isOneOf(field: Resource.clients.key, ["b", "a"])]
        list.order = Resource.clients.keyOrder
        let statement = try plan(.list(list)).statements[0]
        #expect(
            statement.query.text == "SELECT client_id, client_name FROM postern.client"
                + " WHERE tenant_id = $1 AND client_id = ANY ($2) ORDER BY client_id")
        #expect(statement.parameters == [.integer(7), .texts(["b", "a"])])
    }

    private func record() -> Record {
        var record = Record(of: .clients)
        record[Client.name] = "n"
        record[Client.redirectURIs] = ["https://a"]
        return record
    }

    @Test("a new row comes with its key, its maker and its secret, in one transaction")
    func create() throws {
        let intent = CreateIntent(
            record(), key: .base64URL(bytes: 16), secret: .base64URL(bytes: 32))
        let plan = try plan(.create(intent))
        #expect(plan.access == .write)
        #expect(
            plan.statements.map(\.query.text) == [
                "INSERT INTO postern.client (tenant_id, client_id, registration_id, client_name,"
                    + " redirect_uris, creator, modifier, version)"
                    + " VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"
                    + " RETURNING version",
                """
                INSERT INTO postern.client_secret (tenant_id, client_id, secret_hash, scheme)
                SELECT tenant_id, client_id, $3, $4 FROM postern.client
                WHERE tenant_id = $1 AND client_id = $2 AND xmin = pg_current_xact_id()::xid
                ON CONFLICT DO NOTHING
                """,
            ])
        guard case .created(let creation) = plan.reading, let secret = creation.secret else {
            Issue.record("\(plan.reading)")
            return
        }
        let registration = creation.keys[Resource.clients.ordinal(of: Client.registrationID)]
        #expect(registration.contains(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/))
        #expect(
            plan.statements[0].parameters == [
                .integer(7), .text(creation.keys.key), .text(registration), .text("n"),
                .texts(["https://a"]), .text("u"), .text("u"), .integer(creation.version),
            ])
        #expect(
            plan.statements[1].parameters == [
                .integer(7), .text(creation.keys.key),
                .bytes(KeptSecret(random: secret.exposed).bytes), .text("sha256"),
            ])
    }

    @Test("what nobody's token makes has no maker")
    func createByNobody() throws {
        let intent = CreateIntent(record(), key: .base64URL(bytes: 16))
        let statements = try plan(.create(intent), subject: nil).statements
        #expect(statements.count == 1)
        #expect(statements[0].parameters.dropLast().last == .null)
    }

    @Test("no two rows begin with the same version, or with one that no number of JSON holds")
    func firstVersions() throws {
        let intent = CreateIntent(record(), key: .base64URL(bytes: 16))
        var versions: Set<Int64> = []
        for _ in 0..<100 {
            guard case .created(let creation) = try plan(.create(intent)).reading else { continue }
            versions.insert(creation.version)
        }
        #expect(versions.count == 100)
        #expect(versions.allSatisfy { 0 < $0 && $0 < 1 << 52 })
    }

    @Test("an answer is kept before the row is made, so that a repetition makes none")
    func createOnce() throws {
        var intent = CreateIntent(record(), key: .base64URL(bytes: 16))
        let name = [UInt8](repeating: 2, count: 32)
        intent.idempotency = IdempotencyKey(
            key: [1], name: name, fingerprint: Array(repeating: 3, count: 32))
        let statements = try plan(.create(intent)).statements
        #expect(statements.count == 3)
        #expect(statements[0].query.text.hasPrefix("DELETE FROM postern.idempotency"))
        #expect(statements[1].query.text.hasPrefix("INSERT INTO postern.idempotency"))
        #expect(statements[2].query.text.hasPrefix("INSERT INTO postern.client "))
        #expect(statements[0].parameters == [.integer(7), .bytes(name)])
        #expect(statements[1].parameters.last == .integer(60))
    }

    @Test("a change names its fields, and moves time and version on")
    func replace() throws {
        let plan = try plan(.replace(RowName(.clients, key: "a"), record(), .exists))
        #expect(
            plan.statements.map(\.query.text) == [
                "UPDATE postern.client SET client_name = $3, redirect_uris = $4, modifier = $5,"
                    + " updated_at = now(), version = version + 1"
                    + " WHERE tenant_id = $1 AND client_id = $2"
                    + " RETURNING version, client_id, registration_id"
            ])
        #expect(
            plan.statements[0].parameters == [
                .integer(7), .text("a"), .text("n"), .texts(["https://a"]), .text("u"),
            ])
    }

    @Test("a version that is asked for is checked in the statement, and a probe tells why not")
    func conditional() throws {
        let name = RowName(.clients, key: "a")
        let probe = "SELECT version FROM postern.client WHERE tenant_id = $1 AND client_id = $2"
        let change = try plan(.replace(name, record(), .versions([3, 4]))).statements
        #expect(
            change[0].query.text.hasSuffix(
                "WHERE tenant_id = $1 AND client_id = $2 AND version = ANY ($6)"
                    + " RETURNING version, client_id, registration_id"))
        #expect(change[0].parameters.last == .integers([3, 4]))
        #expect(change[1].query.text == probe)
        #expect(change[1].parameters == [.integer(7), .text("a")])

        let other = try plan(.replace(name, record(), .otherVersions([3, 4]))).statements
        #expect(other[0].query.text.contains("AND client_id = $2 AND version <> ALL ($6) RETURN"))
        #expect(other[0].parameters.last == .integers([3, 4]))
        #expect(other[1].query.text == probe)

        let deletion = try plan(.delete(name, .versions([3]))).statements
        #expect(
            deletion[0].query.text == "DELETE FROM postern.client WHERE tenant_id = $1"
                + " AND client_id = $2 AND version = ANY ($3) RETURNING version")
        #expect(deletion[0].parameters == [.integer(7), .text("a"), .integers([3])])
        #expect(deletion[1].query.text == probe)

        let rotation = Action.rotateClientSecret(
            clientID: "a", format: .base64URL(bytes: 32), .versions([3]))
        let statements = try plan(.act(rotation)).statements
        #expect(statements[0].query.text.contains("client_id = $2 AND version = ANY ($5)"))
        #expect(statements[0].parameters.last == .integers([3]))
        #expect(statements[1].query.text == probe)
    }

    @Test("what a row guards ends with it, unless the row stays")
    func deletion() throws {
        let statements = try plan(.delete(RowName(.grants, key: "a", owner: "u"), .exists))
            .statements
        let row = "WHERE tenant_id = $1 AND subject = $2 AND client_id = $3"
        #expect(
            statements.map(\.query.text) == [
                "DELETE FROM postern.user_grant \(row) RETURNING version",
                "DELETE FROM postern.token \(row)"
                    + " AND NOT EXISTS (SELECT FROM postern.user_grant \(row))",
            ])
        #expect(statements[1].parameters == [.integer(7), .text("u"), .text("a")])
    }

    @Test("the same shape is the same query, another shape another")
    func identity() throws {
        let read = Intent.read(RowName(.clients, key: "a"), fields: Self.shown)
        let first = try plan(read).statements[0].query
        #expect(try plan(read).statements[0].query === first)
        let wider = FieldSet([Resource.clients.key])
        let other = try plan(.read(RowName(.clients, key: "a"), fields: wider))
        #expect(other.statements[0].query !== first)
    }

    @Test("without the tenant's predicate no statement names the tenant")
    func rowSecurityAlone() throws {
        let planner = Planner(
            texts: StatementTexts(lock: .rowSecurityAlone), cursors: Self.seal,
            idempotencySeconds: 60)
        var random = SystemRandomNumberGenerator()
        let name = RowName(.clients, key: "a")
        let intents: [Intent] = [
            .read(name, fields: Self.shown), .list(list(.offset(0))), .delete(name, .versions([1])),
            .replace(name, record(), .exists),
            .act(.rotateClientSecret(clientID: "a", format: .base64URL(bytes: 32), .exists)),
            .act(.readLogo(clientID: "a", .exists)),
            .act(.replaceLogo(clientID: "a", .sample, .versions([1]))),
        ]
        for intent in intents {
            let plan = try planner.plan(
                intent, logo: KeptLogo(png: [1], digest: "", preview: ""), tenant: Self.tenant,
                principal: nil, using: &random)
            for statement in plan.statements {
                #expect(!statement.query.text.contains("tenant_id = $1"))
                #expect(statement.query.text.contains("$1::bigint IS NOT NULL"))
            }
        }
    }

    @Test("a cursor cannot be followed before its key is known")
    func noKey() {
        let planner = Planner(texts: StatementTexts(), cursors: nil, idempotencySeconds: 60)
        var random = SystemRandomNumberGenerator()
        #expect(throws: Store.cursorsUnavailable) {
            try planner.plan(
                .list(list(.cursor("a"))), tenant: Self.tenant, principal: nil, using: &random)
        }
    }
}
