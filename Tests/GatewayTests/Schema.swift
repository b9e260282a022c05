// Questions to PostgreSQL's catalog.

import Testing

/// Statements whose rows are names; those of breaches give none where the law holds.
enum Schema {
    /// Every table with rows of tenants, partitions included.
    static let tenantTables = """
        SELECT relname::text FROM pg_class
        WHERE relnamespace = 'postern'::regnamespace AND relkind IN ('r', 'p')
            AND EXISTS (SELECT FROM pg_attribute
                WHERE attrelid = pg_class.oid AND attname = 'tenant_id' AND NOT attisdropped)
        """

    /// Every other table.
    static let otherTables = """
        SELECT relname::text FROM pg_class
        WHERE relnamespace = 'postern'::regnamespace AND relkind IN ('r', 'p')
            AND relname NOT IN (\(tenantTables))
        ORDER BY relname
        """

    /// A law, and the statement that lists its breaches.
    struct Law: Sendable {
        let sentence: String
        let breaches: String
    }

    static let laws = [
        Law(
            sentence: "row security is on and forced where rows are a tenant's",
            breaches: """
                \(tenantTables) AND NOT (relrowsecurity AND relforcerowsecurity)
                """),
        Law(
            sentence: "each of those tables has the policy of isolation, for reading and writing",
            breaches: """
                \(tenantTables) AND NOT EXISTS (SELECT FROM pg_policies
                    WHERE schemaname = 'postern' AND tablename = relname
                        AND policyname = 'tenant_isolation' AND cmd = 'ALL'
                        AND roles = '{public}' AND qual = with_check
                        AND qual LIKE '%tenant_id = %current_setting(''postern.tenant''%')
                """),
        Law(
            sentence: "no other policy lets the gateway's role see more",
            breaches: """
                SELECT tablename || '.' || policyname FROM pg_policies
                WHERE schemaname = 'postern' AND permissive = 'PERMISSIVE'
                    AND policyname <> 'tenant_isolation'
                    AND roles && '{public,postern_gateway}'::name[]
                """),
        Law(
            sentence: "every index of those tables starts with tenant_id",
            breaches: """
                SELECT indexrelid::regclass::text FROM pg_index
                JOIN pg_class ON pg_class.oid = indrelid
                JOIN pg_attribute ON attrelid = indrelid AND attnum = indkey[0]
                WHERE relname IN (\(tenantTables)) AND attname <> 'tenant_id'
                UNION ALL
                SELECT indexrelid::regclass::text FROM pg_index
                JOIN pg_class ON pg_class.oid = indrelid
                WHERE relname IN (\(tenantTables)) AND indkey[0] = 0
                """),
        Law(
            sentence: "every table of tenants' rows has a primary key",
            breaches: """
                \(tenantTables) AND NOT EXISTS (SELECT FROM pg_index
                    WHERE indrelid = pg_class.oid AND indisprimary)
                """),
        Law(
            sentence: "a reference from a tenant's row stays with the tenant",
            breaches: """
                SELECT conname::text FROM pg_constraint
                JOIN pg_class ON pg_class.oid = conrelid
                JOIN pg_attribute ON attrelid = conrelid AND attnum = conkey[1]
                WHERE contype = 'f' AND relname IN (\(tenantTables)) AND attname <> 'tenant_id'
                """),
        Law(
            sentence: "a tenant's number is never empty",
            breaches: """
                \(tenantTables) AND NOT (SELECT attnotnull FROM pg_attribute
                    WHERE attrelid = pg_class.oid AND attname = 'tenant_id')
                """),
        Law(
            sentence: "the gateway's role owns nothing",
            breaches: """
                SELECT classid::regclass::text || ' ' || objid FROM pg_shdepend
                WHERE refobjid = 'postern_gateway'::regrole AND deptype = 'o'
                """),
        Law(
            sentence: "the gateway's role is nothing more than a role that may log in",
            breaches: """
                SELECT rolname::text FROM pg_roles
                WHERE rolname = 'postern_gateway' AND (rolsuper OR rolbypassrls OR rolcreaterole
                    OR rolcreatedb OR rolreplication OR NOT rolcanlogin)
                UNION ALL
                SELECT roleid::regrole::text FROM pg_auth_members
                WHERE member = 'postern_gateway'::regrole
                """),
        Law(
            sentence: "the gateway's role may make nothing in the schema",
            breaches: """
                SELECT nspname::text FROM pg_namespace
                WHERE has_schema_privilege('postern_gateway', oid, 'CREATE')
                    AND nspname NOT LIKE 'pg_temp%'
                """),
        Law(
            sentence: "what is no tenant's, and partitions, are closed to the gateway's role",
            breaches: """
                SELECT relname || ' ' || privilege FROM pg_class,
                    unnest('{SELECT,INSERT,UPDATE,REFERENCES}'::text[]) AS privilege
                WHERE relnamespace = 'postern'::regnamespace
                    AND (relname IN ('tenant', 'tenant_host', 'installation') OR relispartition)
                    AND relkind IN ('r', 'p')
                    AND (has_any_column_privilege('postern_gateway', oid, privilege)
                        OR has_table_privilege('postern_gateway', oid, 'DELETE, TRUNCATE, TRIGGER'))
                """),
        Law(
            sentence: "the gateway's role may not empty a table, nor put triggers on it",
            breaches: """
                SELECT relname::text FROM pg_class
                WHERE relnamespace = 'postern'::regnamespace AND relkind IN ('r', 'p')
                    AND has_table_privilege('postern_gateway', oid, 'TRUNCATE, TRIGGER')
                """),
        Law(
            sentence: "a function that runs as its owner looks nowhere but where it says",
            breaches: """
                SELECT oid::regprocedure::text FROM pg_proc
                WHERE pronamespace = 'postern'::regnamespace AND prosecdef
                    AND NOT coalesce('search_path=""' = ANY (proconfig), false)
                """),
        Law(
            sentence: "a function that runs as its owner is for the gateway's role alone",
            breaches: """
                SELECT oid::regprocedure::text FROM pg_proc
                WHERE pronamespace = 'postern'::regnamespace AND prosecdef
                    AND (SELECT array_agg(DISTINCT grantee ORDER BY grantee)
                        FROM aclexplode(proacl) WHERE grantee <> proowner)
                        IS DISTINCT FROM ARRAY['postern_gateway'::regrole::oid]
                """),
        Law(
            sentence: "the gateway's role cannot end a tenant",
            breaches: """
                SELECT oid::regprocedure::text FROM pg_proc
                WHERE proname = 'delete_tenant'
                    AND has_function_privilege('postern_gateway', oid, 'EXECUTE')
                """),
    ]
}

extension Schema.Law: CustomTestStringConvertible {
    var testDescription: String { sentence }
}
