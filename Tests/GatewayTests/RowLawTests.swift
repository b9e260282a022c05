import Dialects
import Domain
import GatewaySupport
import JSONWire
import TestSupport
import Testing

/// What holds for the rows of every resource in every dialect.
@Suite(.enabled(if: TestDatabase.isGiven), .sharesGateway)
struct RowLawTests {
    static let creating = Route.all.filter { $0.operation == .create }
    static let updating = Route.all.filter { $0.operation == .update }
    static let reading = Route.all.filter { $0.operation == .read }

    @Test(
        "what is created is read and listed as it was sent, and is replaced whole",
        arguments: creating)
    func lifeOfACreatedRow(_ create: Route) async throws {
        let owner = try await RowOwner.make(create.projection.resource)
        let projection = create.projection
        let sent = create.sample("first", row: "")
        let made = try await owner.call(create, values: sent)
        let key = try #require(made.payload?[projection.keyName]?.string, "\(made.essence)")
        let read = try #require(create.sibling(.read))
        let first = try await owner.call(read, row: key)
        #expect(first.shows(sent, by: projection))
        #expect(try await owner.listed(create).contains { $0 == first.payload })
        let replace = try #require(create.sibling(.replace))
        let replacement = replace.sample("second", row: key)
        let changed = try await owner.call(replace, row: key, values: replacement)
        #expect(changed.status < 300)
        let second = try await owner.call(read, row: key)
        #expect(second.shows(replacement, by: projection))
        #expect(changed["ETag"] == nil)
        #expect(second["ETag"] != first["ETag"])
        #expect(try await owner.listed(create).contains { $0 == second.payload })
    }

    @Test("a change changes what it says, and nothing else", arguments: updating)
    func partialChange(_ update: Route) async throws {
        let owner = try await RowOwner.make(update.projection.resource)
        let read = try #require(update.sibling(.read))
        let key = owner.row(for: update)
        let whole = update.sample("third", row: key)
        #expect(try await owner.call(update, values: whole).status < 300)
        let before = try await owner.call(read)
        #expect(before.shows(whole, by: update.projection))
        var nothing = whole
        for name in whole.names where name != update.projection.keyName { nothing[name] = .null }
        let unchanged = try await owner.call(update, values: nothing)
        #expect(unchanged.status < 300)
        #expect(try await owner.call(read).shows(whole, by: update.projection))
        for name in whole.names where name != update.projection.keyName {
            var one: JSONObject = [update.projection.keyName: .string(key)]
            one[name] = update.sample("fourth", row: key)[name]
            #expect(try await owner.call(update, values: one).status < 300, "\(name)")
        }
        let after = try await owner.call(read)
        #expect(after.shows(update.sample("fourth", row: key), by: update.projection))
        #expect(after["ETag"] != before["ETag"])
    }

    @Test("what is deleted is gone for good", arguments: reading)
    func deletedRow(_ read: Route) async throws {
        let owner = try await RowOwner.make(read.projection.resource)
        let delete = try #require(read.deletion)
        let row = JSON.string(owner.row(for: read))
        #expect(try await owner.listed(read).map { $0[read.projection.keyName] == row } == [true])
        #expect(try await owner.call(read).status == 200)
        #expect(try await owner.call(delete).status == 204)
        #expect(try await owner.call(read).status == 404)
        #expect(try await owner.listed(read).isEmpty)
        #expect(try await owner.call(delete).status == (delete.operation == .delete ? 404 : 204))
    }

    @Test(
        "every change gives the row a new tag, and a change by the old one is refused",
        arguments: Route.ofOneRow)
    func staleTag(_ route: Route) async throws {
        guard ![.read, .act(.readLogo)].contains(route.operation) else { return }
        let owner = try await RowOwner.make(route.projection.resource)
        let read = try #require(route.sibling(.read))
        let tag = try #require(try await owner.call(read)["ETag"])
        let request = route.request(row: owner.row(for: route)).at(owner.tenant.host).by(
            owner.token)
        let stale = request.with("If-Match", "\"999\"")
        #expect(try await TestGateway.shared.answer(stale).status == 412)
        #expect(try await owner.call(read)["ETag"] == tag)
        let fresh = request.with("If-Match", tag)
        #expect(try await TestGateway.shared.answer(fresh).status < 300)
        let again = try await TestGateway.shared.answer(fresh).status
        #expect(again == (route.operation == .delete ? 404 : 412))
    }

    @Test("another tenant's row is no row: the same bytes as for none", arguments: Route.ofOneRow)
    func foreignRow(_ route: Route) async throws {
        try await Isolation.expectForeignRowIsNone(route)
    }

    @Test("another person's row is no row either", arguments: Route.ofOneRow)
    func anotherPersonsRow(_ route: Route) async throws {
        guard route.projection.resource.owner != nil else { return }
        let owner = try await RowOwner.make(route.projection.resource)
        let other = try await RowOwner.make(route.projection.resource, in: owner.tenant)
        let foreign = try await owner.call(route, row: other.row(for: route))
        let unknown = try await owner.call(
            route, row: String(other.row(for: route).reversed()))
        #expect(foreign.status == 404)
        #expect(difference(foreign.essence, from: unknown.essence) == nil)
        let read = try #require(route.sibling(.read))
        #expect(try await other.call(read).status == 200)
    }

    @Test("a list shows the caller's rows alone", arguments: Route.lists)
    func foreignRowsInLists(_ route: Route) async throws {
        try await Isolation.expectOwnRowsAlone(route)
    }

    @Test("nothing that a body says reaches another tenant", arguments: creating)
    func smuggledMembers(_ create: Route) async throws {
        let owner = try await RowOwner.make(create.projection.resource)
        let stranger = try await RowOwner.make(create.projection.resource)
        var values = create.sample("smuggled", row: "")
        for name in ["tenant", "tenantId", "tenant_id"] {
            values.append(name, .integer(stranger.tenant.number))
        }
        _ = try await owner.call(create, values: values)
        let theirs = try await stranger.listed(create)
        #expect(theirs.count == 1)
    }
}

extension RowOwner {
    /// The rows that the owner's list shows.
    func listed(_ route: Route) async throws -> [JSON] {
        let list = try #require(route.sibling(.list))
        let answer = try await call(list)
        return try #require(answer.json?[route.projection.listKey.name]?.array)
    }
}

extension HTTPResponse {
    /// What the answer is about: in some dialects an envelope is around it.
    fileprivate var payload: JSON? { json?["data"] ?? json }

    /// Whether the row in the answer has every member as it was sent, but for secrets.
    fileprivate func shows(_ sent: JSONObject, by projection: Projection) -> Bool {
        projection.members.filter { $0.form != .secret && sent[$0.name] != nil }
            .allSatisfy { payload?[$0.name] == sent[$0.name] }
    }
}
