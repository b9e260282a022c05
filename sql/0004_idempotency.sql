-- What a repeated POST is answered with, for as long as its Idempotency-Key is remembered.
--
-- The answer may hold a fresh client secret, so it is sealed under a key derived from the
-- client's own Idempotency-Key, of which only a digest is kept: the database alone opens nothing.
CREATE TABLE postern.idempotency (
    tenant_id   bigint NOT NULL,
    name        bytea NOT NULL,
    fingerprint bytea NOT NULL,
    sealed      bytea NOT NULL,
    expires_at  timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, name),
    CONSTRAINT idempotency_digests CHECK (octet_length(name) = 32 AND octet_length(fingerprint) = 32),
    CONSTRAINT idempotency_sealed_length CHECK (octet_length(sealed) <= 65536)
);
CREATE INDEX idempotency_by_expiry ON postern.idempotency (tenant_id, expires_at);
CALL postern.guard('postern.idempotency', 'SELECT, INSERT, DELETE');

-- The owner sees only what has expired, to delete it.
CREATE POLICY expiry ON postern.idempotency TO CURRENT_USER USING (expires_at <= now());

-- Deletes what has expired, at most as many rows at a time; says how many.
CREATE FUNCTION postern.prune_idempotency(most integer) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    pruned integer;
BEGIN
    DELETE FROM postern.idempotency
    WHERE (tenant_id, name) IN (
        SELECT tenant_id, name FROM postern.idempotency
        WHERE expires_at <= now() LIMIT least(most, 10000) FOR UPDATE SKIP LOCKED);
    GET DIAGNOSTICS pruned = ROW_COUNT;
    RETURN pruned;
END
$$;
REVOKE ALL ON FUNCTION postern.prune_idempotency(integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION postern.prune_idempotency(integer) TO postern_gateway;

-- What all gateways of this database must agree on and nobody outside may know.
CREATE TABLE postern.installation (
    only_one   boolean PRIMARY KEY DEFAULT true CHECK (only_one),
    cursor_key bytea NOT NULL
);
INSERT INTO postern.installation (cursor_key)
SELECT sha256(convert_to(string_agg(gen_random_uuid()::text, ''), 'UTF8'))
FROM generate_series(1, 4);

CREATE FUNCTION postern.cursor_key() RETURNS bytea
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
BEGIN ATOMIC
    SELECT cursor_key FROM postern.installation;
END;
REVOKE ALL ON FUNCTION postern.cursor_key() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION postern.cursor_key() TO postern_gateway;
