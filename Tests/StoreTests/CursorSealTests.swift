// Cursors: good for the list that gave them out, and for nothing else.

import Catalog
import Domain
import JSONWire
import Testing

@testable import Store

@Suite struct CursorSealTests {
    private static let seal = CursorSeal(key: Array(repeating: 1, count: 32))
    private static let position = CursorPosition(
        sort: .time(Timestamp(microseconds: -1_234_567)), key: "client-é")

    private static func tenant(_ number: Int64) -> Tenant {
        guard let slug = Slug("t\(number)") else { preconditionFailure("no slug") }
        return Tenant(number: number, slug: slug)
    }

    private static func scope(
        tenant number: Int64 = 1, _ change: (inout ListIntent) -> Void = { _ in }
    ) -> CursorScope {
        var list = ListIntent(
            .clients, fields: FieldSet([0]), page: Page(limit: 1, start: .offset(0)))
        change(&list)
        return CursorScope(list, tenant: tenant(number))
    }

    private func sealed() throws -> String {
        try #require(Self.seal.seal(Self.position, scope: Self.scope()))
    }

    @Test("a position is found again")
    func roundTrip() throws {
        #expect(try Self.seal.open(sealed(), scope: Self.scope()) == Self.position)
    }

    @Test("texts and numbers too, with any bytes")
    func kinds() throws {
        let byKey = Self.scope { $0.order = Resource.clients.keyOrder }
        for text in ["", "a", "\0", "é🙂", String(repeating: "x", count: 200)] {
            let position = CursorPosition(sort: .text(text), key: text)
            let cursor = try #require(Self.seal.seal(position, scope: byKey))
            #expect(try Self.seal.open(cursor, scope: byKey) == position)
        }
    }

    @Test("what no list is sorted by makes no cursor")
    func unsortable() {
        for value: Value in [.null, .texts(["a"]), .boolean(true), .json(nil)] {
            let position = CursorPosition(sort: value, key: "a")
            #expect(Self.seal.seal(position, scope: Self.scope()) == nil)
        }
    }

    @Test("a cursor with any bit changed, or cut or lengthened, is refused")
    func tampering() throws {
        let cursor = try sealed()
        let bytes = try #require(Base64URL.decode(cursor))
        for place in bytes.indices {
            for bit in 0..<8 {
                var changed = bytes
                changed[place] ^= 1 << bit
                let text = Base64URL.encode(changed)
                #expect(throws: APIError.self) { try Self.seal.open(text, scope: Self.scope()) }
            }
            let cut = Base64URL.encode(Array(bytes[..<place]))
            #expect(throws: APIError.self) { try Self.seal.open(cut, scope: Self.scope()) }
        }
        for text in [cursor + "A", cursor + "AAAA", "A" + cursor, " " + cursor, cursor + "="] {
            #expect(throws: APIError.self) { try Self.seal.open(text, scope: Self.scope()) }
        }
    }

    @Test(
        "another list's cursor is refused",
        arguments: [
            scope(tenant: 2), scope(tenant: 11), scope { $0.order = Resource.clients.keyOrder },
            scope { $0.filters = [.equals(field: 5, "u")] },
            scope { $0.filters = [.isOneOf(field: 5, ["u"])] },
            CursorScope(
                ListIntent(
                    .grants, fields: FieldSet([0]), owner: "u",
                    page: Page(limit: 1, start: .offset(0))), tenant: tenant(1)),
        ])
    func foreign(scope: CursorScope) throws {
        let cursor = try sealed()
        let error = #expect(throws: APIError.self) { try Self.seal.open(cursor, scope: scope) }
        guard case .badRequest(.invalid(member: "cursor", _))? = error?.kind else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    @Test("filters that would read the same side by side are told apart")
    func framing() throws {
        let filters: [[Filter]] = [
            [], [.equals(field: 1, "a")], [.equals(field: 1, "")], [.equals(field: 11, "a")],
            [.equals(field: 1, "1:a")], [.isOneOf(field: 1, ["a"])],
            [.isOneOf(field: 1, ["a", "b"])],
            [.isOneOf(field: 1, ["ab"])], [.isOneOf(field: 1, ["a1:b"])],
            [.equals(field: 1, "a"), .equals(field: 1, "b")], [.isOneOf(field: 1, [])],
            [.isOneOf(field: 1, ["2:=1", "1:a"])],
        ]
        let scopes = filters.map { filters in Self.scope { $0.filters = filters } }
        for (own, scope) in scopes.enumerated() {
            let cursor = try #require(Self.seal.seal(Self.position, scope: scope))
            for (other, scope) in scopes.enumerated() {
                let opened = try? Self.seal.open(cursor, scope: scope)
                #expect((opened != nil) == (own == other), "\(own) \(other)")
            }
        }
    }

    @Test("what is shown, and how much, does not matter")
    func shape() throws {
        let scope = Self.scope { $0.fields = FieldSet([1, 2, 3]) }
        #expect(try Self.seal.open(sealed(), scope: scope) == Self.position)
    }

    @Test("another installation's cursor is refused")
    func otherKey() throws {
        let other = CursorSeal(key: Array(repeating: 2, count: 32))
        let cursor = try sealed()
        #expect(throws: APIError.self) { try other.open(cursor, scope: Self.scope()) }
    }

    @Test(
        "what is no cursor at all is refused",
        arguments: ["", "a", "+/+/", "é", String(repeating: "A", count: 1_000_000), "AAAA"])
    func garbage(text: String) {
        #expect(throws: APIError.self) { try Self.seal.open(text, scope: Self.scope()) }
    }
}
