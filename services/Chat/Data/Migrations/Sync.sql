-- The name of this history of the database. Numbers of another one mean other events, so a client that has the numbers of
-- another epoch forgets what it has. The name is made of what a restore cannot keep: another cluster has another system
-- identifier, a recovery to a point in time begins another timeline, a copy or a dump is another database or other tables.
-- The token is for what looks the same from inside, as files that were put back do: begin_epoch().
CREATE TABLE epoch (
    is_only boolean PRIMARY KEY DEFAULT true CHECK (is_only),
    token uuid NOT NULL,
    began_at timestamptz NOT NULL
);

INSERT INTO epoch (token, began_at) VALUES (gen_random_uuid(), now());

-- The timeline is taken from the log's file name, which a promoted server changes at once; its control file follows later.
CREATE FUNCTION current_epoch() RETURNS text LANGUAGE sql STABLE AS $$
    SELECT md5(concat_ws('/', e.token, s.system_identifier, left(pg_walfile_name(pg_current_wal_lsn()), 8), d.oid,
        'conversations'::regclass::oid))
    FROM epoch e, pg_control_system() s, pg_database d
    WHERE d.datname = current_database()
$$;

-- For operators who have put the data back in a way that does not show: all clients fetch everything anew.
CREATE FUNCTION begin_epoch() RETURNS text LANGUAGE plpgsql AS $$
BEGIN
    UPDATE epoch SET token = gen_random_uuid(), began_at = now();
    RETURN current_epoch();
END $$;

-- Versions of read marks begin higher with each membership: who left and came again has a mark that is newer than the one
-- that their devices still know.
CREATE SEQUENCE memberships;
ALTER TABLE members ALTER COLUMN read_version SET DEFAULT nextval('memberships') * 100000;

-- A device that was away asks what others of its person hid meanwhile.
CREATE INDEX hidden_messages_by_time ON hidden_messages (user_id, hidden_at);

-- How far a person has ever read, where that is further than their read mark: who marks as unread takes back no receipt.
ALTER TABLE members ADD COLUMN seen_seq bigint NOT NULL DEFAULT 0;

-- What a person chose for all their devices; no row is all by default.
CREATE TABLE person_settings (
    user_id uuid PRIMARY KEY,
    -- Off: others do not see how far the person has read, nor the person how far the others have.
    read_receipts boolean NOT NULL
);

CREATE INDEX person_settings_private ON person_settings (user_id) WHERE NOT read_receipts;

-- Whether a conversation is small enough to tell who has read it.
CREATE FUNCTION tells_reads(conversation conversations, most_members integer) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
    SELECT conversation.kind = 'direct' OR conversation.kind = 'room' AND conversation.member_count <= most_members
$$;

CREATE FUNCTION shows_reads(person uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT coalesce((SELECT s.read_receipts FROM person_settings s WHERE s.user_id = person), true)
$$;
