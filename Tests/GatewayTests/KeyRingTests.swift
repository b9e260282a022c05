// Tenants' signing keys as a loop has them: opened, remembered and forgotten.

import Domain
import GatewaySupport
import JSONWire
import OAuth
import Postgres
import Reactor
import Signing
import Store
import Testing

@testable import Gateway

@Suite(.enabled(if: TestDatabase.isGiven))
struct KeyRingTests {
    private static let claims: JSONObject = ["sub": "alice"]

    @Test("a tenant without keys has no ring, and neither has a gateway without secrets.key")
    func none() async throws {
        try await TestDatabase.with { database in
            let tenant = try await database.tenant()
            try await KeyRingStage.with(database) { stage in
                let ring = try await stage.ring(of: tenant)
                #expect(ring == nil)
            }
            try await tenant.rotateKeys()
            try await KeyRingStage.with(database, secretsKey: nil) { stage in
                let ring = try await stage.ring(of: tenant)
                #expect(ring == nil)
            }
        }
    }

    @Test("what was signed is accepted through rotations, and ceases to be with a revocation")
    func rotation() async throws {
        try await TestDatabase.with { database in
            let tenant = try await database.tenant()
            let first = try await tenant.rotateKeys()
            try await KeyRingStage.with(database) { stage in
                let before = try #require(try await stage.ring(of: tenant))
                #expect(before.signing.keyID == first[0].id)
                let token = try before.signing.sign(Self.claims, type: "JWT")
                try await tenant.rotateKeys()
                let after = try #require(try await stage.ring(of: tenant))
                #expect(after.signing.keyID == first[1].id)
                #expect(after.published.verify(token, type: "JWT") == Self.claims)
                // Whoever fetched the keys before the rotation knows the one that signs now.
                let later = try after.signing.sign(Self.claims, type: "JWT")
                #expect(before.published.verify(later, type: "JWT") == Self.claims)
                try await tenant.revokeKey(before.signing.keyID)
                let last = try #require(try await stage.ring(of: tenant))
                #expect(last.published.verify(token, type: "JWT") == nil)
                #expect(last.published.verify(later, type: "JWT") == Self.claims)
            }
        }
    }

    @Test("a key that has retired for a day is published no more, and goes with a later change")
    func retirement() async throws {
        try await TestDatabase.with { database in
            let tenant = try await database.tenant()
            let first = try await tenant.rotateKeys()[0].id
            #expect(try await tenant.rotateKeys().map(\.id).contains(first))
            try await database.execute(
                "UPDATE postern.signing_key SET retired_at = now() - interval '86401 seconds'"
                    + " WHERE kid = '\(first)'")
            let listed = try await database.administration.signingKeys(of: tenant.tenant.slug)
            #expect(!listed.map(\.id).contains(first))
            try await KeyRingStage.with(database) { stage in
                let ring = try #require(try await stage.ring(of: tenant))
                let document = try JSONReader.read(ring.published.document)
                let names = document["keys"]?.array?.compactMap { $0["kid"]?.string }
                #expect(names == listed.map(\.id))
            }
            try await tenant.rotateKeys()
            let kept = try await database.texts("SELECT kid FROM postern.signing_key")
            #expect(kept.count == 3 && !kept.contains(first))
        }
    }

    @Test("a sealed key that is moved to another tenant does not open there")
    func moved() async throws {
        try await TestDatabase.with { database in
            let (tenant, other) = (try await database.tenant(), try await database.tenant())
            try await tenant.rotateKeys()
            try await other.rotateKeys()
            try await database.execute(
                """
                DELETE FROM postern.signing_key WHERE tenant_id = \(other.number);
                UPDATE postern.signing_key SET tenant_id = \(other.number)
                WHERE tenant_id = \(tenant.number)
                """)
            try await KeyRingStage.with(database) { stage in
                let error = await #expect(throws: APIError.self) {
                    try await stage.ring(of: other)
                }
                #expect(error?.kind == .defect)
                #expect(error?.detail?.contains("secrets.key does not open") == true)
            }
        }
    }

    @Test("another secrets.key opens nothing, and the error does not say what is sealed")
    func otherKey() async throws {
        try await TestDatabase.with { database in
            let tenant = try await database.tenant()
            try await tenant.rotateKeys()
            let other = Redacted<[UInt8]>((0..<32).map { $0 &* 3 })
            try await KeyRingStage.with(database, secretsKey: other) { stage in
                let error = await #expect(throws: APIError.self) {
                    try await stage.ring(of: tenant)
                }
                #expect(error?.kind == .defect)
                #expect(error?.sentence == "something went wrong here")
            }
        }
    }

    @Test("keys are remembered while changes are heard, and forgotten with each")
    func remembered() async throws {
        try await TestDatabase.with { database in
            let tenant = try await database.tenant()
            let first = try await tenant.rotateKeys()[0].id
            try await KeyRingStage.with(database) { stage in
                await stage.hears(true)
                #expect(try await stage.ring(of: tenant)?.signing.keyID == first)
                let second = try await tenant.rotateKeys()[0].id
                // Nobody has told this loop.
                #expect(try await stage.ring(of: tenant)?.signing.keyID == first)
                await stage.registryChanged()
                #expect(try await stage.ring(of: tenant)?.signing.keyID == second)
                await stage.hears(false)
                let third = try await tenant.rotateKeys()[0].id
                #expect(try await stage.ring(of: tenant)?.signing.keyID == third)
            }
        }
    }

    @Test("many requests at once open the keys once")
    func together() async throws {
        try await TestDatabase.with { database in
            let tenant = try await database.tenant()
            let first = try await tenant.rotateKeys()[0].id
            try await KeyRingStage.with(database) { stage in
                let names = try await stage.rings(of: tenant, count: 200)
                #expect(names == Array(repeating: first, count: 200))
                #expect(stage.work.count == 1)
            }
        }
    }

    @Test("every change is announced to the gateways")
    func announced() async throws {
        try await TestDatabase.with { database in
            let tenant = try await database.tenant()
            try await KeyRingStage.with(database) { stage in
                var announcements = try await stage.announcements().makeAsyncIterator()
                #expect(await announcements.next() == .linkUp)
                let keys = try await tenant.rotateKeys()
                #expect(await announcements.next() == .tenantsChanged)
                try await tenant.revokeKey(keys[0].id)
                #expect(await announcements.next() == .tenantsChanged)
            }
        }
    }

    @Test("a running gateway publishes what a command has changed, and nothing private")
    func published() async throws {
        try await TestDatabase.with { database in
            try await TestGateway.with(database, { $0.secrets.key = TestTenant.secretsKey }) {
                gateway in
                let tenant = try await database.tenant()
                let ask = HTTPRequest("GET", "/oauth2/jwks").at(tenant.host)
                for _ in 0..<3 {
                    let listed = try await tenant.rotateKeys().map(\.id)
                    let isPublished = try await becomesTrue {
                        let keys = try await gateway.send(ask).json?["keys"]?.array ?? []
                        for key in keys {
                            #expect(key.object?.names == ["kty", "use", "alg", "kid", "n", "e"])
                        }
                        return keys.compactMap { $0["kid"]?.string } == listed
                    }
                    #expect(isPublished)
                }
            }
        }
    }

    @Test("the gateway's role reads keys and changes none")
    func privileges() async throws {
        try await TestDatabase.with { database in
            let tenant = try await database.tenant()
            try await tenant.rotateKeys()
            let session = try await Session.connect(database.gatewayURL)
            try await session.execute(script: "SET postern.tenant = '\(tenant.number)'")
            for script in [
                "UPDATE postern.signing_key SET sealed = NULL", "DELETE FROM postern.signing_key",
                """
                INSERT INTO postern.signing_key (tenant_id, kid, state, sealed, jwk)
                VALUES (\(tenant.number), 'x', 'next', 'x', '{}')
                """,
            ] {
                let error = await #expect(throws: PostgresError.self) {
                    try await session.execute(script: script)
                }
                #expect(error?.sqlState == .insufficientPrivilege)
            }
            await session.close()
        }
    }
}
