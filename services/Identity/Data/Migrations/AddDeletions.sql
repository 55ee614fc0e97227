-- When the account goes, if its owner does not take it back before.
ALTER TABLE users ADD COLUMN deletion_at timestamptz;

CREATE INDEX users_by_deletion ON users (deletion_at) WHERE deletion_at IS NOT NULL;

-- Accounts that are gone. All that hung on them went with their row; the hash of the user name's look-alike form keeps
-- it from coming to somebody else, who would be taken for the one who had it.
CREATE TABLE deletions (
    user_id uuid PRIMARY KEY,
    deleted_at timestamptz NOT NULL,
    name_hash bytea NOT NULL
);

CREATE INDEX deletions_by_name ON deletions (name_hash);
CREATE INDEX deletions_by_time ON deletions (deleted_at, user_id);

-- Which services have confirmed that they erased the person.
CREATE TABLE erasures (
    user_id uuid NOT NULL REFERENCES deletions (user_id),
    service text NOT NULL,
    erased_at timestamptz,
    PRIMARY KEY (user_id, service)
);

CREATE INDEX erasures_awaited ON erasures (user_id) WHERE erased_at IS NULL;

-- A name that was given up is taken, to whoever asks the unique index. After the row and not before: a registration that
-- waited for the end of the deletion has to see what the deletion wrote.
CREATE FUNCTION refuse_given_up_name() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM deletions WHERE name_hash = sha256(convert_to(NEW.look_alike, 'UTF8'))) THEN
        RAISE unique_violation USING
            MESSAGE = 'the user name was given up with a deleted account', CONSTRAINT = 'users_by_look_alike';
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER users_take_no_given_up_name AFTER INSERT OR UPDATE OF look_alike ON users
    FOR EACH ROW EXECUTE FUNCTION refuse_given_up_name();

-- Of a deleted person the log keeps what happened and when, but not where from or with what: audit.erasing lets those
-- three columns be emptied, and nothing else.
CREATE OR REPLACE FUNCTION refuse_audit_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' AND current_setting('audit.expiring', true) = 'on' THEN
        RETURN OLD;
    END IF;
    IF TG_OP = 'UPDATE' AND current_setting('audit.erasing', true) = 'on' THEN
        OLD.address := NULL;
        OLD.device := NULL;
        OLD.detail := '{}';
        IF NEW IS NOT DISTINCT FROM OLD THEN
            RETURN NEW;
        END IF;
    END IF;
    RAISE EXCEPTION 'audit_events is append-only';
END $$;
