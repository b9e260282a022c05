#!/usr/bin/env bash
# Makes Postern's database and its two roles, once, when the container's cluster is new.
#
#   postern_owner     owns the database and everything in it: migrations and the command line
#   postern_gateway   what a gateway connects as: owns nothing, and row-level security binds it
#
# Their passwords come from the files that OWNER_PASSWORD_FILE and GATEWAY_PASSWORD_FILE name.

set -euo pipefail

OWNER_PASSWORD=$(<"$OWNER_PASSWORD_FILE")
GATEWAY_PASSWORD=$(<"$GATEWAY_PASSWORD_FILE")
export OWNER_PASSWORD GATEWAY_PASSWORD

psql --no-psqlrc --quiet --set ON_ERROR_STOP=1 \
    --username "${POSTGRES_USER:-postgres}" --dbname postgres <<'SQL'
\getenv owner_password OWNER_PASSWORD
\getenv gateway_password GATEWAY_PASSWORD

CREATE ROLE postern_owner LOGIN PASSWORD :'owner_password'
    NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS;
CREATE ROLE postern_gateway LOGIN PASSWORD :'gateway_password'
    NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS;

CREATE DATABASE postern OWNER postern_owner;
REVOKE ALL ON DATABASE postern FROM PUBLIC;
GRANT CONNECT ON DATABASE postern TO postern_gateway;

\connect postern
REVOKE ALL ON SCHEMA public FROM PUBLIC;
SQL
