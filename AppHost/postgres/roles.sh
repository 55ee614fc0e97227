#!/bin/sh
# One database and one role per service; a role can open no database but its own. PostgreSQL runs this once, when its
# data folder is new, as docker-entrypoint-initdb.d does: psql reaches the server over its local socket.
set -eu

for service in identity friends chat presence notifications; do
    variable="$(echo "$service" | tr '[:lower:]' '[:upper:]')_DB_PASSWORD"
    eval "password=\${$variable:-}"
    [ -n "$password" ] || continue # this one lives on another server

    psql -v ON_ERROR_STOP=1 -v service="$service" -v password="$password" \
        --quiet --username "${POSTGRES_USER:-postgres}" --dbname postgres <<'SQL'
CREATE ROLE :"service" LOGIN PASSWORD :'password';
CREATE DATABASE :"service" OWNER :"service";
REVOKE ALL ON DATABASE :"service" FROM PUBLIC;
SQL
done

# New roles may connect to every database by default; these two hold nothing, but are nobody's business either.
psql -v ON_ERROR_STOP=1 --quiet --username "${POSTGRES_USER:-postgres}" --dbname postgres \
    -c 'REVOKE CONNECT ON DATABASE postgres, template1 FROM PUBLIC'
