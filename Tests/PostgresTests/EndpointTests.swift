// How a database's URL is read.

import Testing

@testable import Postgres

@Suite("Endpoint")
struct EndpointTests {
    private func hosts(_ url: String) throws -> [Endpoint.Host] {
        try Endpoint(url, settings: [], applicationName: "test").unresolvedHosts
    }

    @Test(
        "Addresses and sockets need no look-up",
        arguments: [
            "postgresql://u@127.0.0.1:5433/db", "postgresql://u@[::1]/db",
            "postgresql:///db?host=/var/run/postgresql&port=5433",
            "postgresql://db.example/db?hostaddr=10.0.0.1", "host=10.1.2.3 dbname=x",
        ])
    func numeric(_ url: String) throws {
        #expect(try hosts(url).isEmpty)
    }

    @Test("Names are looked up with the port that belongs to them")
    func named() throws {
        #expect(
            try hosts("postgresql://u@db.example:6000/x") == [
                Endpoint.Host(name: "db.example", port: "6000")
            ])
        #expect(
            try hosts("postgresql://a.example:1,10.0.0.2:2/x") == [
                Endpoint.Host(name: "a.example", port: "1"),
                Endpoint.Host(name: "10.0.0.2", port: "2"),
            ])
        #expect(
            try hosts("postgresql://256.1.1.1/x") == [
                Endpoint.Host(name: "256.1.1.1", port: "5432")
            ])
    }

    @Test("A URL that cannot be read is refused without being quoted")
    func unreadable() throws {
        let error = try #require(throws: PostgresError.self) {
            try hosts("postgresql://u:secret@[::1/db")
        }
        #expect(error.kind == .unavailable)
        #expect(!error.debugDescription.contains("secret"))
    }
}
