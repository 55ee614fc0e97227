-- Writes a batch of messages in one round trip: access, duplicates, replies, mentions, numbers, read marks and the outbox
-- row, all in the caller's one transaction. Every input has one answer, at its position:
--   created          written now, or by an earlier try of this very call whose answer got lost (the same message id)
--   duplicate        the same author had sent the same client id with the same content: that message's id, number and time
--   reused           the client id was used for another content
--   not_found        no such conversation, or not the author's
--   not_allowed      the other of a direct conversation takes no messages from the author
--   request_pending  the other has not answered the author's message request, which is as long as it may be
--   reply_not_found  what it replies to is not in this conversation, or deleted
--   slow_mode        the author wrote here less than the conversation's slow mode ago; wait_ms says how long to wait
-- Each statement has a snapshot of its own, so what follows the locks sees all that was committed before them.
-- The planner cannot know how long the arrays are, and a plan that is right for an empty table stays cached: only plans
-- that go by the indexes are let through, and one plan serves all batches. To plan a batch of one anew takes longer than
-- to write it, and so does compiling it.
CREATE FUNCTION append_messages(
    in_conversation_ids uuid[],
    in_author_ids uuid[],
    in_author_names text[],
    -- Whether the author moderates the whole site.
    in_moderators boolean[],
    in_client_message_ids uuid[],
    in_message_ids uuid[],
    in_bodies text[],
    in_replies_to uuid[],
    -- Of forwarded messages where they come from; else null.
    in_data jsonb[],
    -- 'here' or 'all' where the text says so; counts only from who may.
    in_everyone text[],
    -- By name, or by id for who is here; the position is the message's in the batch, from 1.
    in_mention_positions integer[],
    in_mention_names text[],
    in_mention_ids uuid[],
    in_viewed_conversation_ids uuid[],
    in_viewer_ids uuid[],
    -- Messages of a request until it is answered.
    in_request_limit integer,
    in_traceparent text)
RETURNS TABLE (
    verdict text, message_id uuid, message_seq bigint, written_at timestamptz, low_id uuid, high_id uuid,
    reply_seq bigint, reply_author_id uuid, thread_root_id uuid, reply_count integer, last_reply_at timestamptz,
    thread_seq bigint, mentions uuid[], mentions_everyone text, wait_ms integer)
LANGUAGE plpgsql
SET enable_seqscan = off
SET enable_hashjoin = off
SET enable_mergejoin = off
SET plan_cache_mode = force_generic_plan
SET jit = off
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
        SELECT i.*, c.kind, c.head_seq, c.low_user_id, c.high_user_id, c.requested_by,
            -- 3, friends, is the default of who never chose. The last is asked only where friends of friends may write.
            may_write_direct(
                coalesce(p.direct_messages, 3),
                coalesce(r.low_blocks_high OR r.high_blocks_low, false),
                coalesce(r.are_friends, false),
                share_a_friend(c.low_user_id, c.high_user_id),
                c.accepted_at IS NOT NULL OR coalesce(c.requested_by <> i.author_id, false)) AS may_write,
            mine.role <> 'member' OR i.moderator AS moderates,
            CASE WHEN c.slow_mode > 0 THEN
                extract(epoch FROM mine.last_sent_at - this_moment) * 1000 + c.slow_mode * 1000 END AS wait,
            c.slow_mode > 0 AND row_number() OVER (
                PARTITION BY i.conversation_id, i.author_id ORDER BY i.position) > 1 AS follows_in_batch,
            c.slow_mode,
            parent.seq AS parent_seq, parent.author_id AS parent_author_id,
            coalesce(parent.thread_root_id, parent.id) AS root_id,
            m.id AS known_id, m.seq AS known_seq, m.created_at AS known_at,
            m.reply_to IS NOT DISTINCT FROM i.reply_to AND CASE
                WHEN i.data IS NOT NULL THEN i.data = m.data
                WHEN m.sent_digest IS NULL THEN m.body = i.body
                ELSE m.sent_digest = md5(i.body)::uuid
            END AS is_known_content,
            -- The batch may hold the same send twice; the first of them counts.
            row_number() OVER same_send AS nth,
            first_value(i.body) OVER same_send AS first_body,
            first_value(i.id) OVER same_send AS first_id
        FROM unnest(
            in_conversation_ids, in_author_ids, in_moderators, in_client_message_ids, in_message_ids, in_bodies,
            in_replies_to, in_data, in_everyone)
            WITH ORDINALITY AS i (
                conversation_id, author_id, moderator, client_message_id, id, body, reply_to, data, everyone, position)
        LEFT JOIN members mine ON mine.conversation_id = i.conversation_id AND mine.user_id = i.author_id
        -- may_read, written out: a call for each row would cost more than the rest.
        LEFT JOIN conversations c ON c.id = i.conversation_id AND c.deleted_at IS NULL
            AND (c.kind = 'public' OR i.author_id IN (c.low_user_id, c.high_user_id)
                OR c.kind = 'room' AND mine.user_id IS NOT NULL)
        LEFT JOIN relationships r ON r.low_user_id = c.low_user_id AND r.high_user_id = c.high_user_id
        LEFT JOIN privacy_settings p ON p.user_id =
            CASE WHEN c.low_user_id = i.author_id THEN c.high_user_id ELSE c.low_user_id END
        LEFT JOIN messages parent ON parent.id = i.reply_to AND parent.conversation_id = c.id
            AND parent.type = 'message.created' AND parent.deleted_at IS NULL AND parent.seq > coalesce(mine.history_from, 0)
        LEFT JOIN messages m ON m.conversation_id = c.id
            AND m.author_id = i.author_id AND m.client_message_id = i.client_message_id
        WINDOW same_send AS (PARTITION BY i.conversation_id, i.author_id, i.client_message_id ORDER BY i.position)
    ), judged AS (
        -- Duplicates come before the question who may write: a repeated send has the answer of the first, whatever happened since.
        SELECT *, CASE
            WHEN kind IS NULL THEN 'not_found'
            WHEN known_id = id THEN 'created'
            WHEN known_id IS NOT NULL AND is_known_content THEN 'duplicate'
            WHEN known_id IS NOT NULL THEN 'reused'
            WHEN kind = 'direct' AND NOT may_write THEN 'not_allowed'
            WHEN requested_by = author_id AND head_seq >= in_request_limit THEN 'request_pending'
            WHEN reply_to IS NOT NULL AND root_id IS NULL THEN 'reply_not_found'
            WHEN nth > 1 AND first_body = body THEN 'duplicate'
            WHEN nth > 1 THEN 'reused'
            WHEN NOT coalesce(moderates, false) AND (wait > 0 OR follows_in_batch) THEN 'slow_mode'
            ELSE 'created'
        END AS answer
        FROM looked_up
    ), named AS (
        SELECT n.position, n.name IS NULL AS is_here, who.user_id
        FROM unnest(in_mention_positions, in_mention_names, in_mention_ids) AS n (position, name, user_id)
        JOIN judged j ON j.position = n.position AND j.answer = 'created' AND j.known_id IS NULL
        CROSS JOIN LATERAL (
            SELECT p.user_id FROM people p WHERE lower(p.username) = n.name AND NOT p.deleted
            UNION ALL
            SELECT n.user_id WHERE n.name IS NULL AND coalesce(j.moderates, false)) who
        WHERE who.user_id <> j.author_id
          AND (j.kind = 'public' OR who.user_id IN (j.low_user_id, j.high_user_id)
            OR EXISTS (SELECT FROM members m WHERE m.conversation_id = j.conversation_id AND m.user_id = who.user_id))
          AND NOT is_blocked(j.author_id, who.user_id)
    ), numbered AS (
        SELECT *, answer = 'created' AND known_id IS NULL AS is_new,
            head_seq + count(*) FILTER (WHERE answer = 'created' AND known_id IS NULL)
                OVER (PARTITION BY conversation_id ORDER BY position) AS seq,
            CASE WHEN cardinality(in_mention_positions) > 0 THEN (
                SELECT array_agg(DISTINCT n.user_id) FROM named n
                WHERE n.position = judged.position AND NOT n.is_here) END AS mentioned,
            CASE WHEN moderates AND kind <> 'direct' THEN everyone END AS to_everyone
        FROM judged
    ), inserted AS (
        INSERT INTO messages (
            conversation_id, seq, id, author_id, client_message_id, body, data, reply_to, thread_root_id, mentions,
            mentions_everyone, version, created_at)
        SELECT conversation_id, seq, id, author_id, client_message_id, body, data, reply_to, root_id, mentioned,
            to_everyone, seq, this_moment
        FROM numbered WHERE is_new
    ), mentioning AS (
        INSERT INTO mentions (user_id, conversation_id, seq)
        SELECT DISTINCT n.user_id, j.conversation_id, j.seq FROM named n JOIN numbered j ON j.position = n.position
    ), threads AS (
        UPDATE messages root SET reply_count = root.reply_count + n.count, last_reply_at = this_moment, thread_seq = n.seq
        FROM (
            SELECT root_id, count(*)::integer AS count, max(seq) AS seq
            FROM numbered WHERE is_new AND root_id IS NOT NULL GROUP BY root_id) n
        WHERE root.id = n.root_id
        RETURNING root.id, root.reply_count, root.last_reply_at, root.thread_seq
    ), advanced AS (
        UPDATE conversations c SET head_seq = n.seq, last_activity_at = this_moment,
            -- Who answers a message request takes it.
            accepted_at = CASE WHEN n.answers THEN this_moment ELSE c.accepted_at END,
            requested_by = CASE WHEN n.answers THEN NULL ELSE c.requested_by END,
            request_ignored_at = CASE WHEN n.answers THEN NULL ELSE c.request_ignored_at END
        FROM (
            SELECT conversation_id, max(seq) AS seq, coalesce(bool_or(author_id <> requested_by), false) AS answers
            FROM numbered WHERE is_new GROUP BY conversation_id) n
        WHERE c.id = n.conversation_id
    )
    SELECT answer,
        coalesce(known_id, first_id),
        coalesce(known_seq, first_value(seq) OVER (
            PARTITION BY conversation_id, author_id, client_message_id ORDER BY position)),
        coalesce(known_at, this_moment),
        low_user_id, high_user_id,
        parent_seq, parent_author_id, t.id, t.reply_count, t.last_reply_at, t.thread_seq, mentioned, to_everyone,
        CASE WHEN answer = 'slow_mode' THEN ceil(greatest(wait, CASE WHEN follows_in_batch THEN slow_mode * 1000 END))::integer END
    FROM numbered LEFT JOIN threads t ON t.id = root_id
    ORDER BY position;

    -- Who writes has read what stands before it, unless a message of another crossed: that one stays unread.
    INSERT INTO members (conversation_id, user_id, read_seq, read_version)
    SELECT written.conversation_id, written.author_id, written.seq, 1
    FROM (
        SELECT m.conversation_id, m.author_id, max(m.seq) AS seq
        FROM messages m WHERE m.id = ANY (in_message_ids) AND m.created_at = this_moment
        GROUP BY m.conversation_id, m.author_id) written
    LEFT JOIN members r ON r.conversation_id = written.conversation_id AND r.user_id = written.author_id
    WHERE NOT EXISTS (
        SELECT FROM messages o
        WHERE o.conversation_id = written.conversation_id AND o.author_id <> written.author_id
          AND o.seq > coalesce(r.read_seq, 0) AND o.seq < written.seq AND o.type = 'message.created')
    ON CONFLICT (conversation_id, user_id) DO UPDATE
        SET read_seq = EXCLUDED.read_seq, read_version = members.read_version + 1
    WHERE members.read_seq < EXCLUDED.read_seq;

    -- Slow mode goes by this; elsewhere nothing is written.
    INSERT INTO members (conversation_id, user_id, last_sent_at)
    SELECT DISTINCT m.conversation_id, m.author_id, this_moment
    FROM conversations c
    JOIN messages m ON m.conversation_id = c.id AND m.id = ANY (in_message_ids) AND m.created_at = this_moment
    WHERE c.id = ANY (in_conversation_ids) AND c.slow_mode > 0
    ON CONFLICT (conversation_id, user_id) DO UPDATE SET last_sent_at = EXCLUDED.last_sent_at;

    -- One event tells of all direct messages of the batch whose receivers are not looking. Of a message request only the
    -- first one, until it is answered.
    SELECT jsonb_agg(jsonb_build_object(
        'messageId', m.id, 'conversationId', m.conversation_id, 'seq', m.seq, 'authorId', m.author_id,
        'recipientId', r.id, 'preview', left(m.body, 140), 'sentAt', m.created_at) ORDER BY m.conversation_id, m.seq)
    INTO unseen
    FROM messages m
    JOIN conversations c ON c.id = m.conversation_id AND c.kind = 'direct'
    CROSS JOIN LATERAL (
        SELECT CASE WHEN c.low_user_id = m.author_id THEN c.high_user_id ELSE c.low_user_id END AS id) r
    WHERE m.id = ANY (in_message_ids) AND m.created_at = this_moment
      AND (c.requested_by IS NULL OR m.seq = 1)
      AND NOT EXISTS (
        SELECT FROM unnest(in_viewed_conversation_ids, in_viewer_ids) AS v (conversation_id, user_id)
        WHERE v.conversation_id = m.conversation_id AND v.user_id = r.id);

    -- Not an INSERT of no rows: that too would wake the dispatcher of every replica.
    IF unseen IS NOT NULL THEN
        INSERT INTO outbox (type, body, traceparent)
        VALUES ('OneVOne.Contracts.Chat.DirectMessagesSent', jsonb_build_object('messages', unseen), in_traceparent);
    END IF;
END $$;
