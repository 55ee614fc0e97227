-- Writes a batch of messages in one round trip: access, duplicates, numbers, read marks and the outbox row, all in the
-- caller's one transaction. Every input has one answer, at its position:
--   created      written now, or by an earlier try of this very call whose answer got lost (the same message id)
--   duplicate    the same author had sent the same client id with the same text: that message's id, number and time
--   reused       the client id was used for another text
--   not_found    no such conversation, or not the author's
--   not_allowed  the other of a direct conversation takes no messages from the author
-- Each statement has a snapshot of its own, so what follows the locks sees all that was committed before them.
-- The planner cannot know how long the arrays are, and a plan that is right for an empty table stays cached: only plans
-- that go by the indexes are let through.
CREATE FUNCTION append_messages(
    in_conversation_ids uuid[],
    in_author_ids uuid[],
    in_author_names text[],
    in_client_message_ids uuid[],
    in_message_ids uuid[],
    in_bodies text[],
    in_viewed_conversation_ids uuid[],
    in_viewer_ids uuid[],
    in_traceparent text)
RETURNS TABLE (
    verdict text, message_id uuid, message_seq bigint, written_at timestamptz, low_id uuid, high_id uuid)
LANGUAGE plpgsql
SET enable_seqscan = off
SET enable_hashjoin = off
SET enable_mergejoin = off
AS $$
#variable_conflict use_column
DECLARE
    this_moment timestamptz;
    unseen jsonb;
BEGIN
    -- In the order of the ids, or the batches of two replicas lock each other out.
    PERFORM FROM conversations c WHERE c.id = ANY (in_conversation_ids) ORDER BY c.id FOR NO KEY UPDATE;
    this_moment := clock_timestamp();

    -- Whoever writes has a name in the history, even before Identity's event has come.
    INSERT INTO people (user_id, username, display_name, version)
    SELECT DISTINCT ON (i.author_id) i.author_id, i.author_name, i.author_name, 0
    FROM unnest(in_author_ids, in_author_names) AS i (author_id, author_name)
    WHERE NOT EXISTS (SELECT FROM people p WHERE p.user_id = i.author_id)
    ORDER BY i.author_id
    ON CONFLICT DO NOTHING;

    RETURN QUERY
    WITH looked_up AS (
        SELECT i.*, c.kind, c.head_seq, c.low_user_id, c.high_user_id,
            -- 3, friends, is the default of who never chose. The last is asked only where friends of friends may write.
            is_in_audience(
                coalesce(p.direct_messages, 3),
                coalesce(r.low_blocks_high OR r.high_blocks_low, false),
                coalesce(r.are_friends, false),
                share_a_friend(c.low_user_id, c.high_user_id)) AS may_write,
            m.id AS known_id, m.seq AS known_seq, m.created_at AS known_at, m.body AS known_body,
            -- The batch may hold the same send twice; the first of them counts.
            row_number() OVER same_send AS nth,
            first_value(i.body) OVER same_send AS first_body,
            first_value(i.id) OVER same_send AS first_id
        FROM unnest(in_conversation_ids, in_author_ids, in_client_message_ids, in_message_ids, in_bodies)
            WITH ORDINALITY AS i (conversation_id, author_id, client_message_id, id, body, position)
        LEFT JOIN conversations c ON c.id = i.conversation_id AND may_read(c, i.author_id)
        LEFT JOIN relationships r ON r.low_user_id = c.low_user_id AND r.high_user_id = c.high_user_id
        LEFT JOIN privacy_settings p ON p.user_id =
            CASE WHEN c.low_user_id = i.author_id THEN c.high_user_id ELSE c.low_user_id END
        LEFT JOIN messages m ON m.conversation_id = c.id
            AND m.author_id = i.author_id AND m.client_message_id = i.client_message_id
        WINDOW same_send AS (PARTITION BY i.conversation_id, i.author_id, i.client_message_id ORDER BY i.position)
    ), judged AS (
        -- Duplicates come before the question who may write: a repeated send has the answer of the first, whatever happened since.
        SELECT *, CASE
            WHEN kind IS NULL THEN 'not_found'
            WHEN known_id = id THEN 'created'
            WHEN known_id IS NOT NULL AND known_body = body THEN 'duplicate'
            WHEN known_id IS NOT NULL THEN 'reused'
            WHEN kind = 'direct' AND NOT may_write THEN 'not_allowed'
            WHEN nth = 1 THEN 'created'
            WHEN first_body = body THEN 'duplicate'
            ELSE 'reused'
        END AS answer
        FROM looked_up
    ), numbered AS (
        SELECT *, answer = 'created' AND known_id IS NULL AS is_new,
            head_seq + count(*) FILTER (WHERE answer = 'created' AND known_id IS NULL)
                OVER (PARTITION BY conversation_id ORDER BY position) AS seq
        FROM judged
    ), inserted AS (
        INSERT INTO messages (conversation_id, seq, id, author_id, client_message_id, body, created_at)
        SELECT conversation_id, seq, id, author_id, client_message_id, body, this_moment FROM numbered WHERE is_new
    ), advanced AS (
        UPDATE conversations c SET head_seq = n.seq, last_activity_at = this_moment
        FROM (SELECT conversation_id, max(seq) AS seq FROM numbered WHERE is_new GROUP BY conversation_id) n
        WHERE c.id = n.conversation_id
    )
    SELECT answer,
        coalesce(known_id, first_id),
        coalesce(known_seq, first_value(seq) OVER (
            PARTITION BY conversation_id, author_id, client_message_id ORDER BY position)),
        coalesce(known_at, this_moment),
        low_user_id, high_user_id
    FROM numbered ORDER BY position;

    -- Who writes has read what stands before it, unless a message of another crossed: that one stays unread.
    INSERT INTO members (conversation_id, user_id, read_seq)
    SELECT written.conversation_id, written.author_id, written.seq
    FROM (
        SELECT m.conversation_id, m.author_id, max(m.seq) AS seq
        FROM messages m WHERE m.id = ANY (in_message_ids) AND m.created_at = this_moment
        GROUP BY m.conversation_id, m.author_id) written
    LEFT JOIN members r ON r.conversation_id = written.conversation_id AND r.user_id = written.author_id
    WHERE NOT EXISTS (
        SELECT FROM messages o
        WHERE o.conversation_id = written.conversation_id AND o.author_id <> written.author_id
          AND o.seq > coalesce(r.read_seq, 0) AND o.seq < written.seq)
    ON CONFLICT (conversation_id, user_id) DO UPDATE SET read_seq = EXCLUDED.read_seq
    WHERE members.read_seq < EXCLUDED.read_seq;

    -- One event tells of all direct messages of the batch whose receivers are not looking.
    SELECT jsonb_agg(jsonb_build_object(
        'messageId', m.id, 'conversationId', m.conversation_id, 'seq', m.seq, 'authorId', m.author_id,
        'recipientId', r.id, 'preview', left(m.body, 140), 'sentAt', m.created_at) ORDER BY m.conversation_id, m.seq)
    INTO unseen
    FROM messages m
    JOIN conversations c ON c.id = m.conversation_id AND c.kind = 'direct'
    CROSS JOIN LATERAL (
        SELECT CASE WHEN c.low_user_id = m.author_id THEN c.high_user_id ELSE c.low_user_id END AS id) r
    WHERE m.id = ANY (in_message_ids) AND m.created_at = this_moment
      AND NOT EXISTS (
        SELECT FROM unnest(in_viewed_conversation_ids, in_viewer_ids) AS v (conversation_id, user_id)
        WHERE v.conversation_id = m.conversation_id AND v.user_id = r.id);

    -- Not an INSERT of no rows: that too would wake the dispatcher of every replica.
    IF unseen IS NOT NULL THEN
        INSERT INTO outbox (type, body, traceparent)
        VALUES ('OneVOne.Contracts.Chat.DirectMessagesSent', jsonb_build_object('messages', unseen), in_traceparent);
    END IF;
END $$;
