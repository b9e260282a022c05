// A database of a test's own, on the cluster that POSTERN_TEST_DATABASE_URL names.

import Foundation
import Postgres
import Testing

/// A fresh database with a role that owns nothing; both are gone when the test is over.
struct TestDatabase: Sendable {
    /// A superuser's URL for the cluster, if there is one to test against.
    static let clusterURL = ProcessInfo.processInfo.environment["POSTERN_TEST_DATABASE_URL"]

    /// Whether tests that need a database can run.
    static var isGiven: Bool { clusterURL != nil }

    let name: String
    /// For the superuser.
    let url: String

    /// For the role that owns nothing and is subject to row security.
    var gatewayURL: String {
        TestDatabase.adding(["options=-c%20role%3D\(name)"], to: url)
    }

    /// Runs `body` with a database in which `schema` has been executed.
    static func with(
        _ schema: String = "", _ body: (TestDatabase) async throws -> Void
    ) async throws {
        let clusterURL = try #require(clusterURL)
        let name = "postern_test_" + String(UInt64.random(in: .min ... .max), radix: 16)
        let database = TestDatabase(
            name: name, url: adding(["dbname=\(name)"], to: clusterURL))
        let cluster = try await Session.connect(clusterURL)
        try await cluster.execute(script: "CREATE DATABASE \(name) TEMPLATE template0")
        try await cluster.execute(script: "CREATE ROLE \(name)")
        do {
            let owner = try await Session.connect(database.url)
            try await owner.execute(
                script: """
                    \(schema);
                    GRANT ALL ON ALL TABLES IN SCHEMA public TO \(name);
                    GRANT ALL ON ALL SEQUENCES IN SCHEMA public TO \(name)
                    """)
            await owner.close()
            try await body(database)
        } catch {
            try await drop(name, on: cluster)
            throw error
        }
        try await drop(name, on: cluster)
    }

    /// A URL with further parameters, which win over those before.
    static func adding(_ parameters: [String], to url: String) -> String {
        url + (url.contains("?") ? "&" : "?") + parameters.joined(separator: "&")
    }

    private static func drop(_ name: String, on cluster: Session) async throws {
        try await cluster.execute(script: "DROP DATABASE \(name) WITH (FORCE)")
        try await cluster.execute(script: "DROP ROLE \(name)")
        await cluster.close()
    }
}
