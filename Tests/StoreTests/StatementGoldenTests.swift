// The SQL of every operation is kept in a file, so that a change to it is a change to be reviewed.

import Dialects
import Foundation
import Gateway
import Testing

@Suite struct StatementGoldenTests {
    private static let golden = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Golden/statements.txt")

    /// Those on rows: a flow's statements depend on what it finds.
    private static let entries = RouteListing().entries.filter { entry in
        if case .rows = entry.endpoint { true } else { false }
    }

    @Test("the statements are those on file; UPDATE_GOLDEN=1 writes them")
    func statements() throws {
        let text =
            Self.entries.map { entry in
                let statements = entry.statements.map { $0.replacing("\n", with: "\n    ") }
                return ([entry.endpoint.name] + statements).joined(separator: "\n  - ")
            }.joined(separator: "\n\n") + "\n"
        if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] == "1" {
            try Data(text.utf8).write(to: Self.golden)
        }
        #expect(try text == String(contentsOf: Self.golden, encoding: .utf8))
    }

    @Test("every operation runs something, and every statement names the tenant")
    func tenants() {
        for entry in Self.entries {
            #expect(!entry.statements.isEmpty, "\(entry.endpoint.name)")
            for statement in entry.statements {
                let isNamed =
                    statement.contains("tenant_id = $1") || statement.contains("(tenant_id")
                #expect(isNamed, "\(statement)")
            }
        }
    }
}
