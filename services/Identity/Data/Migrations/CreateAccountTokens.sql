-- The links in e-mails. Only the SHA-256 of a token is kept; its use is the deletion of its row, in the transaction of the
-- change that it allows, so there is no second use.
CREATE TABLE account_tokens (
    hash bytea PRIMARY KEY,
    user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    purpose text NOT NULL CHECK (purpose IN ('verify_email', 'change_email', 'undo_email_change', 'reset_password')),
    email text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    expires_at timestamptz NOT NULL
);

CREATE INDEX account_tokens_of_user ON account_tokens (user_id, purpose);
CREATE INDEX account_tokens_by_expiry ON account_tokens (expires_at);

-- Who says to have forgotten a password is answered before anyone looks whether there is such an account.
CREATE TABLE forgotten_passwords (
    id uuid PRIMARY KEY,
    login text COLLATE "C" NOT NULL,
    asked_at timestamptz NOT NULL DEFAULT now()
);
