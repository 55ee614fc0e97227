-- What the reads of many people at once are made of. Each is one query and nothing else, so PostgreSQL takes it into the
-- statement that asks and plans both together, once; a function with a value as its answer is planned anew by each statement
-- that calls it, and started for each row.

-- Whether a conversation is a person's to read, as may_read says it, and from where on: a row, or none.
CREATE FUNCTION readable(in_conversation uuid, me uuid) RETURNS TABLE (head_seq bigint, history_from bigint)
LANGUAGE sql STABLE AS $$
    SELECT c.head_seq, coalesce(mine.history_from, 0)
    FROM conversations c
    LEFT JOIN members mine ON mine.conversation_id = c.id AND mine.user_id = me
    WHERE c.id = in_conversation AND c.deleted_at IS NULL
      AND CASE c.kind
        WHEN 'public' THEN true
        WHEN 'direct' THEN me IN (c.low_user_id, c.high_user_id)
        ELSE mine.user_id IS NOT NULL
    END
$$;

-- Unread is derived: others' messages after a number that the person sees, and those of them that name the person, or everyone.
-- At most "bound" are counted, so that who comes to a room with years of history costs no more than that. The number is the
-- read mark, or where the person's time begins if that is later. Each named one is looked up by its number (OFFSET 0): a join of
-- the named with the messages may be planned as one that reads all messages there are.
CREATE FUNCTION unread_in(in_conversation uuid, me uuid, after_seq bigint, bound integer)
RETURNS TABLE (messages bigint, mentions bigint) LANGUAGE sql STABLE AS $$
    SELECT (
        SELECT count(*) FROM (
            SELECT FROM messages m
            WHERE m.conversation_id = in_conversation AND m.seq > after_seq
              AND m.type = 'message.created' AND m.deleted_at IS NULL AND m.author_id <> me
              AND m.author_id NOT IN (SELECT h.user_id FROM hidden_authors(in_conversation, me) h)
              AND m.seq NOT IN (
                SELECT h.seq FROM hidden_messages h WHERE h.user_id = me AND h.conversation_id = in_conversation)
            ORDER BY m.seq
            LIMIT bound) counted), (
        SELECT count(*) FROM (
            SELECT FROM (
                SELECT n.seq FROM mentions n
                WHERE n.user_id = me AND n.conversation_id = in_conversation AND n.seq > after_seq
                UNION
                SELECT e.seq FROM messages e
                WHERE e.conversation_id = in_conversation AND e.seq > after_seq AND e.mentions_everyone = 'all') named
            CROSS JOIN LATERAL (
                SELECT m.author_id FROM messages m
                WHERE m.conversation_id = in_conversation AND m.seq = named.seq
                  AND m.type = 'message.created' AND m.deleted_at IS NULL AND m.author_id <> me
                OFFSET 0) m
            WHERE m.author_id NOT IN (SELECT h.user_id FROM hidden_authors(in_conversation, me) h)
              AND named.seq NOT IN (
                SELECT h.seq FROM hidden_messages h WHERE h.user_id = me AND h.conversation_id = in_conversation)
            LIMIT bound) counted)
$$;
