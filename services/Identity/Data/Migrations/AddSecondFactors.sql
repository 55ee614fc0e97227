ALTER TABLE users ADD COLUMN two_factor_enabled boolean NOT NULL DEFAULT false;

-- The secret of a person's authenticator app. In force while users.two_factor_enabled; else it waits for its first code.
CREATE TABLE authenticators (
    user_id uuid PRIMARY KEY REFERENCES users (id) ON DELETE CASCADE,
    protected_secret bytea NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    -- The time step of the last code that was accepted: neither it nor an older one is accepted again.
    last_step bigint NOT NULL DEFAULT 0
);

-- SHA-256 of codes of 120 random bits; using one deletes it.
CREATE TABLE recovery_codes (
    user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    hash bytea NOT NULL,
    PRIMARY KEY (user_id, hash)
);

-- Wrong guesses at something short, such as a code of six digits. Counted before the guess is looked at, so that guesses in
-- parallel count too.
CREATE TABLE guesses (
    user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    what text NOT NULL,
    failures int NOT NULL,
    guessed_at timestamptz NOT NULL,
    next_at timestamptz NOT NULL,
    PRIMARY KEY (user_id, what)
);
