-- The key of a display name folds case by Unicode's rules and sorts bytewise, so that one index serves prefix search and
-- pages; PostgreSQL computes it, so that whoever writes the name cannot forget it.
ALTER TABLE users
    ADD COLUMN bio text NOT NULL DEFAULT '',
    ADD COLUMN avatar_id uuid,
    ADD COLUMN display_name_key text COLLATE "C"
        GENERATED ALWAYS AS (upper(display_name COLLATE "und-x-icu")) STORED;

CREATE INDEX users_by_display_name ON users (display_name_key, id);

-- One picture a person, under a new id with each upload: what an id names never changes.
CREATE TABLE avatars (
    id uuid NOT NULL UNIQUE,
    user_id uuid PRIMARY KEY REFERENCES users (id) ON DELETE CASCADE,
    content_type text NOT NULL,
    bytes bytea NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now()
);

-- Pictures are compressed already.
ALTER TABLE avatars ALTER COLUMN bytes SET STORAGE EXTERNAL;
