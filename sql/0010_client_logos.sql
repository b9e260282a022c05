-- The logos of clients: squares that the gateway has drawn, each with a digest of its bytes. The
-- preview that lists show stands in the client's own row.

CREATE TABLE postern.client_logo (
    tenant_id bigint NOT NULL,
    client_id text COLLATE "C" NOT NULL,
    image     bytea NOT NULL,
    etag      text COLLATE "C" NOT NULL,
    PRIMARY KEY (tenant_id, client_id),
    FOREIGN KEY (tenant_id, client_id) REFERENCES postern.client ON DELETE CASCADE,
    -- 256 x 256 pixels of four bytes that do not compress, and what PNG puts around them.
    CONSTRAINT client_logo_length CHECK (octet_length(image) BETWEEN 1 AND 327680),
    CONSTRAINT client_logo_etag_form CHECK (etag ~ '^[0-9a-f]{64}$')
);
-- PNG is compressed already.
ALTER TABLE postern.client_logo ALTER COLUMN image SET STORAGE EXTERNAL;
CALL postern.guard('postern.client_logo', 'SELECT, INSERT, UPDATE, DELETE');
