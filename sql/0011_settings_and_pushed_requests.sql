-- What operators decide for a tenant, and how long pushed requests stay.

-- Settings are the operator's: whoever owns the schema lists and changes those of every tenant.
CREATE POLICY operator ON postern.authorization_settings TO CURRENT_USER
    USING (true) WITH CHECK (true);

-- `expires_at` is the end of the handle; a person may still be answering the pages it led to.
DROP POLICY expiry ON postern.pushed_request;
CREATE POLICY expiry ON postern.pushed_request TO CURRENT_USER
    USING (expires_at <= now() - interval '1 hour');
