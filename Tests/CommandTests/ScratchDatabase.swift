// An empty database for one test, on the cluster that POSTERN_TEST_DATABASE_URL names.

import Foundation
import Postgres
import Testing

/// A database that is gone when its test is over.
struct ScratchDatabase: Sendable {
    /// A superuser's URL for the cluster, if there is one to test against.
    static let clusterURL = ProcessInfo.processInfo.environment["POSTERN_TEST_DATABASE_URL"]
    static var isGiven: Bool { clusterURL != nil }

    /// The superuser's.
    let url: String

    /// Runs the body with a database that no migration has touched.
    static func empty(_ body: (ScratchDatabase) async throws -> Void) async throws {
        let clusterURL = try #require(clusterURL)
        let name = "postern_command_" + String(UInt64.random(in: .min ... .max), radix: 16)
        let cluster = try await Session.connect(clusterURL)
        // Databases share their roles: whoever comes first makes the gateway's.
        try await cluster.execute(script: gatewayRole)
        try await cluster.execute(script: "CREATE DATABASE \(name) TEMPLATE template0")
        let joint = clusterURL.contains("?") ? "&" : "?"
        let database = ScratchDatabase(url: clusterURL + joint + "dbname=" + name)
        let result = await Result { try await body(database) }
        try await cluster.execute(script: "DROP DATABASE \(name) WITH (FORCE)")
        await cluster.close()
        try result.get()
    }

    /// Runs the body with a database that is migrated and holds the tenant `acme`.
    static func withTenant(_ body: (ScratchDatabase) async throws -> Void) async throws {
        try await empty { database in
            for arguments in [["migrate", "up"], ["tenant", "create", "acme"]] {
                let run = try await database.postern(arguments)
                try #require(run.status == 0, "\(run.messages)")
            }
            try await body(database)
        }
    }

    /// Runs the program on the database.
    func postern(
        _ arguments: [String], input: String = "", variables: [String: String] = [:]
    ) async throws -> Postern {
        try await Postern.run(arguments, input: input, database: url, variables: variables)
    }

    /// Runs a script as the superuser.
    func execute(_ script: String) async throws {
        let session = try await Session.connect(url)
        let result = await Result { try await session.execute(script: script) }
        await session.close()
        try result.get()
    }

    /// The first column of the first row, a whole number.
    func count(_ query: String) async throws -> Int64 {
        let session = try await Session.connect(url)
        let result = await Result { try await session.query(Statement(Query(query))) }
        await session.close()
        return try result.get().integer(0, 0)
    }

    private static let gatewayRole = """
        SELECT pg_advisory_xact_lock(7277, 3);
        DO $$
        BEGIN
            IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'postern_gateway') THEN
                CREATE ROLE postern_gateway LOGIN;
            END IF;
        END
        $$
        """
}

extension Result where Failure == any Error {
    /// The result of a body that waits.
    fileprivate init(_ body: () async throws -> Success) async {
        do {
            self = .success(try await body())
        } catch {
            self = .failure(error)
        }
    }
}
