-- What people do to messages that are there. Each act is one function, called in a transaction of its own: it locks the
-- conversation's row before it looks at anything, decides, changes, records what changed under the next number, and returns
-- "done", or the name of a refusal with nothing changed. Doing again what is done already is done, and records nothing.
-- As in append_messages a plan that is right for an empty table must not stay cached: only those by the indexes are let through.

-- The number of the edit that replaced the text: who edits says which state of the text they have seen.
ALTER TABLE revisions ADD COLUMN replaced_seq bigint NOT NULL;

-- An edit and a deletion take away whom the text named before.
CREATE INDEX mentions_of_message ON mentions (conversation_id, seq);

-- Whether a person may see a message: theirs to read, not before their time, and not deleted by them for themselves.
CREATE FUNCTION may_see_message(message messages, me uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT message.seq > history_from(message.conversation_id, me)
        AND EXISTS (SELECT FROM conversations c WHERE c.id = message.conversation_id AND may_read(c, me))
        AND NOT EXISTS (
            SELECT FROM hidden_messages h
            WHERE h.user_id = me AND h.conversation_id = message.conversation_id AND h.seq = message.seq)
$$;

-- Whether a person keeps order among the messages of a conversation; in_moderator says that they do so on the whole site.
-- Between two people nobody does.
CREATE FUNCTION moderates_messages(held conversations, me uuid, in_moderator boolean) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT held.kind <> 'direct' AND (in_moderator OR EXISTS (
        SELECT FROM members m WHERE m.conversation_id = held.id AND m.user_id = me AND m.role <> 'member'))
$$;

-- Why a person may not write in a conversation that they may read; null when they may. Whoever may not send may not reach
-- the other by an edit or a reaction either.
CREATE FUNCTION refusal_to_write_in(held conversations, me uuid, in_request_limit integer) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT CASE
        WHEN held.kind <> 'direct' THEN NULL
        WHEN NOT may_write_direct(
            audience_of(peer.id, 'direct_messages'), is_blocked(peer.id, me), are_friends(peer.id, me),
            share_a_friend(peer.id, me), held.accepted_at IS NOT NULL OR coalesce(held.requested_by <> me, false))
            THEN 'not_allowed'
        WHEN held.requested_by = me AND held.head_seq >= in_request_limit THEN 'request_pending'
    END
    FROM (SELECT CASE WHEN held.low_user_id = me THEN held.high_user_id ELSE held.low_user_id END AS id) peer
$$;

-- Locks a conversation for a person who may read it; else returns null. Who moderates the site may act in any room. Whoever
-- acts has a name in the events, even before Identity's event has come; whose account is gone does nothing any more: their
-- erasure waits for the acts that hold the row, and those that come later end here.
CREATE FUNCTION hold_for_change(in_conversation uuid, me uuid, my_name text, in_moderator boolean) RETURNS conversations
LANGUAGE plpgsql AS $$
DECLARE
    held conversations;
BEGIN
    SELECT c.* INTO held FROM conversations c WHERE c.id = in_conversation FOR NO KEY UPDATE;
    -- Statements of their own, to see what the row was waited for.
    IF held.id IS NULL OR held.deleted_at IS NOT NULL
        OR NOT (may_read(held, me) OR (in_moderator AND held.kind = 'room'))
        OR EXISTS (SELECT FROM erased_people e WHERE e.user_id = me) THEN
        RETURN NULL;
    END IF;
    INSERT INTO people (user_id, username, display_name, version)
    SELECT me, my_name, my_name, 0 WHERE NOT EXISTS (SELECT FROM people p WHERE p.user_id = me)
    ON CONFLICT DO NOTHING;
    RETURN held;
END $$;

-- Locks the conversation of a message that a person may see; else returns null. What the system says cannot be changed.
CREATE FUNCTION hold_message_for_change(in_message uuid, me uuid, my_name text, in_moderator boolean) RETURNS conversations
LANGUAGE plpgsql AS $$
DECLARE
    held conversations;
    message messages;
BEGIN
    -- A message never moves, so where it is may be looked up before the lock.
    held := hold_for_change(
        (SELECT m.conversation_id FROM messages m WHERE m.id = in_message), me, my_name, in_moderator);
    SELECT m.* INTO message FROM messages m WHERE m.id = in_message AND m.type = 'message.created';
    IF held.id IS NULL OR message.id IS NULL OR NOT (may_see_message(message, me) OR (in_moderator AND held.kind = 'room')) THEN
        RETURN NULL;
    END IF;
    RETURN held;
END $$;

-- Whom a text means, by name or as here: members whom no block stands between. The same rule as that of append_messages.
CREATE FUNCTION mentioned_people(held conversations, author uuid, in_names text[], in_here uuid[])
RETURNS TABLE (user_id uuid, is_here boolean) LANGUAGE sql STABLE AS $$
    SELECT who.user_id, bool_and(who.is_here)
    FROM (
        SELECT p.user_id, false AS is_here FROM people p WHERE lower(p.username) = ANY (in_names) AND NOT p.deleted
        UNION ALL
        SELECT h.user_id, true FROM unnest(in_here) AS h (user_id)) who
    WHERE who.user_id <> author
      AND (held.kind = 'public' OR who.user_id IN (held.low_user_id, held.high_user_id)
        OR EXISTS (SELECT FROM members m WHERE m.conversation_id = held.id AND m.user_id = who.user_id))
      AND NOT is_blocked(author, who.user_id)
    GROUP BY who.user_id
$$;

-- Another text in place of the one that the author has seen at in_version (any, when null). Refusals: not_found, not_yours,
-- deleted, forwarded, changed, too_late, too_many_edits, not_allowed, request_pending.
CREATE FUNCTION edit_message(
    in_message uuid, me uuid, my_name text, in_moderator boolean, in_body text, in_version bigint, in_window interval,
    in_edits_limit integer, in_request_limit integer, in_names text[], in_everyone text, in_here uuid[]) RETURNS text
LANGUAGE plpgsql
SET enable_seqscan = off
AS $$
DECLARE
    held conversations := hold_message_for_change(in_message, me, my_name, false);
    message messages;
    refusal text;
    keeps_order boolean;
    edited bigint;
BEGIN
    SELECT m.* INTO message FROM messages m WHERE m.id = in_message;
    refusal := CASE
        WHEN held.id IS NULL THEN 'not_found'
        WHEN message.author_id <> me THEN 'not_yours'
        WHEN message.deleted_at IS NOT NULL THEN 'deleted'
        -- It would put words into another's mouth.
        WHEN message.data IS NOT NULL THEN 'forwarded'
        -- A repeated edit has the answer of the first.
        WHEN message.body = in_body THEN 'done'
        WHEN in_version NOT BETWEEN message.seq AND message.version
            OR EXISTS (SELECT FROM revisions r WHERE r.message_id = in_message AND r.replaced_seq > in_version) THEN 'changed'
        WHEN message.created_at + in_window < clock_timestamp() THEN 'too_late'
        WHEN (SELECT count(*) FROM revisions r WHERE r.message_id = in_message) >= in_edits_limit THEN 'too_many_edits'
        ELSE refusal_to_write_in(held, me, in_request_limit)
    END;
    IF refusal IS NOT NULL THEN
        RETURN refusal;
    END IF;

    keeps_order := moderates_messages(held, me, in_moderator);
    DELETE FROM mentions n WHERE n.conversation_id = held.id AND n.seq = message.seq;
    WITH named AS MATERIALIZED (
        SELECT p.* FROM mentioned_people(held, me, in_names, CASE WHEN keeps_order THEN in_here END) p
    ), mentioning AS (
        INSERT INTO mentions (user_id, conversation_id, seq) SELECT n.user_id, held.id, message.seq FROM named n
    )
    UPDATE messages SET
        body = in_body,
        edited_at = clock_timestamp(),
        -- A repeated send is known by what was sent.
        sent_digest = coalesce(message.sent_digest, md5(message.body)::uuid),
        mentions = (SELECT array_agg(n.user_id) FROM named n WHERE NOT n.is_here),
        mentions_everyone = CASE WHEN keeps_order THEN in_everyone END
    WHERE id = in_message;
    edited := record_change(held.id, 'message.edited', me, in_message, NULL);
    INSERT INTO revisions (message_id, number, body, written_at, replaced_seq)
    SELECT in_message, count(*) + 1, message.body, coalesce(message.edited_at, message.created_at), edited
    FROM revisions r WHERE r.message_id = in_message;
    RETURN 'done';
END $$;

-- Deletes for everyone: the message keeps its number and loses all that it said. Where a forwarded one came from stays, as a
-- repeated send is known by it. Refusals: not_found, not_yours.
CREATE FUNCTION delete_message(in_message uuid, me uuid, my_name text, in_moderator boolean) RETURNS text
LANGUAGE plpgsql
SET enable_seqscan = off
AS $$
DECLARE
    held conversations := hold_message_for_change(in_message, me, my_name, in_moderator);
    message messages;
    deleted bigint;
BEGIN
    SELECT m.* INTO message FROM messages m WHERE m.id = in_message;
    IF held.id IS NULL THEN
        RETURN 'not_found';
    ELSIF message.author_id <> me AND NOT moderates_messages(held, me, in_moderator) THEN
        RETURN 'not_yours';
    ELSIF message.deleted_at IS NOT NULL THEN
        RETURN 'done';
    END IF;

    DELETE FROM revisions r WHERE r.message_id = in_message;
    DELETE FROM reactions r WHERE r.message_id = in_message;
    DELETE FROM mentions n WHERE n.conversation_id = held.id AND n.seq = message.seq;
    UPDATE messages SET
        body = '',
        deleted_at = clock_timestamp(),
        sent_digest = coalesce(message.sent_digest, md5(message.body)::uuid),
        mentions = NULL,
        mentions_everyone = NULL,
        reaction_count = 0,
        pinned_at = NULL
    WHERE id = in_message;
    deleted := record_change(held.id, 'message.deleted', me, in_message, NULL);
    UPDATE messages root SET
        reply_count = root.reply_count - 1,
        last_reply_at = (
            SELECT reply.created_at FROM messages reply
            WHERE reply.thread_root_id = root.id AND reply.deleted_at IS NULL
            ORDER BY reply.seq DESC LIMIT 1),
        thread_seq = deleted
    WHERE root.id = message.thread_root_id;
    RETURN 'done';
END $$;

-- Deletes for the person alone: nobody else learns of it, and no number is taken. Whether the read mark stands before it,
-- so that what is unread is another: the mark has a new version then, for the person's other devices.
CREATE FUNCTION hide_message(in_message uuid, me uuid, my_name text)
RETURNS TABLE (conversation_id uuid, seq bigint, is_new boolean, is_unread boolean)
LANGUAGE plpgsql
SET enable_seqscan = off
AS $$
#variable_conflict use_column
DECLARE
    held conversations := hold_for_change(
        (SELECT m.conversation_id FROM messages m WHERE m.id = in_message), me, my_name, false);
    message messages;
    hidden_now boolean;
    moved boolean;
BEGIN
    SELECT m.* INTO message FROM messages m WHERE m.id = in_message;
    -- One that is hidden already is found: it is deleted again.
    IF held.id IS NULL OR message.seq <= history_from(held.id, me) THEN
        RETURN;
    END IF;

    INSERT INTO hidden_messages (user_id, conversation_id, seq) VALUES (me, held.id, message.seq) ON CONFLICT DO NOTHING;
    hidden_now := FOUND;
    IF hidden_now THEN
        INSERT INTO members AS mine (conversation_id, user_id, read_version) VALUES (held.id, me, 1)
        ON CONFLICT (conversation_id, user_id) DO UPDATE SET read_version = mine.read_version + 1
        WHERE mine.read_seq < message.seq;
        moved := FOUND;
    END IF;

    RETURN QUERY SELECT held.id, message.seq, hidden_now, coalesce(moved, false);
END $$;

-- Puts a message up for everyone, or takes it down: who keeps order in a room, either of two in their own conversation.
-- Refusals: not_found, deleted, pin_not_allowed, too_many_pins, not_allowed, request_pending.
CREATE FUNCTION pin_message(
    in_message uuid, me uuid, my_name text, in_moderator boolean, in_on boolean, in_limit integer, in_request_limit integer)
RETURNS text LANGUAGE plpgsql
SET enable_seqscan = off
AS $$
DECLARE
    held conversations := hold_message_for_change(in_message, me, my_name, false);
    message messages;
    refusal text;
BEGIN
    SELECT m.* INTO message FROM messages m WHERE m.id = in_message;
    refusal := CASE
        WHEN held.id IS NULL THEN 'not_found'
        WHEN held.kind <> 'direct' AND NOT moderates_messages(held, me, in_moderator) THEN 'pin_not_allowed'
        WHEN (message.pinned_at IS NOT NULL) = in_on THEN 'done'
        WHEN message.deleted_at IS NOT NULL THEN 'deleted'
        WHEN in_on AND (
            SELECT count(*) FROM messages m WHERE m.conversation_id = held.id AND m.pinned_at IS NOT NULL) >= in_limit
            THEN 'too_many_pins'
        ELSE refusal_to_write_in(held, me, in_request_limit)
    END;
    IF refusal IS NOT NULL THEN
        RETURN refusal;
    END IF;

    UPDATE messages SET pinned_at = CASE WHEN in_on THEN clock_timestamp() END WHERE id = in_message;
    PERFORM record_change(
        held.id, CASE WHEN in_on THEN 'message.pinned' ELSE 'message.unpinned' END, me, in_message, NULL);
    RETURN 'done';
END $$;
