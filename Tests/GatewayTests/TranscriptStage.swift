// Who and what the transcripts are about, under the names that they use.

import GatewaySupport

/// A fresh tenant with two apps, a person who is connected to both, and tokens of every sort.
enum TranscriptStage {
    /// The values by the names under which transcripts mention them.
    static func set(in database: TestDatabase) async throws -> [String: String] {
        let tenant = try await database.tenant()
        let stranger = try await database.tenant()
        let foreign = try await stranger.app()
        let alice = try await tenant.user("alice")
        let first = try await tenant.app("Calendar", creator: alice)
        let second = try await tenant.app("Photos", url: "", redirectURI: "photos:/callback")
        try await tenant.grant(alice, first)
        try await tenant.grant(alice, second, scope: "openid")
        let revoked = try await tenant.token()
        try await tenant.revoke(revoked)
        let own = "connection:read connection:write"
        try await tenant.shareKeys()
        let carol = try await carol(of: tenant)
        return [
            "host": tenant.host, "slug": tenant.slug, "alice": alice.id,
            // What looks like a name of ours and is not.
            "noop": "{noop}", "bcrypt": "{bcrypt}",
            "registration": first.registrationID, "second_registration": second.registrationID,
            "foreign_registration": foreign.registrationID,
            "app_secret": first.secret, "carol": carol.id,
            "person": try await tenant.token("authorize connection:read", user: carol),
            "carol_openid": try await tenant.token("openid", user: carol),
            "consenting_machine": try await tenant.token("authorize"),
            "app": first.id, "second": second.id, "foreign": foreign.id,
            "token": try await tenant.token(user: alice),
            "app_reader": try await tenant.token("app:read"),
            "app_writer": try await tenant.token("gov.user.oauth.app:write"),
            "own": try await tenant.token(own, user: alice),
            "own_reader": try await tenant.token("connection:read", user: alice),
            "machine": try await tenant.token(own),
            "nothing": try await tenant.token("openid"),
            "revoked": revoked,
            "expired": try await tenant.token(lifetime: .seconds(-5)),
            "foreign_token": try await stranger.token(),
        ]
    }

    /// The same for conversations with the authorization server: a fresh tenant with a person who
    /// can log in, clients of every sort, and signing keys.
    static func setFlows(in database: TestDatabase) async throws -> [String: String] {
        let tenant = try await database.tenant()
        let stranger = try await database.tenant()
        let foreign = try await stranger.client("foreign-\(stranger.slug)")
        let alice = try await tenant.person("alice", password: FlowScene.password)
        let first = try await tenant.client("calendar")
        let second = try await tenant.client("photos", name: "Photos", .photos)
        let payroll = try await tenant.client("payroll", name: "Payroll", .payroll)
        _ = try await tenant.client("native", name: "Native", .native)
        _ = try await tenant.client("television", name: "Television", .television)
        try await tenant.shareKeys()
        let basic = { (app: TestApp) in
            String(FlowScene.basic(app.id, app.secret).dropFirst("Basic ".count))
        }
        return [
            "host": tenant.host, "slug": tenant.slug, "alice": alice.id,
            "secret": first.secret, "basic": basic(first),
            "second_basic": basic(second), "payroll_basic": basic(payroll),
            "foreign": foreign.id, "foreign_secret": foreign.secret,
            "foreign_token": try await stranger.token("openid"),
            "operator_token": try await tenant.token("app:read", user: alice),
            "openid_token": try await tenant.token("openid", user: alice),
            "machine_token": try await tenant.token("openid"),
        ]
    }

    /// A person of whom more is known than a name to log in with.
    private static func carol(of tenant: TestTenant) async throws -> TestUser {
        let carol = try await tenant.user("carol")
        try await tenant.database.execute(
            """
            UPDATE postern.end_user SET email = 'carol@example.org', email_verified = true,
                given_name = 'Carol', family_name = 'Kay'
            WHERE tenant_id = \(tenant.number) AND username = 'carol'
            """)
        return carol
    }
}
