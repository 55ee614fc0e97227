-- Events wait here for the broker's confirm; see docs/events.md.
CREATE TABLE outbox (
    position bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    message_id uuid NOT NULL DEFAULT gen_random_uuid(),
    type text NOT NULL,
    -- Written once and read once, as it is: jsonb would take it apart for both, and compression costs more than it saves.
    body json NOT NULL,
    traceparent text
);
ALTER TABLE outbox ALTER COLUMN body SET STORAGE EXTERNAL;

-- The dispatcher wakes at commit instead of polling. Not for a statement that might have told something and did not: a
-- NOTIFY makes commits queue up behind each other.
CREATE FUNCTION notify_outbox() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM added) THEN
        PERFORM pg_notify('outbox', '');
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER outbox_notifies AFTER INSERT ON outbox
REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION notify_outbox();

-- What each consumer has done, so that a second delivery does nothing.
CREATE TABLE inbox (
    consumer text NOT NULL,
    message_id uuid NOT NULL,
    received_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (consumer, message_id)
);

CREATE INDEX inbox_by_age ON inbox USING brin (received_at);
