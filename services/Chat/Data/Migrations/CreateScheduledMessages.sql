-- Messages that are to be sent later. One that was sent is no longer here; one that was refused stays, with the reason, until
-- its author deletes it or gives it another time.
CREATE TABLE scheduled_messages (
    id uuid PRIMARY KEY,
    user_id uuid NOT NULL,
    username text NOT NULL,
    conversation_id uuid NOT NULL,
    -- What makes sending twice send once: a replica that dies between sending and saying so is found out by it.
    client_message_id uuid NOT NULL,
    body text NOT NULL,
    reply_to uuid,
    send_at timestamptz NOT NULL,
    -- When to try; later than send_at after a try that was told to wait.
    due_at timestamptz NOT NULL,
    -- A replica is sending it until then; after it, that replica is taken for dead.
    claimed_until timestamptz,
    -- The code of the refusal; null while it waits.
    failure text,
    created_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT scheduled_by_client_id UNIQUE (user_id, client_message_id)
);

CREATE INDEX scheduled_due ON scheduled_messages (due_at) WHERE failure IS NULL;
CREATE INDEX scheduled_by_user ON scheduled_messages (user_id, send_at, id);

-- Takes on what is due, the oldest first: no other replica does before the claim has ended.
CREATE FUNCTION claim_scheduled(this_moment timestamptz, claim interval, bound integer) RETURNS SETOF scheduled_messages
LANGUAGE sql VOLATILE AS $$
    WITH claimed AS (
        UPDATE scheduled_messages s SET claimed_until = this_moment + claim, due_at = this_moment + claim
        FROM (
            SELECT id FROM scheduled_messages WHERE failure IS NULL AND due_at <= this_moment
            ORDER BY due_at, id LIMIT bound FOR UPDATE SKIP LOCKED) due
        WHERE s.id = due.id
        RETURNING s.*)
    SELECT * FROM claimed ORDER BY send_at, id
$$;
