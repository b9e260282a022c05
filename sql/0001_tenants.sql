-- Tenants, and what guards every table that holds their rows.
--
-- Two roles: whoever runs this owns everything; `postern_gateway` is what gateways connect as. It
-- owns nothing, bypasses nothing, and sees only rows of the tenant that its transaction has set.

DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = 'postern_gateway') THEN
        CREATE ROLE postern_gateway LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS;
    END IF;
EXCEPTION WHEN duplicate_object OR unique_violation THEN
    -- Roles belong to the whole cluster: another database was migrated at this very moment.
    NULL;
END
$$;

GRANT USAGE ON SCHEMA postern TO postern_gateway;
GRANT SELECT ON postern.migration TO postern_gateway;

-- Puts a table behind row-level security, its owner included, and opens the listed commands on
-- the tenant's own rows to the gateway. The policy reads the setting through a scalar sub-select:
-- once per statement, not once per row; it is null outside a tenant's transaction and matches
-- nothing then.
CREATE PROCEDURE postern.guard(guarded regclass, commands text)
LANGUAGE plpgsql SET search_path = ''
AS $$
BEGIN
    EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', guarded);
    EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', guarded);
    EXECUTE format(
        'CREATE POLICY tenant_isolation ON %s'
        ' USING (tenant_id = (SELECT nullif(current_setting(''postern.tenant'', true), ''''))::bigint)'
        ' WITH CHECK (tenant_id = (SELECT nullif(current_setting(''postern.tenant'', true), ''''))::bigint)',
        guarded);
    IF commands <> '' THEN
        EXECUTE format('GRANT %s ON %s TO postern_gateway', commands, guarded);
    END IF;
END
$$;

-- The registry: what precedes the tenant. It holds no tenant's rows, so it has no `tenant_id`; the
-- gateway has no privilege on it and asks the functions below, one exact match at a time.
CREATE TABLE postern.tenant (
    number     bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    slug       text COLLATE "C" NOT NULL UNIQUE,
    name       text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT tenant_slug_form CHECK (slug ~ '^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$')
);

CREATE TABLE postern.tenant_host (
    host   text COLLATE "C" PRIMARY KEY,
    tenant bigint NOT NULL REFERENCES postern.tenant ON DELETE CASCADE,
    CONSTRAINT tenant_host_form CHECK (host = lower(host) AND host ~ '^[a-z0-9.:\[\]-]{1,255}$')
);
CREATE INDEX tenant_host_by_tenant ON postern.tenant_host (tenant);

CREATE FUNCTION postern.tenant_by_host(wanted text)
RETURNS TABLE (number bigint, slug text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
BEGIN ATOMIC
    SELECT t.number, t.slug
    FROM postern.tenant_host AS h JOIN postern.tenant AS t ON t.number = h.tenant
    WHERE h.host = wanted;
END;

CREATE FUNCTION postern.tenant_by_slug(wanted text)
RETURNS TABLE (number bigint, slug text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
BEGIN ATOMIC
    SELECT t.number, t.slug FROM postern.tenant AS t WHERE t.slug = wanted;
END;

CREATE FUNCTION postern.tenant_by_number(wanted bigint)
RETURNS TABLE (number bigint, slug text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
BEGIN ATOMIC
    SELECT t.number, t.slug FROM postern.tenant AS t WHERE t.number = wanted;
END;

REVOKE ALL ON FUNCTION postern.tenant_by_host(text) FROM PUBLIC;
REVOKE ALL ON FUNCTION postern.tenant_by_slug(text) FROM PUBLIC;
REVOKE ALL ON FUNCTION postern.tenant_by_number(bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION postern.tenant_by_host(text) TO postern_gateway;
GRANT EXECUTE ON FUNCTION postern.tenant_by_slug(text) TO postern_gateway;
GRANT EXECUTE ON FUNCTION postern.tenant_by_number(bigint) TO postern_gateway;

-- Gateways remember tenants; every change of the registry tells them to forget.
CREATE FUNCTION postern.announce_tenant_change() RETURNS trigger
LANGUAGE plpgsql SET search_path = ''
AS $$
BEGIN
    PERFORM pg_catalog.pg_notify('postern_tenant', '');
    RETURN NULL;
END
$$;

CREATE TRIGGER tenant_changed AFTER INSERT OR UPDATE OR DELETE ON postern.tenant
FOR EACH STATEMENT EXECUTE FUNCTION postern.announce_tenant_change();
CREATE TRIGGER tenant_host_changed AFTER INSERT OR UPDATE OR DELETE ON postern.tenant_host
FOR EACH STATEMENT EXECUTE FUNCTION postern.announce_tenant_change();
