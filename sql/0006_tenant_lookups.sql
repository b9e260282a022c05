-- PostgreSQL plans a function in SQL anew for each statement that calls it, and one in PL/pgSQL
-- once for each connection: who the tenant of a host or name is takes a third of the time.

CREATE OR REPLACE FUNCTION postern.tenant_by_host(wanted text)
RETURNS TABLE (number bigint, slug text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    RETURN QUERY
        SELECT t.number, t.slug
        FROM postern.tenant_host AS h JOIN postern.tenant AS t ON t.number = h.tenant
        WHERE h.host = wanted;
END
$$;

CREATE OR REPLACE FUNCTION postern.tenant_by_slug(wanted text)
RETURNS TABLE (number bigint, slug text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    RETURN QUERY SELECT t.number, t.slug FROM postern.tenant AS t WHERE t.slug = wanted;
END
$$;

CREATE OR REPLACE FUNCTION postern.tenant_by_number(wanted bigint)
RETURNS TABLE (number bigint, slug text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    RETURN QUERY SELECT t.number, t.slug FROM postern.tenant AS t WHERE t.number = wanted;
END
$$;
