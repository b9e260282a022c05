-- Whoever may no longer log in, or has a new password, has not allowed anything that is still to
-- come: codes and devices that wait to be redeemed end with the sessions.
CREATE OR REPLACE FUNCTION postern.end_user_access() RETURNS trigger
LANGUAGE plpgsql SET search_path = ''
AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND NEW.enabled
        AND NEW.password_hash IS NOT DISTINCT FROM OLD.password_hash THEN
        RETURN NULL;
    END IF;
    DELETE FROM postern.login_session
    WHERE tenant_id = OLD.tenant_id AND subject = OLD.user_id;
    DELETE FROM postern.authorization_code
    WHERE tenant_id = OLD.tenant_id AND subject = OLD.user_id AND family IS NULL;
    DELETE FROM postern.device_authorization
    WHERE tenant_id = OLD.tenant_id AND subject = OLD.user_id AND state = 'approved';
    DELETE FROM postern.token_family
    WHERE tenant_id = OLD.tenant_id AND subject = OLD.user_id;
    UPDATE postern.token SET revoked_at = now()
    WHERE tenant_id = OLD.tenant_id AND subject = OLD.user_id AND revoked_at IS NULL
        AND (TG_OP = 'DELETE' OR NOT NEW.enabled OR client_id IS NOT NULL);
    RETURN NULL;
END
$$;

-- The same for a client that is disabled.
CREATE OR REPLACE FUNCTION postern.end_client_access() RETURNS trigger
LANGUAGE plpgsql SET search_path = ''
AS $$
BEGIN
    DELETE FROM postern.pushed_request
    WHERE tenant_id = OLD.tenant_id AND client_id = OLD.client_id;
    DELETE FROM postern.authorization_code
    WHERE tenant_id = OLD.tenant_id AND client_id = OLD.client_id AND family IS NULL;
    DELETE FROM postern.device_authorization
    WHERE tenant_id = OLD.tenant_id AND client_id = OLD.client_id AND state <> 'redeemed';
    DELETE FROM postern.token_family
    WHERE tenant_id = OLD.tenant_id AND client_id = OLD.client_id;
    UPDATE postern.token SET revoked_at = now()
    WHERE tenant_id = OLD.tenant_id AND client_id = OLD.client_id AND revoked_at IS NULL;
    RETURN NULL;
END
$$;
