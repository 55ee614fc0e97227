-- Sessions that ended before their access tokens did, for as long as such a token is good: what every replica of every
-- service has to know. A trigger fills it, so that no way of ending a session can forget to, and deleting an account is one.
-- No foreign key: the session may be gone.
CREATE TABLE ended_sessions (
    session_id uuid PRIMARY KEY,
    reason text NOT NULL,
    ended_at timestamptz NOT NULL,
    -- Readers go on from the oldest transaction that still ran when they last read. Going on from a time would miss
    -- what a slow transaction commits behind it.
    transaction_id bigint NOT NULL
);

CREATE INDEX ended_sessions_by_transaction ON ended_sessions (transaction_id, session_id);

CREATE FUNCTION note_ended_session() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    why text := 'account_deleted';
BEGIN
    IF TG_OP = 'UPDATE' THEN
        why := COALESCE(NEW.end_reason, 'revoked');
    END IF;

    INSERT INTO ended_sessions (session_id, reason, ended_at, transaction_id)
    VALUES (OLD.id, why, clock_timestamp(), pg_current_xact_id()::text::bigint)
    ON CONFLICT (session_id) DO NOTHING;
    -- Delivered at the commit, once for a transaction, also when the process that commits dies right after.
    PERFORM pg_notify('sessions_ended', '');
    RETURN NULL;
END $$;

CREATE TRIGGER session_ended AFTER UPDATE ON sessions
    FOR EACH ROW WHEN (OLD.ended_at IS NULL AND NEW.ended_at IS NOT NULL) EXECUTE FUNCTION note_ended_session();

CREATE TRIGGER session_deleted AFTER DELETE ON sessions
    FOR EACH ROW WHEN (OLD.ended_at IS NULL AND OLD.expires_at > now()) EXECUTE FUNCTION note_ended_session();
