-- What other dialects register of a client, and secrets that clients chose for themselves.
--
-- A client of a dialect that knows less has the defaults: RFC 7591 §2's, where it has one.

ALTER TABLE postern.client
    ADD COLUMN registration_id text COLLATE "C" NOT NULL DEFAULT gen_random_uuid()::text,
    ADD COLUMN description text,
    ADD COLUMN enabled boolean NOT NULL DEFAULT true,
    ADD COLUMN token_endpoint_auth_methods text[] NOT NULL DEFAULT '{client_secret_basic}',
    ADD COLUMN grant_types text[] NOT NULL DEFAULT '{authorization_code,refresh_token}',
    ADD COLUMN scopes text[] NOT NULL DEFAULT '{}',
    ADD COLUMN post_logout_redirect_uris text[] NOT NULL DEFAULT '{}',
    -- Not jsonb: what was given is shown as it was given.
    ADD COLUMN client_settings json NOT NULL DEFAULT '{}',
    ADD COLUMN token_settings json NOT NULL DEFAULT '{}',
    -- The end of every secret that the client has now.
    ADD COLUMN client_secret_expires_at timestamptz,
    ADD COLUMN modifier text COLLATE "C",
    ADD CONSTRAINT client_registration_id UNIQUE (tenant_id, registration_id),
    ADD CONSTRAINT client_registration_id_length
        CHECK (octet_length(registration_id) BETWEEN 1 AND 160),
    -- 100 characters of up to four bytes.
    DROP CONSTRAINT client_id_length,
    ADD CONSTRAINT client_id_length CHECK (octet_length(client_id) BETWEEN 1 AND 400),
    -- A code has to be sent somewhere.
    ADD CONSTRAINT client_redirect_uris
        CHECK (redirect_uris <> '{}' OR 'authorization_code' <> ALL (grant_types)) NOT VALID;
CREATE INDEX client_by_creation ON postern.client (tenant_id, created_at, registration_id);

-- What the tenant of the transaction is called.
CREATE FUNCTION postern.tenant_name() RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    RETURN (
        SELECT t.name FROM postern.tenant AS t
        WHERE t.number = nullif(pg_catalog.current_setting('postern.tenant', true), '')::bigint);
END
$$;
REVOKE ALL ON FUNCTION postern.tenant_name() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION postern.tenant_name() TO postern_gateway;

-- A secret that the gateway made is kept by its SHA-256; one that a person may have chosen, or
-- that was hashed elsewhere, by a slow hash, whose text names its parameters and salt.
ALTER TABLE postern.client_secret
    ADD COLUMN scheme text COLLATE "C" NOT NULL DEFAULT 'sha256',
    DROP CONSTRAINT client_secret_hash_length,
    ADD CONSTRAINT client_secret_hash_length CHECK (
        CASE scheme WHEN 'sha256' THEN octet_length(secret_hash) = 32
            ELSE octet_length(secret_hash) BETWEEN 1 AND 256 END);
