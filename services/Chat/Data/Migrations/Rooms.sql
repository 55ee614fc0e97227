-- Open rooms and who is in them. Each act locks the conversation's row before it looks at anything, as the writers of
-- messages do, so that of two acts that cross one sees the other.

-- Part of a name is found by its trigrams.
CREATE EXTENSION IF NOT EXISTS pg_trgm;

-- Its messages and all that hangs on them are gone too; the row stays, so that the id is never another's.
ALTER TABLE conversations ADD COLUMN purged_at timestamptz;

-- The order of the list of rooms: the largest first, then by name. None of these columns changes when somebody writes.
CREATE INDEX rooms_by_size ON conversations ((-member_count), lower(name) COLLATE "C", id)
WHERE kind = 'room' AND deleted_at IS NULL;
CREATE INDEX rooms_by_part_of_name ON conversations USING gin (lower(name) gin_trgm_ops)
WHERE kind = 'room' AND deleted_at IS NULL;
CREATE INDEX conversations_to_purge ON conversations (deleted_at) WHERE deleted_at IS NOT NULL AND purged_at IS NULL;

-- Owner, admins, members: who stands first in the list, and who follows an owner that goes.
CREATE FUNCTION member_rank(role text) RETURNS integer LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE role WHEN 'owner' THEN 0 WHEN 'admin' THEN 1 ELSE 2 END
$$;

CREATE INDEX members_by_rank ON members (conversation_id, member_rank(role), joined_at, user_id);

-- Whoever acts has a name in the history, even before Identity's event has come.
CREATE FUNCTION remember_name(me uuid, my_name text) RETURNS void LANGUAGE sql AS $$
    INSERT INTO people (user_id, username, display_name, version) VALUES (me, my_name, my_name, 0) ON CONFLICT DO NOTHING
$$;

-- Makes a room, whose owner is who made it: done, too_many. Who makes two at once takes their turn.
CREATE FUNCTION create_room(
    new_id uuid, me uuid, my_name text, in_name text, in_topic text, in_history text, in_slow_mode integer, owned_limit integer)
RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    made bigint;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended('rooms of ' || me, 0));
    -- The same call again.
    IF EXISTS (SELECT FROM conversations WHERE id = new_id) THEN
        RETURN 'done';
    END IF;

    IF owned_limit <= (
        SELECT count(*) FROM members m JOIN conversations c ON c.id = m.conversation_id
        WHERE m.user_id = me AND m.role = 'owner' AND c.deleted_at IS NULL) THEN
        RETURN 'too_many';
    END IF;

    PERFORM remember_name(me, my_name);
    INSERT INTO conversations (id, kind, name, topic, history, slow_mode, member_count)
    VALUES (new_id, 'room', in_name, in_topic, in_history, in_slow_mode, 1);
    INSERT INTO members (conversation_id, user_id, role, read_seq, read_version) VALUES (new_id, me, 'owner', 1, 1);
    made := record_notice(new_id, 'conversation.created', me, jsonb_build_object('name', in_name));
    UPDATE conversations SET settings_seq = made WHERE id = new_id;
    RETURN 'done';
END $$;

-- A person comes into an open room, and has read what was before: done, not_found, full. Who is in it already stays, and so
-- does everyone in the public room.
CREATE FUNCTION join_room(in_conversation uuid, me uuid, my_name text, member_limit integer) RETURNS text
LANGUAGE plpgsql AS $$
DECLARE
    room conversations;
BEGIN
    SELECT * INTO room FROM conversations WHERE id = in_conversation FOR NO KEY UPDATE;
    IF may_read(room, me) THEN
        RETURN 'done';
    ELSIF room.id IS NULL OR room.deleted_at IS NOT NULL OR room.kind <> 'room' THEN
        RETURN 'not_found';
    ELSIF room.member_count >= member_limit THEN
        RETURN 'full';
    END IF;

    PERFORM remember_name(me, my_name);
    INSERT INTO members (conversation_id, user_id, read_seq, read_version, history_from, last_sent_at)
    VALUES (
        room.id, me, room.head_seq, DEFAULT, CASE room.history WHEN 'all' THEN 0 ELSE room.head_seq END,
        -- Going and coming again is no way around the slow mode.
        CASE WHEN room.slow_mode > 0 THEN (
            SELECT max(m.created_at) FROM messages m
            WHERE m.conversation_id = room.id AND m.author_id = me AND m.type = 'message.created') END);
    UPDATE conversations SET member_count = member_count + 1 WHERE id = room.id;
    PERFORM record_notice(room.id, 'member.joined', me, NULL);
    RETURN 'done';
END $$;

-- Ends a room; its row is locked. What is in it is deleted later, in pieces.
CREATE FUNCTION end_room(in_conversation uuid, actor uuid) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM record_change(in_conversation, 'conversation.deleted', actor, NULL, NULL);
    UPDATE conversations SET deleted_at = clock_timestamp() WHERE id = in_conversation;
END $$;

-- Rooms that a person was in: what they wrote there is still theirs, to be exported and to be erased.
CREATE TABLE former_members (
    user_id uuid NOT NULL,
    conversation_id uuid NOT NULL,
    PRIMARY KEY (user_id, conversation_id)
);

-- Every conversation that a person may have written in.
CREATE FUNCTION written_in(me uuid) RETURNS TABLE (conversation_id uuid) LANGUAGE sql STABLE AS $$
    SELECT c.conversation_id FROM conversations_of(me) c UNION SELECT f.conversation_id FROM former_members f WHERE f.user_id = me
$$;

-- Takes a member out of a room whose row is locked. The room passes to the admin who is longest in it, else to the member; the
-- last one who goes ends it.
CREATE FUNCTION take_out(in_conversation uuid, member uuid, actor uuid) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    was members;
    heir uuid;
BEGIN
    DELETE FROM members WHERE conversation_id = in_conversation AND user_id = member RETURNING * INTO was;
    INSERT INTO former_members (user_id, conversation_id) VALUES (member, in_conversation) ON CONFLICT DO NOTHING;
    UPDATE conversations SET member_count = member_count - 1 WHERE id = in_conversation;
    IF member = actor THEN
        PERFORM record_notice(in_conversation, 'member.left', actor, NULL);
    ELSE
        PERFORM record_notice(in_conversation, 'member.removed', actor, jsonb_build_object('userId', member));
    END IF;

    IF was.role <> 'owner' THEN
        RETURN;
    END IF;

    UPDATE members SET role = 'owner'
    WHERE conversation_id = in_conversation AND user_id = (
        SELECT m.user_id FROM members m WHERE m.conversation_id = in_conversation
        ORDER BY m.conversation_id, member_rank(m.role), m.joined_at, m.user_id LIMIT 1)
    RETURNING user_id INTO heir;
    IF heir IS NULL THEN
        PERFORM end_room(in_conversation, actor);
    ELSE
        PERFORM record_change(
            in_conversation, 'member.role_changed', actor, NULL, jsonb_build_object('userId', heir, 'role', 'owner'));
    END IF;
END $$;

-- A person goes: done, not_found, not_a_room. Who is not in the room has gone already.
CREATE FUNCTION leave_room(in_conversation uuid, me uuid) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    room conversations;
BEGIN
    SELECT * INTO room FROM conversations WHERE id = in_conversation FOR NO KEY UPDATE;
    IF room.id IS NULL OR room.deleted_at IS NOT NULL OR (room.kind = 'direct' AND NOT may_read(room, me)) THEN
        RETURN 'not_found';
    ELSIF room.kind <> 'room' THEN
        RETURN 'not_a_room';
    ELSIF may_read(room, me) THEN
        PERFORM take_out(room.id, me, me);
    END IF;

    RETURN 'done';
END $$;

-- A person goes from all rooms, as their account ends. The rooms in the order of their ids, as whoever locks several does.
CREATE FUNCTION leave_all_rooms(me uuid) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    room uuid;
BEGIN
    FOR room IN
        SELECT c.id FROM members m JOIN conversations c ON c.id = m.conversation_id
        WHERE m.user_id = me AND c.kind = 'room' AND c.deleted_at IS NULL ORDER BY c.id
    LOOP
        PERFORM leave_room(room, me);
    END LOOP;

    RETURN 'done';
END $$;

-- What a person is in a room, to be asked under its lock: 'owner', 'admin', 'member'; 'moderator' of the whole site; null.
CREATE FUNCTION standing_in(in_conversation uuid, me uuid, moderator boolean) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT CASE WHEN moderator THEN 'moderator' ELSE (
        SELECT m.role FROM members m WHERE m.conversation_id = in_conversation AND m.user_id = me) END
$$;

-- Sends a member away, who stands below: done, not_found, not_a_room, not_allowed, self. Who is not there has gone already.
CREATE FUNCTION remove_member(in_conversation uuid, actor uuid, moderator boolean, member uuid) RETURNS text
LANGUAGE plpgsql AS $$
DECLARE
    room conversations;
    standing text;
    role_of_member text;
BEGIN
    SELECT * INTO room FROM conversations WHERE id = in_conversation FOR NO KEY UPDATE;
    standing := standing_in(room.id, actor, moderator);
    IF room.id IS NULL OR room.deleted_at IS NOT NULL OR NOT (may_read(room, actor) OR moderator AND room.kind = 'room') THEN
        RETURN 'not_found';
    ELSIF room.kind <> 'room' THEN
        RETURN 'not_a_room';
    ELSIF actor = member THEN
        RETURN 'self';
    END IF;

    SELECT m.role INTO role_of_member FROM members m WHERE m.conversation_id = room.id AND m.user_id = member;
    IF standing NOT IN ('moderator', 'owner') AND (standing <> 'admin' OR role_of_member <> 'member') THEN
        RETURN 'not_allowed';
    ELSIF role_of_member IS NOT NULL THEN
        PERFORM take_out(room.id, member, actor);
    END IF;

    RETURN 'done';
END $$;

-- Gives a member a role, which is the owner's to do: done, not_found, not_a_room, not_allowed, no_member, owner_stays. Who
-- gives theirs away is an admin then: a room has one owner.
CREATE FUNCTION change_role(in_conversation uuid, actor uuid, moderator boolean, member uuid, in_role text) RETURNS text
LANGUAGE plpgsql AS $$
DECLARE
    room conversations;
    before text;
    former uuid;
BEGIN
    SELECT * INTO room FROM conversations WHERE id = in_conversation FOR NO KEY UPDATE;
    IF room.id IS NULL OR room.deleted_at IS NOT NULL OR NOT (may_read(room, actor) OR moderator AND room.kind = 'room') THEN
        RETURN 'not_found';
    ELSIF room.kind <> 'room' THEN
        RETURN 'not_a_room';
    ELSIF standing_in(room.id, actor, moderator) NOT IN ('moderator', 'owner') THEN
        RETURN 'not_allowed';
    END IF;

    SELECT m.role INTO before FROM members m WHERE m.conversation_id = room.id AND m.user_id = member;
    IF before IS NULL THEN
        RETURN 'no_member';
    ELSIF before = in_role THEN
        RETURN 'done';
    ELSIF before = 'owner' THEN
        RETURN 'owner_stays';
    END IF;

    IF in_role = 'owner' THEN
        UPDATE members SET role = 'admin' WHERE conversation_id = room.id AND role = 'owner' RETURNING user_id INTO former;
        PERFORM record_change(
            room.id, 'member.role_changed', actor, NULL, jsonb_build_object('userId', former, 'role', 'admin'));
    END IF;

    UPDATE members SET role = in_role WHERE conversation_id = room.id AND user_id = member;
    PERFORM record_change(
        room.id, 'member.role_changed', actor, NULL, jsonb_build_object('userId', member, 'role', in_role));
    RETURN 'done';
END $$;

-- Changes what is not null: done, not_found, not_a_room, not_allowed, changed. Of a room its owner and admins may; of the
-- public one the site's moderators set topic and slow mode, and its admins all. With "expected" only the settings of that
-- version are changed.
CREATE FUNCTION change_settings(
    in_conversation uuid, actor uuid, moderator boolean, administrator boolean,
    in_name text, in_topic text, in_history text, in_slow_mode integer, expected bigint)
RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    was conversations;
    now_is conversations;
    latest bigint;
BEGIN
    SELECT * INTO was FROM conversations WHERE id = in_conversation FOR NO KEY UPDATE;
    IF was.id IS NULL OR NOT may_read(was, actor) THEN
        RETURN 'not_found';
    ELSIF was.kind = 'direct' THEN
        RETURN 'not_a_room';
    ELSIF (was.kind = 'public' AND NOT (administrator OR moderator AND in_name IS NULL AND in_history IS NULL))
        OR (was.kind = 'room' AND standing_in(was.id, actor, moderator) = 'member') THEN
        RETURN 'not_allowed';
    ELSIF expected <> was.settings_seq THEN
        RETURN 'changed';
    END IF;

    UPDATE conversations c SET
        name = coalesce(in_name, c.name), topic = coalesce(in_topic, c.topic),
        history = coalesce(in_history, c.history), slow_mode = coalesce(in_slow_mode, c.slow_mode)
    WHERE c.id = was.id RETURNING * INTO now_is;
    IF now_is.name <> was.name THEN
        latest := record_notice(
            was.id, 'conversation.renamed', actor, jsonb_build_object('name', now_is.name, 'before', was.name));
    END IF;

    IF (now_is.topic, now_is.history, now_is.slow_mode) <> (was.topic, was.history, was.slow_mode) THEN
        latest := record_change(was.id, 'conversation.updated', actor, NULL, jsonb_build_object(
            'name', now_is.name, 'topic', now_is.topic, 'history', now_is.history, 'slowMode', now_is.slow_mode));
    END IF;

    UPDATE conversations SET settings_seq = latest WHERE id = was.id AND latest IS NOT NULL;
    RETURN 'done';
END $$;

-- Deletes a room for everyone: done, not_found, not_a_room, not_allowed.
CREATE FUNCTION delete_room(in_conversation uuid, actor uuid, moderator boolean) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    room conversations;
BEGIN
    SELECT * INTO room FROM conversations WHERE id = in_conversation FOR NO KEY UPDATE;
    IF room.id IS NULL OR room.deleted_at IS NOT NULL OR NOT (may_read(room, actor) OR moderator AND room.kind = 'room') THEN
        RETURN 'not_found';
    ELSIF room.kind <> 'room' THEN
        RETURN 'not_a_room';
    ELSIF standing_in(room.id, actor, moderator) NOT IN ('moderator', 'owner') THEN
        RETURN 'not_allowed';
    END IF;

    PERFORM end_room(room.id, actor);
    RETURN 'done';
END $$;

CREATE INDEX mentions_of_conversation ON mentions (conversation_id);
CREATE INDEX hidden_messages_of_conversation ON hidden_messages (conversation_id);
CREATE INDEX former_members_of_conversation ON former_members (conversation_id);

-- Deletes a piece of what was in a deleted room; false when nothing is left to do, or others are at it.
CREATE FUNCTION purge_deleted_rooms(bound integer) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
    room uuid;
    first_seqs bigint[];
BEGIN
    SELECT c.id INTO room FROM conversations c WHERE c.deleted_at IS NOT NULL AND c.purged_at IS NULL
    ORDER BY c.deleted_at LIMIT 1 FOR NO KEY UPDATE SKIP LOCKED;
    IF room IS NULL THEN
        RETURN false;
    END IF;

    first_seqs := ARRAY(SELECT m.seq FROM messages m WHERE m.conversation_id = room ORDER BY m.seq LIMIT bound);
    IF cardinality(first_seqs) > 0 THEN
        WITH gone AS (
            DELETE FROM messages m WHERE m.conversation_id = room AND m.seq = ANY (first_seqs) RETURNING m.id
        ), without_revisions AS (
            DELETE FROM revisions r USING gone WHERE r.message_id = gone.id
        )
        DELETE FROM reactions r USING gone WHERE r.message_id = gone.id;
        RETURN true;
    END IF;

    DELETE FROM changes c WHERE c.conversation_id = room AND c.seq IN (
        SELECT d.seq FROM changes d WHERE d.conversation_id = room ORDER BY d.seq LIMIT bound);
    IF FOUND THEN
        RETURN true;
    END IF;

    DELETE FROM mentions n WHERE n.conversation_id = room;
    DELETE FROM hidden_messages h WHERE h.conversation_id = room;
    DELETE FROM members m WHERE m.conversation_id = room;
    DELETE FROM former_members f WHERE f.conversation_id = room;
    DELETE FROM custom_emoji e WHERE e.conversation_id = room;
    DELETE FROM drafts d WHERE d.conversation_id = room;
    UPDATE conversations SET name = '', topic = '', purged_at = clock_timestamp() WHERE id = room;
    RETURN true;
END $$;
