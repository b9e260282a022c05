-- The keys that a tenant signs its tokens with: one signs, one is published to sign after it, and
-- those that have signed stay published until nothing of theirs is valid any more.

CREATE TABLE postern.signing_key (
    tenant_id    bigint NOT NULL REFERENCES postern.tenant ON DELETE CASCADE,
    -- The public half's thumbprint (RFC 7638).
    kid          text COLLATE "C" NOT NULL,
    state        text COLLATE "C" NOT NULL,
    -- The private half, under a key that the database does not have; gone once the key has retired.
    sealed       bytea,
    jwk          json NOT NULL,
    created_at   timestamptz NOT NULL DEFAULT now(),
    activated_at timestamptz,
    retired_at   timestamptz,
    PRIMARY KEY (tenant_id, kid),
    CONSTRAINT signing_key_state CHECK (
        CASE state
            WHEN 'next' THEN sealed IS NOT NULL AND activated_at IS NULL AND retired_at IS NULL
            WHEN 'current'
                THEN sealed IS NOT NULL AND activated_at IS NOT NULL AND retired_at IS NULL
            WHEN 'retired'
                THEN sealed IS NULL AND activated_at IS NOT NULL AND retired_at IS NOT NULL
            ELSE false
        END),
    CONSTRAINT signing_key_kid_length CHECK (octet_length(kid) BETWEEN 1 AND 128)
);
CREATE UNIQUE INDEX signing_key_current ON postern.signing_key (tenant_id)
    WHERE state = 'current';
CREATE UNIQUE INDEX signing_key_next ON postern.signing_key (tenant_id) WHERE state = 'next';
-- Gateways sign; whoever owns the schema makes, rotates and revokes.
CALL postern.guard('postern.signing_key', 'SELECT');

-- Gateways remember a tenant's keys as they remember tenants.
CREATE TRIGGER signing_key_changed AFTER INSERT OR UPDATE OR DELETE ON postern.signing_key
FOR EACH STATEMENT EXECUTE FUNCTION postern.announce_tenant_change();
