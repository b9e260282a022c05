-- OAuth 2.0 clients, their secrets, the users who connect to them, and those connections.

CREATE TABLE postern.client (
    tenant_id     bigint NOT NULL REFERENCES postern.tenant ON DELETE CASCADE,
    client_id     text COLLATE "C" NOT NULL,
    client_name   text NOT NULL,
    client_uri    text NOT NULL DEFAULT '',
    redirect_uris text[] NOT NULL DEFAULT '{}',
    logo_preview  text NOT NULL DEFAULT '',
    creator       text COLLATE "C",
    created_at    timestamptz NOT NULL DEFAULT now(),
    updated_at    timestamptz NOT NULL DEFAULT now(),
    version       bigint NOT NULL DEFAULT 1,
    extra         jsonb NOT NULL DEFAULT '{}',
    PRIMARY KEY (tenant_id, client_id),
    CONSTRAINT client_id_length CHECK (octet_length(client_id) BETWEEN 1 AND 128)
);
CREATE INDEX client_by_change ON postern.client (tenant_id, updated_at, client_id);
CREATE INDEX client_by_creator ON postern.client (tenant_id, creator, updated_at, client_id);
CALL postern.guard('postern.client', 'SELECT, INSERT, UPDATE, DELETE');

-- Several secrets may be live at once, so that a rotation can overlap. A secret has at least 128
-- random bits, so its SHA-256 keeps it; a slow hash would only slow the gateway down.
CREATE TABLE postern.client_secret (
    tenant_id   bigint NOT NULL,
    client_id   text COLLATE "C" NOT NULL,
    secret_hash bytea NOT NULL,
    created_at  timestamptz NOT NULL DEFAULT now(),
    expires_at  timestamptz,
    last_used_at timestamptz,
    PRIMARY KEY (tenant_id, client_id, secret_hash),
    FOREIGN KEY (tenant_id, client_id) REFERENCES postern.client ON DELETE CASCADE,
    CONSTRAINT client_secret_hash_length CHECK (octet_length(secret_hash) = 32)
);
CALL postern.guard('postern.client_secret', 'SELECT, INSERT, UPDATE, DELETE');

CREATE TABLE postern.end_user (
    tenant_id     bigint NOT NULL REFERENCES postern.tenant ON DELETE CASCADE,
    user_id       text COLLATE "C" NOT NULL,
    username      text COLLATE "C" NOT NULL,
    email         text,
    given_name    text NOT NULL DEFAULT '',
    family_name   text NOT NULL DEFAULT '',
    roles         text[] NOT NULL DEFAULT '{}',
    password_hash text,
    created_at    timestamptz NOT NULL DEFAULT now(),
    updated_at    timestamptz NOT NULL DEFAULT now(),
    version       bigint NOT NULL DEFAULT 1,
    PRIMARY KEY (tenant_id, user_id),
    CONSTRAINT end_user_username UNIQUE (tenant_id, username)
);
CALL postern.guard('postern.end_user', 'SELECT, INSERT, UPDATE, DELETE');

CREATE TABLE postern.user_grant (
    tenant_id        bigint NOT NULL,
    subject          text COLLATE "C" NOT NULL,
    client_id        text COLLATE "C" NOT NULL,
    scope            text NOT NULL,
    authenticated_at timestamptz NOT NULL,
    accessed_at      timestamptz NOT NULL DEFAULT now(),
    created_at       timestamptz NOT NULL DEFAULT now(),
    version          bigint NOT NULL DEFAULT 1,
    PRIMARY KEY (tenant_id, subject, client_id),
    FOREIGN KEY (tenant_id, subject) REFERENCES postern.end_user ON DELETE CASCADE,
    FOREIGN KEY (tenant_id, client_id) REFERENCES postern.client ON DELETE CASCADE
);
CREATE INDEX user_grant_by_access
    ON postern.user_grant (tenant_id, subject, accessed_at, client_id);
CREATE INDEX user_grant_by_client ON postern.user_grant (tenant_id, client_id);
CALL postern.guard('postern.user_grant', 'SELECT, INSERT, UPDATE, DELETE');
