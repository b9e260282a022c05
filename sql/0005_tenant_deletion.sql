-- Ends a tenant and everything that belongs to it, in the caller's transaction. Most of it goes
-- by foreign key; what expires by itself has none, and is deleted here.
CREATE FUNCTION postern.delete_tenant(wanted text) RETURNS boolean
LANGUAGE plpgsql SET search_path = ''
AS $$
DECLARE
    ended bigint;
BEGIN
    DELETE FROM postern.tenant WHERE slug = wanted RETURNING number INTO ended;
    IF ended IS NULL THEN
        RETURN false;
    END IF;
    PERFORM pg_catalog.set_config('postern.tenant', ended::text, true);
    DELETE FROM postern.token WHERE tenant_id = ended;
    DELETE FROM postern.idempotency WHERE tenant_id = ended;
    PERFORM pg_catalog.set_config('postern.tenant', '', true);
    RETURN true;
END
$$;
REVOKE ALL ON FUNCTION postern.delete_tenant(text) FROM PUBLIC;
