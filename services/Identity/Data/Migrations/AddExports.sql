-- The last export that a person asked for; one at a time, which the primary key says.
CREATE TABLE data_exports (
    user_id uuid PRIMARY KEY REFERENCES users (id) ON DELETE CASCADE,
    id uuid NOT NULL UNIQUE,
    requested_at timestamptz NOT NULL,
    -- Null until every service has told all.
    ready_at timestamptz,
    expires_at timestamptz NOT NULL
);

CREATE INDEX data_exports_by_expiry ON data_exports (expires_at);

-- How far a service is. Pieces come in any order; the last one tells how many there are.
CREATE TABLE export_parts (
    export_id uuid NOT NULL REFERENCES data_exports (id) ON DELETE CASCADE,
    service text NOT NULL,
    received int NOT NULL DEFAULT 0,
    expected int,
    done boolean NOT NULL GENERATED ALWAYS AS (coalesce(received = expected, false)) STORED,
    PRIMARY KEY (export_id, service)
);

CREATE TABLE export_pieces (
    export_id uuid NOT NULL,
    service text NOT NULL,
    index int NOT NULL,
    file text NOT NULL,
    content text NOT NULL,
    PRIMARY KEY (export_id, service, index),
    FOREIGN KEY (export_id, service) REFERENCES export_parts ON DELETE CASCADE
);
