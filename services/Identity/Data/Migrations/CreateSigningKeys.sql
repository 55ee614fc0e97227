-- The highest generation signs, all are published. The primary key makes replicas that start together agree on one.
CREATE TABLE signing_keys (
    generation int PRIMARY KEY,
    id text NOT NULL UNIQUE,
    protected_key bytea NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now()
);
