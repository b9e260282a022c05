// What is known of a result's columns; shared by all the results of one prepared statement.

internal import CLibPQ

/// Names and types of a result's columns.
final class Columns: Sendable {
    static let none = Columns(names: [], types: [])

    let names: [String]
    let types: [Oid]

    init(names: [String], types: [Oid]) {
        self.names = names
        self.types = types
    }

    var count: Int { types.count }
}
