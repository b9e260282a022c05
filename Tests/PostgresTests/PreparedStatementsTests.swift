// Which queries a connection prepares, keeps and closes.

import Testing

@testable import Postgres

@Suite("Prepared statements of one connection")
struct PreparedStatementsTests {
    @Test("A query is prepared the first time only")
    func preparedOnce() {
        var statements = PreparedStatements()
        #expect(statements.use(7, []) == .prepare(number: 1))
        #expect(statements.use(7, []) == .ready(number: 1))
        #expect(statements.use(8, []) == .prepare(number: 2))
    }

    @Test("Beyond the limit the one unused for longest is closed")
    func leastRecentlyUsedGoes() {
        var statements = PreparedStatements(countMax: 2)
        _ = statements.use(1, [])
        _ = statements.use(2, [])
        _ = statements.use(1, [])
        #expect(statements.nextToClose() == nil)
        #expect(statements.use(3, []) == .prepare(number: 3))
        #expect(statements.nextToClose() == 2)
        #expect(statements.nextToClose() == nil)
        #expect(statements.use(1, []) == .ready(number: 1))
        #expect(statements.use(2, []) == .prepare(number: 4))
        #expect(statements.count == 2)
    }

    @Test("A statement prepared with NULL is prepared anew for the first value")
    func nullIsNoType() {
        var statements = PreparedStatements()
        #expect(statements.use(1, [.null, .text("a")]) == .prepare(number: 1))
        #expect(statements.use(1, [.null, .null]) == .ready(number: 1))
        #expect(statements.use(1, [.integer(4), .null]) == .prepare(number: 2))
        #expect(statements.nextToClose() == 1)
        #expect(statements.kinds(of: 1) == [.integer, .text])
        #expect(statements.use(1, [.null, .text("b")]) == .ready(number: 2))
    }

    @Test("What relies on nothing is prepared under a number of its own, for others to use")
    func preparedAnew() {
        var statements = PreparedStatements()
        #expect(statements.use(1, [.text("a")]) == .prepare(number: 1))
        #expect(statements.use(1, [.null], isAnew: true) == .prepare(number: 2))
        #expect(statements.kinds(of: 1) == [.text])
        #expect(statements.nextToClose() == 1)
        #expect(statements.use(1, [.text("b")]) == .ready(number: 2))
    }

    @Test("An old preparation's failure does not touch its successor")
    func forgettingIsExact() {
        var statements = PreparedStatements()
        _ = statements.use(1, [])
        statements.forget(1, number: 1, existsOnServer: true)
        #expect(statements.nextToClose() == 1)
        #expect(statements.use(1, []) == .prepare(number: 2))
        statements.forget(1, number: 1, existsOnServer: true)
        #expect(statements.nextToClose() == nil)
        #expect(statements.use(1, []) == .ready(number: 2))
    }
}
