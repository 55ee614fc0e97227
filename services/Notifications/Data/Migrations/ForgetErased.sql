-- People whose accounts are gone, for good. What is still to be told of them, or to them, is dropped at the door.
CREATE TABLE erased_people (
    user_id uuid PRIMARY KEY,
    erased_at timestamptz NOT NULL
);

CREATE INDEX notifications_by_actor ON notifications (actor_id);

CREATE FUNCTION skip_notification_of_erased() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RETURN CASE WHEN EXISTS (SELECT FROM erased_people e WHERE e.user_id IN (NEW.user_id, NEW.actor_id)) THEN NULL ELSE NEW END;
END $$;

CREATE TRIGGER notifications_of_erased_are_skipped BEFORE INSERT ON notifications
    FOR EACH ROW EXECUTE FUNCTION skip_notification_of_erased();

CREATE FUNCTION skip_read_of_erased() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RETURN CASE WHEN EXISTS (SELECT FROM erased_people e WHERE e.user_id = NEW.user_id) THEN NULL ELSE NEW END;
END $$;

CREATE TRIGGER reads_of_erased_are_skipped BEFORE INSERT ON conversation_reads
    FOR EACH ROW EXECUTE FUNCTION skip_read_of_erased();
