-- What a person needs to know a session by in the list of theirs.
ALTER TABLE sessions
    ADD COLUMN device text NOT NULL DEFAULT '',
    ADD COLUMN address text,
    ADD COLUMN last_used_at timestamptz NOT NULL DEFAULT now();
