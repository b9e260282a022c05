// A migrated database of a test's own, on the cluster that POSTERN_TEST_DATABASE_URL names.

import Foundation
package import Gateway
package import Postgres

/// A fresh, migrated database without tenants; it is gone when its test is over.
package struct TestDatabase: Sendable {
    /// A superuser's URL for the cluster, if there is one to test against.
    package static let clusterURL =
        ProcessInfo.processInfo.environment["POSTERN_TEST_DATABASE_URL"]

    /// Whether tests that need a database can run.
    package static var isGiven: Bool { clusterURL != nil }

    /// Its name on the cluster.
    package let name: String
    /// For the owner of the schema, who is the cluster's superuser.
    package let ownerURL: String
    /// For the role that gateways connect as.
    package let gatewayURL: String
    /// What an operator does, as the owner.
    package let administration: Administration
    let store: TestStore

    /// Why there is no database.
    package enum Failure: Error, Sendable {
        case noCluster
        case badURL
    }

    /// The clusters' connections are not without number.
    private static let turnstile = Turnstile(width: 6)

    /// Runs `body` with a database on the cluster of that superuser's URL.
    package static func with<Value>(
        cluster url: String? = clusterURL, _ body: (TestDatabase) async throws -> Value
    ) async throws -> Value {
        guard let url else { throw Failure.noCluster }
        return try await turnstile.pass {
            let cluster = try await Session.connect(url, timeout: .seconds(60))
            let template = try await Template.prepare(on: cluster, url: url)
            let name = "postern_test_" + String(UInt64.random(in: .min ... .max), radix: 36)
            try await cluster.execute(script: "CREATE DATABASE \(name) TEMPLATE \(template)")
            let result = await Result { () async throws in
                let database = try await TestDatabase(name, clusterURL: url)
                let result = await Result { () async throws in try await body(database) }
                await database.store.close()
                await database.administration.close()
                return try result.get()
            }
            // A cluster that the test itself took away keeps what it has.
            try? await cluster.execute(script: "DROP DATABASE \(name) WITH (FORCE)")
            await cluster.close()
            return try result.get()
        }
    }

    private init(_ name: String, clusterURL: String) async throws {
        self.name = name
        ownerURL = Self.adding(["dbname=\(name)"], to: clusterURL)
        gatewayURL = try Self.gatewayURL(of: ownerURL)
        administration = try await Administration.connect(databaseURL: ownerURL)
        store = try await TestStore.open(gatewayURL)
    }

    /// The same database for the gateway's role, which takes the superuser's password, if any.
    private static func gatewayURL(of url: String) throws -> String {
        guard var components = URLComponents(string: url) else { throw Failure.badURL }
        components.user = Template.gatewayRole
        guard let text = components.string else { throw Failure.badURL }
        return text
    }

    /// A URL with further parameters, which win over those before.
    package static func adding(_ parameters: [String], to url: String) -> String {
        url + (url.contains("?") ? "&" : "?") + parameters.joined(separator: "&")
    }
}

extension TestDatabase {
    /// Runs a script as the owner.
    package func execute(_ script: String) async throws {
        let session = try await Session.connect(ownerURL, timeout: .seconds(60))
        let result = await Result { () async throws in try await session.execute(script: script) }
        await session.close()
        try result.get()
    }

    /// Runs one statement as the owner, or over another URL.
    package func query(
        _ text: String, _ parameters: [Parameter] = [], as url: String? = nil
    ) async throws -> Rows {
        let session = try await Session.connect(url ?? ownerURL, timeout: .seconds(60))
        let result = await Result { () async throws in
            try await session.query(Statement(Query(text), parameters))
        }
        await session.close()
        return try result.get()
    }

    /// The first column of every row, as text.
    package func texts(_ text: String, _ parameters: [Parameter] = []) async throws -> [String] {
        let rows = try await query(text, parameters)
        return (0..<rows.count).map { rows.text($0, 0) }
    }
}

extension Result where Failure == any Error {
    /// The result of a body that waits.
    init(_ body: () async throws -> Success) async {
        do {
            self = .success(try await body())
        } catch {
            self = .failure(error)
        }
    }
}
