// A row of each sort that only flows make, for tests that ask who can see it.

extension TestTenant {
    /// Writes down what an authorization of a person's app leaves behind, and what it comes from.
    package func leaveTraces(of user: TestUser, _ app: TestApp) async throws {
        let hash = "sha256('\(slug)')"
        let (client, subject) = ("'\(app.id)'", "'\(user.id)'")
        try await database.execute(
            """
            INSERT INTO postern.authorization_settings (tenant_id) VALUES (\(number))
            ON CONFLICT DO NOTHING;
            INSERT INTO postern.login_session
                (tenant_id, session_hash, session_id, subject, authenticated_at, expires_at)
            VALUES (\(number), \(hash), '\(slug)', \(subject), now(), now() + '1 hour');
            INSERT INTO postern.token_family
                (tenant_id, family, client_id, subject, scope, authenticated_at, created_at,
                expires_at)
            VALUES (\(number), '\(slug)', \(client), \(subject), '', now(), now(),
                now() + '1 hour');
            INSERT INTO postern.authorization_code
                (tenant_id, code_hash, client_id, subject, redirect_uri, redirect_uri_named, scope,
                authenticated_at, expires_at)
            VALUES (\(number), \(hash), \(client), \(subject), 'https://app.example/', true, '',
                now(), now() + '1 hour');
            INSERT INTO postern.device_authorization
                (tenant_id, device_hash, user_code, client_id, scope, interval_seconds, expires_at)
            VALUES (\(number), \(hash), '\(slug)', \(client), '', 5, now() + '1 hour');
            INSERT INTO postern.pushed_request
                (tenant_id, request_hash, client_id, parameters, expires_at)
            VALUES (\(number), \(hash), \(client), '{}', now() + '1 hour');
            INSERT INTO postern.client_assertion (tenant_id, client_id, jti_hash, expires_at)
            VALUES (\(number), \(client), \(hash), now() + '1 hour');
            """)
    }
}
