-- What the authorization server keeps between requests: sessions, codes, families of tokens, and
-- what of a client's registration its flows depend on.
--
-- Everything here ends by itself: each table has `expires_at`, and `prune_authorization` deletes
-- what ended some time ago. Times are the gateways' own, handed in with each statement.

ALTER TABLE postern.client
    -- RFC 7591 §2; only where clients authenticate by their own keys.
    ADD COLUMN jwks json,
    -- RFC 9126 §6.
    ADD COLUMN require_pushed_authorization_requests boolean NOT NULL DEFAULT false,
    -- RFC 7592 §3: the digest of the token that manages a registration that the client made itself.
    ADD COLUMN registration_token_hash bytea,
    ADD CONSTRAINT client_registration_token_hash_length
        CHECK (octet_length(registration_token_hash) = 32);

-- A secret that a protocol needs again (`client_secret_jwt`), sealed under the gateways' own key.
ALTER TABLE postern.client_secret
    ADD COLUMN sealed bytea,
    ADD CONSTRAINT client_secret_sealed_length CHECK (octet_length(sealed) <= 1024);

ALTER TABLE postern.end_user
    ADD COLUMN email_verified boolean NOT NULL DEFAULT false,
    ADD COLUMN enabled boolean NOT NULL DEFAULT true;

-- What a tenant allows beyond the defaults; no row means the defaults.
CREATE TABLE postern.authorization_settings (
    tenant_id               bigint PRIMARY KEY REFERENCES postern.tenant ON DELETE CASCADE,
    plain_proof_keys        boolean NOT NULL DEFAULT false,
    dynamic_registration    boolean NOT NULL DEFAULT false,
    pushed_requests_required boolean NOT NULL DEFAULT false
);
CALL postern.guard('postern.authorization_settings', 'SELECT');

-- A person who is logged in, in one browser. The cookie's digest is the key; `session_id` is what
-- ID tokens call it.
CREATE TABLE postern.login_session (
    tenant_id        bigint NOT NULL,
    session_hash     bytea NOT NULL,
    session_id       text COLLATE "C" NOT NULL,
    subject          text COLLATE "C" NOT NULL,
    authenticated_at timestamptz NOT NULL,
    expires_at       timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, session_hash),
    CONSTRAINT login_session_id UNIQUE (tenant_id, session_id),
    FOREIGN KEY (tenant_id, subject) REFERENCES postern.end_user ON DELETE CASCADE,
    CONSTRAINT login_session_hash_length CHECK (octet_length(session_hash) = 32)
);
CREATE INDEX login_session_by_subject ON postern.login_session (tenant_id, subject);
CREATE INDEX login_session_by_expiry ON postern.login_session (tenant_id, expires_at);
CALL postern.guard('postern.login_session', 'SELECT, INSERT, UPDATE, DELETE');

-- Everything that came of one authorization: who ends it ends all of its tokens. Where there is a
-- refresh token, `refresh_hash` is the one that is good now, and `previous_hash` the one that it
-- took the place of at `rotated_at`.
CREATE TABLE postern.token_family (
    tenant_id        bigint NOT NULL,
    family           text COLLATE "C" NOT NULL,
    client_id        text COLLATE "C" NOT NULL,
    subject          text COLLATE "C" NOT NULL,
    scope            text NOT NULL,
    authenticated_at timestamptz NOT NULL,
    session_id       text COLLATE "C",
    refresh_hash     bytea,
    previous_hash    bytea,
    rotated_at       timestamptz,
    created_at       timestamptz NOT NULL,
    expires_at       timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, family),
    FOREIGN KEY (tenant_id, subject, client_id) REFERENCES postern.user_grant ON DELETE CASCADE
);
CREATE INDEX token_family_by_grant ON postern.token_family (tenant_id, subject, client_id);
CREATE INDEX token_family_by_client ON postern.token_family (tenant_id, client_id);
CREATE INDEX token_family_by_session ON postern.token_family (tenant_id, session_id)
    WHERE session_id IS NOT NULL;
CREATE INDEX token_family_by_expiry ON postern.token_family (tenant_id, expires_at);
CALL postern.guard('postern.token_family', 'SELECT, INSERT, UPDATE, DELETE');

-- A code is good until `expires_at` and once: `family` says what came of it.
CREATE TABLE postern.authorization_code (
    tenant_id        bigint NOT NULL,
    code_hash        bytea NOT NULL,
    client_id        text COLLATE "C" NOT NULL,
    subject          text COLLATE "C" NOT NULL,
    redirect_uri     text NOT NULL,
    -- Whether the request named it, and redeeming the code has to, too.
    redirect_uri_named boolean NOT NULL,
    scope            text NOT NULL,
    nonce            text,
    code_challenge   text,
    code_challenge_method text,
    authenticated_at timestamptz NOT NULL,
    session_id       text COLLATE "C",
    family           text COLLATE "C",
    expires_at       timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, code_hash),
    FOREIGN KEY (tenant_id, subject, client_id) REFERENCES postern.user_grant ON DELETE CASCADE,
    CONSTRAINT authorization_code_hash_length CHECK (octet_length(code_hash) = 32),
    CONSTRAINT authorization_code_method CHECK (code_challenge_method IN ('S256', 'plain')),
    CONSTRAINT authorization_code_challenge
        CHECK ((code_challenge IS NULL) = (code_challenge_method IS NULL))
);
CREATE INDEX authorization_code_by_grant
    ON postern.authorization_code (tenant_id, subject, client_id);
CREATE INDEX authorization_code_by_expiry ON postern.authorization_code (tenant_id, expires_at);
CALL postern.guard('postern.authorization_code', 'SELECT, INSERT, UPDATE, DELETE');

-- RFC 8628: a device waits while a person types `user_code` elsewhere.
CREATE TABLE postern.device_authorization (
    tenant_id        bigint NOT NULL,
    device_hash      bytea NOT NULL,
    user_code        text COLLATE "C" NOT NULL,
    client_id        text COLLATE "C" NOT NULL,
    scope            text NOT NULL,
    state            text NOT NULL DEFAULT 'pending',
    subject          text COLLATE "C",
    authenticated_at timestamptz,
    session_id       text COLLATE "C",
    interval_seconds integer NOT NULL,
    polled_at        timestamptz,
    expires_at       timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, device_hash),
    CONSTRAINT device_authorization_user_code UNIQUE (tenant_id, user_code),
    FOREIGN KEY (tenant_id, client_id) REFERENCES postern.client ON DELETE CASCADE,
    FOREIGN KEY (tenant_id, subject) REFERENCES postern.end_user ON DELETE CASCADE,
    CONSTRAINT device_authorization_hash_length CHECK (octet_length(device_hash) = 32),
    CONSTRAINT device_authorization_state
        CHECK (state IN ('pending', 'approved', 'denied', 'redeemed')),
    CONSTRAINT device_authorization_decided CHECK (
        state NOT IN ('approved', 'redeemed')
        OR subject IS NOT NULL AND authenticated_at IS NOT NULL)
);
CREATE INDEX device_authorization_by_client
    ON postern.device_authorization (tenant_id, client_id);
CREATE INDEX device_authorization_by_subject
    ON postern.device_authorization (tenant_id, subject);
CREATE INDEX device_authorization_by_expiry
    ON postern.device_authorization (tenant_id, expires_at);
CALL postern.guard('postern.device_authorization', 'SELECT, INSERT, UPDATE, DELETE');

-- RFC 9126: the parameters of an authorization request, pushed by the client itself.
CREATE TABLE postern.pushed_request (
    tenant_id    bigint NOT NULL,
    request_hash bytea NOT NULL,
    client_id    text COLLATE "C" NOT NULL,
    parameters   json NOT NULL,
    expires_at   timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, request_hash),
    FOREIGN KEY (tenant_id, client_id) REFERENCES postern.client ON DELETE CASCADE,
    CONSTRAINT pushed_request_hash_length CHECK (octet_length(request_hash) = 32),
    CONSTRAINT pushed_request_length CHECK (octet_length(parameters::text) <= 65536)
);
CREATE INDEX pushed_request_by_client ON postern.pushed_request (tenant_id, client_id);
CREATE INDEX pushed_request_by_expiry ON postern.pushed_request (tenant_id, expires_at);
CALL postern.guard('postern.pushed_request', 'SELECT, INSERT, DELETE');

-- RFC 7523 §3: an assertion's `jti` is good once for as long as the assertion lives.
CREATE TABLE postern.client_assertion (
    tenant_id  bigint NOT NULL,
    client_id  text COLLATE "C" NOT NULL,
    jti_hash   bytea NOT NULL,
    expires_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, client_id, jti_hash),
    FOREIGN KEY (tenant_id, client_id) REFERENCES postern.client ON DELETE CASCADE,
    CONSTRAINT client_assertion_hash_length CHECK (octet_length(jti_hash) = 32)
);
CREATE INDEX client_assertion_by_expiry ON postern.client_assertion (tenant_id, expires_at);
CALL postern.guard('postern.client_assertion', 'SELECT, INSERT, DELETE');

-- The owner sees only what has ended, to delete it. A used code stays for a day, to be known again.
CREATE POLICY expiry ON postern.login_session TO CURRENT_USER USING (expires_at <= now());
CREATE POLICY expiry ON postern.token_family TO CURRENT_USER USING (expires_at <= now());
CREATE POLICY expiry ON postern.authorization_code TO CURRENT_USER
    USING (expires_at <= now() - interval '1 day');
CREATE POLICY expiry ON postern.device_authorization TO CURRENT_USER
    USING (expires_at <= now() - interval '1 hour');
CREATE POLICY expiry ON postern.pushed_request TO CURRENT_USER USING (expires_at <= now());
CREATE POLICY expiry ON postern.client_assertion TO CURRENT_USER USING (expires_at <= now());

-- Deletes what has ended, at most as many rows of each table at a time; says how many at most.
CREATE FUNCTION postern.prune_authorization(most integer) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    pruned  integer := 0;
    deleted integer;
    kind    text;
BEGIN
    FOREACH kind IN ARRAY ARRAY[
        'login_session', 'token_family', 'authorization_code', 'device_authorization',
        'pushed_request', 'client_assertion']
    LOOP
        EXECUTE format(
            'DELETE FROM postern.%1$I WHERE ctid = ANY (ARRAY('
            ' SELECT ctid FROM postern.%1$I WHERE expires_at <= now() LIMIT %2$s'
            ' FOR UPDATE SKIP LOCKED))', kind, least(most, 10000));
        GET DIAGNOSTICS deleted = ROW_COUNT;
        pruned := greatest(pruned, deleted);
    END LOOP;
    RETURN pruned;
END
$$;
REVOKE ALL ON FUNCTION postern.prune_authorization(integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION postern.prune_authorization(integer) TO postern_gateway;

-- Whoever may no longer log in, or has a new password, is logged out everywhere, and what clients
-- hold for them ends in the same transaction (RFC 9700 §4.14.2).
CREATE FUNCTION postern.end_user_access() RETURNS trigger
LANGUAGE plpgsql SET search_path = ''
AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND NEW.enabled
        AND NEW.password_hash IS NOT DISTINCT FROM OLD.password_hash THEN
        RETURN NULL;
    END IF;
    DELETE FROM postern.login_session
    WHERE tenant_id = OLD.tenant_id AND subject = OLD.user_id;
    DELETE FROM postern.token_family
    WHERE tenant_id = OLD.tenant_id AND subject = OLD.user_id;
    UPDATE postern.token SET revoked_at = now()
    WHERE tenant_id = OLD.tenant_id AND subject = OLD.user_id AND revoked_at IS NULL
        AND (TG_OP = 'DELETE' OR NOT NEW.enabled OR client_id IS NOT NULL);
    RETURN NULL;
END
$$;
CREATE TRIGGER end_user_access AFTER DELETE OR UPDATE OF enabled, password_hash
ON postern.end_user FOR EACH ROW EXECUTE FUNCTION postern.end_user_access();

-- What a disabled client holds ends at once; enabling it again brings nothing back.
CREATE FUNCTION postern.end_client_access() RETURNS trigger
LANGUAGE plpgsql SET search_path = ''
AS $$
BEGIN
    DELETE FROM postern.token_family
    WHERE tenant_id = OLD.tenant_id AND client_id = OLD.client_id;
    UPDATE postern.token SET revoked_at = now()
    WHERE tenant_id = OLD.tenant_id AND client_id = OLD.client_id AND revoked_at IS NULL;
    RETURN NULL;
END
$$;
CREATE TRIGGER client_disabled AFTER UPDATE OF enabled ON postern.client
FOR EACH ROW WHEN (OLD.enabled AND NOT NEW.enabled)
EXECUTE FUNCTION postern.end_client_access();
