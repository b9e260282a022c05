// The product's first law, as it shows on the wire: a tenant never meets another tenant's rows.

import Dialects
import GatewaySupport
import Testing

/// Checks against `TestGateway.shared`, whatever locks its database has.
enum Isolation {
    /// The operation on another tenant's row answers as on none, and does nothing.
    static func expectForeignRowIsNone(_ route: Route) async throws {
        let owner = try await RowOwner.make(route.projection.resource)
        let stranger = try await RowOwner.make(route.projection.resource)
        let read = try #require(route.sibling(.read))
        let before = try await stranger.call(read).essence
        let row = stranger.row(for: route)
        let none = String(row.reversed())
        let foreign = try await owner.call(route, row: row)
        let unknown = try await owner.call(route, row: none)
        #expect(foreign.status == 404, "\(route.name)")
        // An answer may repeat what it was asked.
        let expected = unknown.essence.replacing(none, with: row)
        #expect(difference(foreign.essence, from: expected) == nil, "\(route.name)")
        #expect(try await stranger.call(read).essence == before, "\(route.name)")
        // The caller may do that to a row of their own.
        #expect(try await owner.call(route).status < 300, "\(route.name)")
    }

    /// The list shows the caller's row and not another tenant's, even where that is asked for.
    static func expectOwnRowsAlone(_ route: Route) async throws {
        let owner = try await RowOwner.make(route.projection.resource)
        let stranger = try await RowOwner.make(route.projection.resource)
        let own = try await owner.call(route)
        #expect(own.text.contains(owner.row(for: route)), "\(route.name)")
        let foreign = try await owner.call(route, row: stranger.row(for: route))
        #expect(!foreign.text.contains(stranger.row(for: route)), "\(route.name)")
    }
}
