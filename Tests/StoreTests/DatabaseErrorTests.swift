// What a failure of the database means to a client.

import Domain
import Store
import Testing

@testable import Postgres

@Suite struct DatabaseErrorTests {
    @Test(
        "failures on the way",
        arguments: [
            (.unavailable, .unavailable), (.queueFull, .unavailable),
            (.outcomeUnknown, .outcomeUnknown), (.deadlinePassed, .timedOut),
        ] as [(PostgresError.Kind, APIError.Kind)])
    func ways(kind: PostgresError.Kind, expected: APIError.Kind) {
        #expect(APIError(PostgresError(kind)).kind == expected)
    }

    @Test(
        "what the server says, by its code",
        arguments: [
            ("23505", .conflict(key: nil)), ("23503", .conflict(key: nil)),
            ("40001", .conflict(key: nil)), ("40P01", .conflict(key: nil)),
            ("57014", .timedOut),
            ("22021", .badRequest(.unreadable(member: nil))),
            ("22001", .badRequest(.unreadable(member: nil))),
            ("22P02", .badRequest(.unreadable(member: nil))),
            ("22003", .badRequest(.unreadable(member: nil))),
            ("23502", .badRequest(.unreadable(member: nil))),
            ("23514", .badRequest(.unreadable(member: nil))),
            ("08006", .unavailable), ("53300", .unavailable), ("53100", .unavailable),
            ("53200", .unavailable), ("55P03", .unavailable), ("57P01", .unavailable),
            ("57P02", .unavailable), ("57P03", .unavailable), ("25006", .unavailable),
            ("42P01", .defect), ("42501", .defect), ("XX000", .defect), ("P0001", .defect),
        ] as [(String, APIError.Kind)])
    func states(code: String, expected: APIError.Kind) throws {
        let error = APIError(PostgresError(.server(SQLState(rawValue: code)), detail: "row data"))
        #expect(error.kind == expected)
        #expect(!error.sentence.contains("row data"))
        #expect(error.detail?.contains("row data") == true)
    }
}
