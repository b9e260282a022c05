// The table of all routes is kept in a file, so that a change to it is a change to be reviewed.

import Dialects
import Foundation
import JSONWire
import OpenAPI
import TestSupport
import Testing

@Suite struct RouteTableTests {
    static let endpoints = DialectName.all.flatMap(\.endpoints)

    static let golden = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Golden/routes.txt")

    @Test("the table is the one on file; UPDATE_GOLDEN=1 writes it")
    func table() throws {
        let table = RouteTable.text(Self.endpoints)
        if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] == "1" {
            try Data(table.utf8).write(to: Self.golden)
        }
        #expect(try table == String(contentsOf: Self.golden, encoding: .utf8))
    }

    @Test("columns begin under their headings, and no line ends in a space")
    func columns() throws {
        let lines = RouteTable.text(Self.endpoints).split(separator: "\n")
        #expect(lines.count == Self.endpoints.count + 1)
        #expect(lines.filter { $0.hasSuffix(" ") } == [])
        for (line, endpoint) in zip(lines.dropFirst(), Self.endpoints) {
            let starts = lines[0].matches(of: /[A-Z]+/).map(\.startIndex)
            let offset = lines[0].distance(from: lines[0].startIndex, to: starts[3])
            #expect(line.dropFirst(offset).hasPrefix(endpoint.name))
        }
    }

    @Test("programs get the members they rely on")
    func json() {
        let rows = RouteTable.json(Self.endpoints)["routes"]?.array ?? []
        #expect(rows.count == Self.endpoints.count)
        #expect(
            rows.first == [
                "method": "GET", "path": "/api/oauth/app/id/{client_id}", "scope": nil,
                "dialect": "governor", "operation": "governor.app.read",
            ])
        #expect(rows.contains { $0["scope"] == "app:write" })
    }
}
