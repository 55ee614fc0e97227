-- What happened to accounts, for their owners and for admins. Written once: neither a bug nor a stolen connection of this
-- service can change or remove a row; only its expiry may (the cleaner says so with the setting audit.expiring).
CREATE TABLE audit_events (
    id uuid PRIMARY KEY,
    at timestamptz NOT NULL DEFAULT now(),
    type text NOT NULL,
    user_id uuid,
    actor_id uuid,
    session_id uuid,
    address text,
    device text,
    detail jsonb NOT NULL DEFAULT '{}'
);

CREATE INDEX audit_events_of_user ON audit_events (user_id, id DESC);
CREATE INDEX audit_events_by_type ON audit_events (type, id DESC);

CREATE FUNCTION refuse_audit_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' AND current_setting('audit.expiring', true) = 'on' THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION 'audit_events is append-only';
END $$;

CREATE TRIGGER audit_events_are_append_only BEFORE UPDATE OR DELETE ON audit_events
    FOR EACH ROW EXECUTE FUNCTION refuse_audit_change();
CREATE TRIGGER audit_events_are_not_truncated BEFORE TRUNCATE ON audit_events
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change();
