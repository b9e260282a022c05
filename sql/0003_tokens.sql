-- The introspection table: one row per live token, by the SHA-256 of its text, one partition per
-- day of expiry. A day is a number, days since 1970-01-01, as the token itself carries it, so
-- that the statement that looks a token up names its partition. Expired tokens go by dropping a
-- partition, never row by row.

CREATE TABLE postern.token (
    tenant_id   bigint NOT NULL,
    expires_day integer NOT NULL,
    hash        bytea NOT NULL,
    kind        text NOT NULL,
    client_id   text COLLATE "C",
    subject     text COLLATE "C",
    scope       text NOT NULL,
    audience    text,
    family      text COLLATE "C",
    issued_at   timestamptz NOT NULL DEFAULT now(),
    expires_at  timestamptz NOT NULL,
    revoked_at  timestamptz,
    PRIMARY KEY (tenant_id, expires_day, hash),
    CONSTRAINT token_hash_length CHECK (octet_length(hash) = 32),
    CONSTRAINT token_kind CHECK (kind IN ('access', 'refresh')),
    CONSTRAINT token_day CHECK (expires_day = floor(extract(epoch FROM expires_at) / 86400))
) PARTITION BY RANGE (expires_day);
-- Partial, so that no plan, however it was estimated, looks a token up by anything but its hash.
CREATE INDEX token_by_holder ON postern.token (tenant_id, client_id, subject)
    WHERE client_id IS NOT NULL;
CALL postern.guard('postern.token', 'SELECT, INSERT, DELETE');
GRANT UPDATE (revoked_at) ON postern.token TO postern_gateway;

-- Makes the partitions of today and of so many days ahead, and drops those of tokens that nobody
-- can still hold: yesterday's stay, for clocks that differ. Gateways call it; one works at a time.
CREATE FUNCTION postern.keep_token_partitions(days_ahead integer) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' SET lock_timeout = '500ms'
AS $$
DECLARE
    today     integer := floor(extract(epoch FROM now()) / 86400);
    day       integer;
    partition text;
BEGIN
    IF NOT pg_catalog.pg_try_advisory_xact_lock(7277, 1) THEN
        RETURN;
    END IF;
    FOR day IN SELECT generate_series(today - 1, today + least(greatest(days_ahead, 1), 400)) LOOP
        partition := format('token_%s', day);
        IF to_regclass(format('postern.%I', partition)) IS NULL THEN
            -- Made apart and attached: attaching does not lock readers of the parent out.
            EXECUTE format(
                'CREATE TABLE postern.%I (LIKE postern.token INCLUDING DEFAULTS INCLUDING CONSTRAINTS)',
                partition);
            EXECUTE format('CALL postern.guard(%L, '''')', format('postern.%I', partition));
            EXECUTE format(
                'ALTER TABLE postern.token ATTACH PARTITION postern.%I FOR VALUES FROM (%s) TO (%s)',
                partition, day, day + 1);
        END IF;
    END LOOP;
    FOR partition IN
        SELECT c.relname
        FROM pg_catalog.pg_inherits AS i JOIN pg_catalog.pg_class AS c ON c.oid = i.inhrelid
        WHERE i.inhparent = 'postern.token'::regclass
            AND substring(c.relname FROM '^token_([0-9]+)$')::integer < today - 1
    LOOP
        EXECUTE format('DROP TABLE postern.%I', partition);
    END LOOP;
END
$$;
REVOKE ALL ON FUNCTION postern.keep_token_partitions(integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION postern.keep_token_partitions(integer) TO postern_gateway;
SELECT postern.keep_token_partitions(92);

-- Gateways remember live tokens for a while. Whatever ends one, whoever does it, says so in the
-- same transaction: `TENANT HASH-PREFIX` for a few tokens, `TENANT` alone for many.
CREATE FUNCTION postern.announce_revocation() RETURNS trigger
LANGUAGE plpgsql SET search_path = ''
AS $$
BEGIN
    PERFORM pg_catalog.pg_notify(
        'postern_revocation',
        CASE WHEN ended.number > 16 THEN ended.tenant_id::text
            ELSE ended.tenant_id || ' ' || ended.prefix END)
    FROM (
        SELECT tenant_id, encode(substring(hash FROM 1 FOR 8), 'hex') AS prefix,
            count(*) OVER (PARTITION BY tenant_id) AS number
        FROM gone
    ) AS ended;
    RETURN NULL;
END
$$;
CREATE TRIGGER token_revoked AFTER UPDATE ON postern.token
REFERENCING NEW TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION postern.announce_revocation();
CREATE TRIGGER token_deleted AFTER DELETE ON postern.token
REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION postern.announce_revocation();
