// Migrating takes longer than most tests: it is done once, and every test's database is a copy.

import Foundation
import Gateway
import Postgres
import Store

/// The migrated database that others are copied from, named after its migrations, and kept.
enum Template {
    static let gatewayRole = "postern_gateway"

    /// Makes the template where it is missing and returns its name; several may do so at once.
    static func prepare(on cluster: Session, url: String) async throws -> String {
        let name = "postern_template_" + fingerprint
        try await cluster.execute(script: "SELECT pg_advisory_lock(7277, 4)")
        let isThere = Statement(
            Query("SELECT EXISTS (SELECT FROM pg_database WHERE datname = $1)"), [.text(name)])
        if try await !cluster.query(isThere).boolean(0, 0) {
            try await cluster.execute(script: role(password: URLComponents(string: url)?.password))
            try await make(name, on: cluster, url: url)
        }
        try await cluster.execute(script: "SELECT pg_advisory_unlock(7277, 4)")
        return name
    }

    /// Under another name until it is whole.
    private static func make(_ name: String, on cluster: Session, url: String) async throws {
        let draft = name + "_draft"
        try await cluster.execute(script: "DROP DATABASE IF EXISTS \(draft) WITH (FORCE)")
        try await cluster.execute(script: "CREATE DATABASE \(draft) TEMPLATE template0")
        let owner = try await Administration.connect(
            databaseURL: TestDatabase.adding(["dbname=\(draft)"], to: url))
        let result = await Result { () async throws in _ = try await owner.migrate() }
        await owner.close()
        try result.get()
        // A connection that has just been closed lingers in the server for a moment.
        try await cluster.execute(
            script: """
                SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity
                WHERE datname = '\(draft)'
                """)
        try await cluster.execute(script: "ALTER DATABASE \(draft) RENAME TO \(name)")
    }

    /// Databases share their roles: whoever comes first makes the gateway's.
    private static func role(password: String?) -> String {
        let login = password.map { "LOGIN PASSWORD '\($0.replacing("'", with: "''"))'" } ?? "LOGIN"
        return """
            SELECT pg_advisory_xact_lock(7277, 3);
            DO $$
            BEGIN
                IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '\(gatewayRole)') THEN
                    CREATE ROLE \(gatewayRole);
                END IF;
                ALTER ROLE \(gatewayRole) \(login);
            END
            $$
            """
    }

    /// FNV-1a of the migrations' checksums.
    private static var fingerprint: String {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in Migration.embedded.map(\.checksum).joined().utf8 {
            hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3
        }
        return String(hash, radix: 36)
    }
}
