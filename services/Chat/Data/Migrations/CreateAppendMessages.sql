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
--
-- To begin a statement costs more than to write a message, and the more the statement can do the more it costs. So what few
-- batches need (replies, slow mode, mentions, requests, repeated sends) is a statement of its own, run when a message of the
-- batch needs it; what it finds is an array by position for the one statement that judges, or is put into "batch" after it.
-- Judging and writing are one path for all.
-- The planner cannot know how long the arrays are, and a plan that is right for an empty table stays cached: only plans
-- that go by the indexes are let through, and one plan serves all batches. Where several indexes would do for an empty table,
-- the statement has to say which.
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
SET enable_material = off
SET plan_cache_mode = force_generic_plan
AS $$
#variable_conflict use_column
DECLARE
    size integer := cardinality(in_message_ids);
    this_moment timestamptz;
    has_direct boolean;
    has_request boolean;
    has_slow_mode boolean;
    -- By position: of the same send the first; of a reply what it replies to; of slow mode how long to wait.
    first_positions integer[];
    parent_seqs bigint[];
    parent_author_ids uuid[];
    root_ids uuid[];
    waits integer[];
    batch judged_message[];
    has_new boolean;
    has_known boolean;
    has_nameless boolean;
    has_read boolean;
    has_stranger boolean;
    item record;
BEGIN
    -- In the order of the ids, or the batches of two replicas lock each other out.
    SELECT bool_or(held.kind = 'direct'), bool_or(held.requested_by IS NOT NULL), bool_or(held.slow_mode > 0)
    INTO has_direct, has_request, has_slow_mode
    FROM (
        SELECT c.kind, c.requested_by, c.slow_mode FROM conversations c
        WHERE c.id = ANY (in_conversation_ids) ORDER BY c.id FOR NO KEY UPDATE) held;
    this_moment := clock_timestamp();

    -- The batch may hold the same send twice; the first of them counts.
    IF size > 1 AND (SELECT count(DISTINCT sent.id) FROM unnest(in_client_message_ids) AS sent (id)) < size THEN
        SELECT array_agg(sent.first ORDER BY sent.position) INTO first_positions
        FROM (
            SELECT i.position, min(i.position) OVER (PARTITION BY
                in_conversation_ids[i.position], in_author_ids[i.position], in_client_message_ids[i.position]) AS first
            FROM unnest(in_message_ids) WITH ORDINALITY AS i (id, position)) sent;
    END IF;

    IF cardinality(array_remove(in_replies_to, NULL)) > 0 THEN
        SELECT array_agg(parent.seq ORDER BY i.position), array_agg(parent.author_id ORDER BY i.position),
            array_agg(coalesce(parent.thread_root_id, parent.id) ORDER BY i.position)
        INTO parent_seqs, parent_author_ids, root_ids
        FROM unnest(in_replies_to) WITH ORDINALITY AS i (reply_to, position)
        LEFT JOIN members mine
            ON mine.conversation_id = in_conversation_ids[i.position] AND mine.user_id = in_author_ids[i.position]
        LEFT JOIN messages parent
            ON parent.id = i.reply_to AND parent.conversation_id = in_conversation_ids[i.position]
            AND parent.type = 'message.created' AND parent.deleted_at IS NULL AND parent.seq > coalesce(mine.history_from, 0);
    END IF;

    IF has_slow_mode THEN
        SELECT array_agg(ceil(greatest(
            extract(epoch FROM slow.last_sent_at - this_moment) * 1000 + slow.slow_mode * 1000,
            CASE WHEN slow.nth > 1 THEN slow.slow_mode * 1000 END))::integer ORDER BY slow.position)
        INTO waits
        FROM (
            SELECT i.position, c.slow_mode, mine.last_sent_at, row_number() OVER (
                PARTITION BY in_conversation_ids[i.position], in_author_ids[i.position] ORDER BY i.position) AS nth
            FROM unnest(in_moderators) WITH ORDINALITY AS i (moderator, position)
            LEFT JOIN members mine
                ON mine.conversation_id = in_conversation_ids[i.position] AND mine.user_id = in_author_ids[i.position]
            LEFT JOIN conversations c ON c.id = in_conversation_ids[i.position] AND c.slow_mode > 0
                AND NOT i.moderator AND coalesce(mine.role = 'member', true)) slow;
    END IF;

    SELECT array_agg(ROW(
            j.position, j.verdict, j.verdict = 'created', j.known_seq, j.id, j.seq, this_moment,
            j.conversation_id, j.kind, j.head_seq, j.author_id, j.low_user_id, j.high_user_id, j.recipient_id,
            j.in_request, j.moderates, j.is_nameless, j.is_erased, j.read_version, j.is_behind,
            parent_seqs[j.position], parent_author_ids[j.position], NULL, NULL, NULL, NULL, NULL,
            CASE WHEN j.moderates AND j.kind <> 'direct' THEN in_everyone[j.position] END,
            CASE WHEN j.verdict = 'slow_mode' THEN waits[j.position] END)::judged_message),
        bool_or(j.verdict = 'created'), bool_or(j.verdict = 'known'), bool_or(j.is_nameless),
        bool_or(j.verdict = 'created' AND NOT j.is_behind AND j.read_version IS NOT NULL),
        bool_or(j.verdict = 'created' AND NOT j.is_behind AND j.read_version IS NULL)
    INTO batch, has_new, has_known, has_nameless, has_read, has_stranger
    FROM (
        SELECT v.*, v.head_seq + count(*) FILTER (WHERE v.verdict = 'created') OVER (
            PARTITION BY v.conversation_id ORDER BY v.position ROWS UNBOUNDED PRECEDING) AS seq
        FROM (
            SELECT i.position, i.id, c.id AS conversation_id, c.kind, c.head_seq, in_author_ids[i.position] AS author_id,
                c.low_user_id, c.high_user_id, peer.id AS recipient_id, c.requested_by IS NOT NULL AS in_request,
                in_moderators[i.position] OR coalesce(mine.role <> 'member', false) AS moderates,
                named.user_id IS NULL AS is_nameless, erased.user_id IS NOT NULL AS is_erased, mine.read_version,
                -- Who has read all that is here needs no look.
                coalesce(mine.read_seq, 0) < c.head_seq AND coalesce((
                    SELECT true FROM messages o
                    WHERE o.conversation_id = c.id AND o.seq > coalesce(mine.read_seq, 0)
                      AND o.author_id <> in_author_ids[i.position] AND o.type = 'message.created'
                    LIMIT 1), false) AS is_behind,
                m.seq AS known_seq,
                -- Duplicates come before the question who may write: a repeated send has the answer of the first,
                -- whatever happened since.
                CASE
                    WHEN c.id IS NULL THEN 'not_found'
                    WHEN m.seq IS NOT NULL THEN 'known'
                    -- 3, friends, is the default of who never chose. Whether they share a friend is asked only where friends
                    -- of friends may write.
                    WHEN c.kind = 'direct' AND NOT may_write_direct(
                        coalesce(s.direct_messages, 3),
                        coalesce(r.low_blocks_high OR r.high_blocks_low, false),
                        coalesce(r.are_friends, false),
                        share_a_friend_if_asked(c.low_user_id, c.high_user_id),
                        c.accepted_at IS NOT NULL OR coalesce(c.requested_by <> in_author_ids[i.position], false))
                        THEN 'not_allowed'
                    WHEN c.requested_by = in_author_ids[i.position] AND c.head_seq >= in_request_limit THEN 'request_pending'
                    WHEN in_replies_to[i.position] IS NOT NULL AND root_ids[i.position] IS NULL THEN 'reply_not_found'
                    WHEN first_positions[i.position] < i.position THEN 'repeated'
                    WHEN waits[i.position] > 0 THEN 'slow_mode'
                    ELSE 'created'
                END AS verdict
            FROM unnest(in_message_ids) WITH ORDINALITY AS i (id, position)
            LEFT JOIN members mine
                ON mine.conversation_id = in_conversation_ids[i.position] AND mine.user_id = in_author_ids[i.position]
            -- may_read, written out: a call for each row would cost more than the rest.
            LEFT JOIN conversations c ON c.id = in_conversation_ids[i.position] AND c.deleted_at IS NULL
                AND (c.kind = 'public' OR in_author_ids[i.position] IN (c.low_user_id, c.high_user_id)
                    OR c.kind = 'room' AND mine.user_id IS NOT NULL)
            CROSS JOIN LATERAL (SELECT
                CASE WHEN c.low_user_id = in_author_ids[i.position] THEN c.high_user_id ELSE c.low_user_id END AS id) peer
            LEFT JOIN relationships r ON r.low_user_id = c.low_user_id AND r.high_user_id = c.high_user_id
            LEFT JOIN privacy_settings s ON s.user_id = peer.id
            -- By messages_by_client_id alone: the conversation is asked for in a way that no index serves. A plan made while the
            -- table is empty, where all indexes cost the same, would go by the numbers, and read the whole conversation for
            -- each message until it is made anew.
            LEFT JOIN messages m
                ON m.author_id = in_author_ids[i.position] AND m.client_message_id = in_client_message_ids[i.position]
                AND (m.conversation_id = c.id) IS TRUE
            LEFT JOIN people named ON named.user_id = in_author_ids[i.position]
            LEFT JOIN erased_people erased ON erased.user_id = in_author_ids[i.position]
            -- Each is worked out once, however often it is asked for above.
            OFFSET 0) v
        ORDER BY v.position) j;

    -- Whoever writes has a name in the history, even before Identity's event has come.
    IF has_nameless THEN
        INSERT INTO people (user_id, username, display_name, version)
        SELECT DISTINCT ON (b.author_id) b.author_id, in_author_names[b.position], in_author_names[b.position], 0
        FROM unnest(batch) b WHERE b.is_nameless ORDER BY b.author_id
        ON CONFLICT DO NOTHING;
    END IF;

    -- A repeated send has the answer of the first one.
    IF first_positions IS NOT NULL THEN
        FOR item IN
            SELECT b.position, first.verdict, first.is_new, first.message_id, first.seq, first.wait_ms,
                in_bodies[b.position] = in_bodies[first.position]
                    AND in_replies_to[b.position] IS NOT DISTINCT FROM in_replies_to[first.position]
                    AND in_data[b.position] IS NOT DISTINCT FROM in_data[first.position] AS is_same
            FROM unnest(batch) b
            JOIN unnest(batch) first ON first.position = first_positions[b.position]
            WHERE b.verdict = 'repeated'
        LOOP
            batch[item.position].verdict := CASE
                WHEN NOT item.is_new THEN item.verdict WHEN item.is_same THEN 'duplicate' ELSE 'reused' END;
            batch[item.position].message_id := item.message_id;
            batch[item.position].seq := item.seq;
            batch[item.position].wait_ms := item.wait_ms;
        END LOOP;
    END IF;

    IF has_new THEN
        IF cardinality(in_mention_positions) > 0 THEN
            FOR item IN
                WITH named AS (
                    SELECT b.position, b.conversation_id, b.seq, n.name IS NULL AS is_here, who.user_id
                    FROM unnest(in_mention_positions, in_mention_names, in_mention_ids) AS n (position, name, user_id)
                    JOIN unnest(batch) b ON b.position = n.position AND b.is_new
                    CROSS JOIN LATERAL (
                        SELECT p.user_id FROM people p WHERE lower(p.username) = n.name AND NOT p.deleted
                        UNION ALL
                        SELECT n.user_id WHERE n.name IS NULL AND b.moderates) who
                    WHERE who.user_id <> b.author_id
                      AND (b.kind = 'public' OR who.user_id IN (b.low_user_id, b.high_user_id) OR EXISTS (
                        SELECT FROM members m WHERE m.conversation_id = b.conversation_id AND m.user_id = who.user_id))
                      AND NOT is_blocked(b.author_id, who.user_id)
                ), mentioning AS (
                    INSERT INTO mentions (user_id, conversation_id, seq)
                    SELECT DISTINCT named.user_id, named.conversation_id, named.seq FROM named
                )
                SELECT named.position, array_agg(DISTINCT named.user_id) AS people
                FROM named WHERE NOT named.is_here GROUP BY named.position
            LOOP
                batch[item.position].mentions := item.people;
            END LOOP;
        END IF;

        INSERT INTO messages (
            conversation_id, seq, id, author_id, client_message_id, body, data, reply_to, thread_root_id, mentions,
            mentions_everyone, version, created_at)
        SELECT b.conversation_id, b.seq, b.message_id, b.author_id, in_client_message_ids[b.position],
            CASE WHEN b.is_erased THEN '' ELSE in_bodies[b.position] END, in_data[b.position], in_replies_to[b.position],
            root_ids[b.position], b.mentions, b.mentions_everyone, b.seq, this_moment
        FROM unnest(batch) b WHERE b.is_new;

        UPDATE conversations c SET head_seq = n.seq, last_activity_at = this_moment
        FROM (
            SELECT b.conversation_id, max(b.seq) AS seq FROM unnest(batch) b WHERE b.is_new GROUP BY b.conversation_id) n
        WHERE c.id = n.conversation_id;

        IF root_ids IS NOT NULL THEN
            FOR item IN
                WITH threads AS (
                    UPDATE messages root
                    SET reply_count = root.reply_count + n.count, last_reply_at = this_moment, thread_seq = n.seq
                    FROM (
                        SELECT root_ids[b.position] AS root_id, count(*)::integer AS count, max(b.seq) AS seq
                        FROM unnest(batch) b WHERE b.is_new AND root_ids[b.position] IS NOT NULL GROUP BY 1) n
                    WHERE root.id = n.root_id
                    RETURNING root.id, root.reply_count, root.last_reply_at, root.thread_seq
                )
                SELECT b.position, t.* FROM unnest(batch) b JOIN threads t ON t.id = root_ids[b.position] WHERE b.is_new
            LOOP
                batch[item.position].thread_root_id := item.id;
                batch[item.position].reply_count := item.reply_count;
                batch[item.position].last_reply_at := item.last_reply_at;
                batch[item.position].thread_seq := item.thread_seq;
            END LOOP;
        END IF;

        -- Who answers a message request takes it.
        IF has_request THEN
            FOR item IN
                WITH taken AS (
                    UPDATE conversations c SET accepted_at = this_moment, requested_by = NULL, request_ignored_at = NULL
                    WHERE c.id = ANY (in_conversation_ids) AND EXISTS (
                        SELECT FROM unnest(batch) b
                        WHERE b.is_new AND b.conversation_id = c.id AND b.author_id <> c.requested_by)
                    RETURNING c.id
                )
                SELECT b.position FROM unnest(batch) b JOIN taken t ON t.id = b.conversation_id
            LOOP
                batch[item.position].in_request := false;
            END LOOP;
        END IF;

        -- Who writes has read what stands before it, unless a message of another crossed, in this batch or before: that one
        -- stays unread. A mark that the person moves meanwhile is as they say.
        IF has_read THEN
            UPDATE members mine SET read_seq = n.seq, read_version = mine.read_version + 1
            FROM (
                SELECT b.conversation_id, b.author_id, b.read_version, max(b.seq) AS seq
                FROM unnest(batch) b WHERE b.is_new AND NOT b.is_behind AND b.read_version IS NOT NULL
                GROUP BY b.conversation_id, b.author_id, b.read_version
                HAVING max(b.seq - b.head_seq) = count(*)) n
            WHERE mine.conversation_id = n.conversation_id AND mine.user_id = n.author_id
              AND mine.read_version = n.read_version;
        END IF;

        IF has_stranger THEN
            INSERT INTO members (conversation_id, user_id, read_seq, read_version)
            SELECT b.conversation_id, b.author_id, max(b.seq), 1
            FROM unnest(batch) b WHERE b.is_new AND NOT b.is_behind AND b.read_version IS NULL
            GROUP BY b.conversation_id, b.author_id
            HAVING max(b.seq - b.head_seq) = count(*)
            ON CONFLICT DO NOTHING;
        END IF;

        -- Slow mode goes by this; elsewhere nothing is written.
        IF has_slow_mode THEN
            INSERT INTO members (conversation_id, user_id, last_sent_at)
            SELECT DISTINCT b.conversation_id, b.author_id, this_moment
            FROM unnest(batch) b JOIN conversations c ON c.id = b.conversation_id AND c.slow_mode > 0 WHERE b.is_new
            ON CONFLICT (conversation_id, user_id) DO UPDATE SET last_sent_at = EXCLUDED.last_sent_at;
        END IF;

        -- One event tells of all direct messages of the batch whose receivers are not looking. Of a message request only the
        -- first one, until it is answered.
        IF has_direct THEN
            INSERT INTO outbox (type, body, traceparent)
            SELECT 'OneVOne.Contracts.Chat.DirectMessagesSent', json_build_object('messages', json_agg(unseen)), in_traceparent
            FROM (
                SELECT b.message_id AS "messageId", b.conversation_id AS "conversationId", b.seq, b.author_id AS "authorId",
                    b.recipient_id AS "recipientId",
                    CASE WHEN b.is_erased THEN '' ELSE left(in_bodies[b.position], 140) END AS preview, this_moment AS "sentAt"
                FROM unnest(batch) b
                WHERE b.is_new AND b.kind = 'direct' AND (NOT b.in_request OR b.seq = 1)
                  AND (b.conversation_id, b.recipient_id) NOT IN (
                    SELECT v.conversation_id, v.user_id
                    FROM unnest(in_viewed_conversation_ids, in_viewer_ids) AS v (conversation_id, user_id))) unseen
            HAVING count(*) > 0;
        END IF;
    END IF;

    -- What was written before is told as it is there: whoever tries again the very same call (the same message id) never
    -- had the answer.
    IF has_known THEN
        FOR item IN
            SELECT b.position, m.id, m.seq, m.created_at, m.mentions, m.mentions_everyone,
                parent.seq AS reply_seq, parent.author_id AS reply_author_id,
                root.id AS root_id, root.reply_count, root.last_reply_at, root.thread_seq,
                CASE
                    WHEN m.id = b.message_id THEN 'created'
                    WHEN m.reply_to IS NOT DISTINCT FROM in_replies_to[b.position] AND CASE
                        WHEN in_data[b.position] IS NOT NULL THEN in_data[b.position] = m.data
                        WHEN m.sent_digest IS NULL THEN m.body = in_bodies[b.position]
                        ELSE m.sent_digest = md5(in_bodies[b.position])::uuid
                    END THEN 'duplicate'
                    ELSE 'reused'
                END AS verdict
            FROM unnest(batch) b
            JOIN messages m ON m.conversation_id = b.conversation_id AND m.seq = b.known_seq
            LEFT JOIN messages parent ON parent.id = m.reply_to
            LEFT JOIN messages root ON root.id = m.thread_root_id
        LOOP
            batch[item.position].verdict := item.verdict;
            batch[item.position].message_id := item.id;
            batch[item.position].seq := item.seq;
            batch[item.position].written_at := item.created_at;
            batch[item.position].reply_seq := item.reply_seq;
            batch[item.position].reply_author_id := item.reply_author_id;
            batch[item.position].thread_root_id := item.root_id;
            batch[item.position].reply_count := item.reply_count;
            batch[item.position].last_reply_at := item.last_reply_at;
            batch[item.position].thread_seq := item.thread_seq;
            batch[item.position].mentions := item.mentions;
            batch[item.position].mentions_everyone := item.mentions_everyone;
        END LOOP;
    END IF;

    RETURN QUERY
    SELECT b.verdict, b.message_id, b.seq, b.written_at, b.low_user_id, b.high_user_id, b.reply_seq, b.reply_author_id,
        b.thread_root_id, b.reply_count, b.last_reply_at, b.thread_seq, b.mentions, b.mentions_everyone, b.wait_ms
    FROM unnest(batch) b;
END $$;
