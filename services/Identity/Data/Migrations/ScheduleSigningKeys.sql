-- A key is published when it is made, signs from activates_at until the next one does, and is published until retires_at,
-- when the last token that it signed has expired; null while no other follows it.
ALTER TABLE signing_keys
    ADD COLUMN activates_at timestamptz NOT NULL DEFAULT now(),
    ADD COLUMN retires_at timestamptz;
