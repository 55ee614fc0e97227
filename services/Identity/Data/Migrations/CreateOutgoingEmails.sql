-- Mail commits with the change that it tells of, and is sent after it by whichever replica takes it.
CREATE TABLE outgoing_emails (
    id uuid PRIMARY KEY,
    recipient text NOT NULL,
    subject text NOT NULL,
    body text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    next_try_at timestamptz NOT NULL DEFAULT now(),
    tries int NOT NULL DEFAULT 0
);

CREATE INDEX outgoing_emails_by_next_try ON outgoing_emails (next_try_at);
