-- Words as they are written, of any language, without regard to case and, where the extension is to be had, to accents.
DO $$ BEGIN
    CREATE EXTENSION IF NOT EXISTS unaccent;
EXCEPTION WHEN OTHERS THEN
    RAISE NOTICE 'Without unaccent: %', SQLERRM;
END $$;

CREATE TEXT SEARCH CONFIGURATION chat (COPY = simple);
-- So a link is a word too, which "has:link" looks for.
ALTER TEXT SEARCH CONFIGURATION chat ADD MAPPING FOR protocol WITH simple;

DO $$ BEGIN
    IF EXISTS (SELECT FROM pg_extension WHERE extname = 'unaccent') THEN
        ALTER TEXT SEARCH CONFIGURATION chat
            ALTER MAPPING FOR word, hword, hword_part, numword, numhword, hword_numpart WITH unaccent, simple;
    END IF;
END $$;

-- On the expression, as a stored column would make each row longer by half, for everyone who reads history. What waits to
-- be sorted in stays short: a search reads all of it, and the send that fills it sorts it in. Neither index is partial: the
-- planner takes a partial one for lookups that merely have its condition, and append_messages is planned for an empty table.
CREATE INDEX messages_words ON messages USING gin (to_tsvector('chat', body)) WITH (gin_pending_list_limit = 256);
CREATE INDEX messages_by_time ON messages (created_at, id);

-- What is looked for; null when there is no word in it. Of the last word the beginning is enough, if it is long enough to be
-- one of not too many.
CREATE FUNCTION search_query(all_of text[], none_of text[], begins_with text) RETURNS tsquery LANGUAGE sql STABLE AS $$
    SELECT nullif(concat_ws(' & ',
        (SELECT string_agg('(' || t.words || ')', ' & ') FROM (
            SELECT nullif(phraseto_tsquery('chat', a.phrase)::text, '') AS words FROM unnest(all_of) AS a (phrase)
            UNION ALL
            SELECT nullif(to_tsquery('chat',
                '''' || replace(replace(begins_with, '\', '\\'), '''', '''''') || ''':*')::text, '')) t),
        (SELECT string_agg('!(' || t.words || ')', ' & ') FROM (
            SELECT nullif(phraseto_tsquery('chat', n.phrase)::text, '') AS words FROM unnest(none_of) AS n (phrase)) t)),
        '')::tsquery
$$;

-- How many messages of these conversations have the words, or how many there are at all: what the planner guesses from its
-- statistics, without a look at the messages. Volatile, as EXPLAIN runs in no other function.
CREATE FUNCTION guessed_messages(in_conversations uuid[], words tsquery) RETURNS double precision LANGUAGE plpgsql AS $$
DECLARE
    plan json;
BEGIN
    EXECUTE 'EXPLAIN (FORMAT JSON) SELECT FROM messages m WHERE m.conversation_id = ANY ($1)'
        || CASE WHEN words IS NOT NULL THEN ' AND to_tsvector(''chat'', m.body) @@ $2' ELSE '' END
    INTO plan USING in_conversations, words;
    RETURN plan -> 0 -> 'Plan' ->> 'Plan Rows';
END $$;

-- The messages that fit, as far as the person may read them now, the newest first or the best first. What is everywhere is
-- found by looking at the newest messages one by one, however many have it; all else by the index of words. Which of the two
-- it is no statistics know, for phrases and for words that never stand together: a look at the very newest tells. Of what many
-- messages have, the index is asked for a stretch of the newest ones first, as long as should fill the page four times. What the
-- planner guesses of the beginning of a word is one number for all of them, so it is not asked to choose between the index of
-- words and that of a conversation which is long.
CREATE FUNCTION search_messages(
    me uuid,
    all_of text[],
    none_of text[],
    begins_with text,
    from_ids uuid[],
    from_names text[],
    in_ids uuid[],
    in_names text[],
    since timestamptz,
    until timestamptz,
    has text[],
    -- Where the last page ended.
    after_time timestamptz,
    after_id uuid,
    after_seq bigint,
    after_rank real,
    -- The best first, of the newest so many that fit; null for the newest first.
    rank_newest integer,
    walk integer,
    bound integer)
-- "newest" is of all that were ranked, for the next page to rank the same ones.
RETURNS TABLE (message_id uuid, sent_at timestamptz, seq bigint, rank real, newest timestamptz, words tsquery)
LANGUAGE plpgsql STABLE ROWS 50
SET plan_cache_mode = force_custom_plan
AS $$
DECLARE
    readable uuid[];
    -- Of these only what came after the person did.
    joined_late uuid[];
    authors uuid[];
    looked_for tsquery := search_query(all_of, none_of, begins_with);
    fits tsquery := looked_for;
    link CONSTANT tsquery := '''https://'' | ''http://''';
    is_filtered boolean := since IS NOT NULL OR until IS NOT NULL OR cardinality(from_ids) + cardinality(from_names)
        + cardinality(in_ids) + cardinality(in_names) + cardinality(has) > 0;
    by_rank boolean := rank_newest IS NOT NULL AND looked_for IS NOT NULL;
    wanted integer := CASE WHEN rank_newest IS NOT NULL AND looked_for IS NOT NULL THEN rank_newest ELSE bound END;
    conditions text;
    having_words text := '';
    place text;
    direction text;
    result text;
    sample CONSTANT integer := 64;
    found integer := 0;
    -- What is quicker looked at one by one than all hits of a common word.
    few CONSTANT integer := 20000;
    is_long boolean := false;
    every double precision;
    stretch double precision;
    oldest_time timestamptz;
    oldest_seq bigint;
    fitting uuid[];
BEGIN
    SELECT array_agg(c.id), array_agg(c.id) FILTER (WHERE mine.history_from > 0) INTO readable, joined_late
    FROM conversations_of(me) mine
    JOIN conversations c ON c.id = mine.conversation_id
    LEFT JOIN people peer ON peer.user_id = CASE WHEN c.low_user_id = me THEN c.high_user_id ELSE c.low_user_id END
    WHERE may_read(c, me) AND (c.requested_by IS NULL OR c.requested_by = me)
      AND (cardinality(in_ids) + cardinality(in_names) = 0
        OR c.id = ANY (in_ids) OR lower(c.name) = ANY (in_names) OR lower(peer.username) = ANY (in_names));
    IF cardinality(from_ids) + cardinality(from_names) > 0 THEN
        authors := from_ids || ARRAY(SELECT p.user_id FROM people p WHERE lower(p.username) = ANY (from_names) AND NOT p.deleted);
    END IF;

    IF readable IS NULL OR cardinality(authors) = 0 OR looked_for IS NULL AND NOT is_filtered THEN
        RETURN;
    END IF;

    IF 'link' = ANY (has) THEN
        fits := coalesce(fits && link, link);
    END IF;

    -- Within one conversation its numbers are the order of time, and have an index of its own.
    IF cardinality(readable) = 1 THEN
        place := 'm.conversation_id = ($1)[1]' || CASE WHEN after_seq IS NOT NULL AND NOT by_rank THEN ' AND m.seq < $12' ELSE '' END;
        direction := 'm.seq DESC';
    ELSE
        place := CASE WHEN after_seq IS NOT NULL AND NOT by_rank THEN '(m.created_at, m.id) < ($10, $11)' ELSE 'true' END;
        direction := 'm.created_at DESC, m.id DESC';
    END IF;

    place := place
        || CASE WHEN until IS NOT NULL THEN ' AND m.created_at < $7' ELSE '' END
        || CASE WHEN since IS NOT NULL THEN ' AND m.created_at >= $6' ELSE '' END;
    conditions := $sql$ m.conversation_id = ANY ($1) AND m.type = 'message.created' AND m.deleted_at IS NULL
        AND (m.conversation_id, m.author_id) NOT IN (
            SELECT c.id, h.user_id FROM unnest($1) AS c (id) CROSS JOIN LATERAL hidden_authors(c.id, $2) h)
        AND (m.conversation_id, m.seq) NOT IN (
            SELECT h.conversation_id, h.seq FROM hidden_messages h WHERE h.user_id = $2) $sql$
        || CASE WHEN joined_late IS NOT NULL THEN
            ' AND (m.conversation_id <> ALL ($3) OR m.seq > history_from(m.conversation_id, $2))' ELSE '' END
        || CASE WHEN authors IS NOT NULL THEN ' AND m.author_id = ANY ($4)' ELSE '' END
        || CASE WHEN 'mention' = ANY (has) THEN ' AND (m.mentions IS NOT NULL OR m.mentions_everyone IS NOT NULL)' ELSE '' END
        || CASE WHEN 'reply' = ANY (has) THEN ' AND m.reply_to IS NOT NULL' ELSE '' END
        || CASE WHEN 'reaction' = ANY (has) THEN ' AND m.reaction_count > 0' ELSE '' END
        || CASE WHEN 'pin' = ANY (has) THEN ' AND m.pinned_at IS NOT NULL' ELSE '' END;
    IF fits IS NOT NULL THEN
        having_words := ' AND to_tsvector(''chat'', m.body) @@ $5';
    END IF;

    result := CASE WHEN by_rank
        THEN format(
            $sql$ SELECT r.id, r.created_at, r.seq, r.rank, max(r.created_at) OVER (), $8 FROM (
                SELECT m.*, ts_rank(to_tsvector('chat', m.body), $8) AS rank FROM (%%s) m) r
            WHERE %s ORDER BY r.rank DESC, r.created_at DESC, r.id DESC LIMIT $9 $sql$,
            CASE WHEN after_rank IS NOT NULL THEN '(r.rank, r.created_at, r.id) < ($13, $10, $11)' ELSE 'true' END)
        ELSE 'SELECT m.id, m.created_at, m.seq, 0::real, m.created_at, $8 FROM (%s) m ORDER BY ' || direction || ' LIMIT $9' END;

    -- Of the very newest, does it fit so many that a walk over more of them would find enough?
    IF fits IS NOT NULL THEN
        EXECUTE format(
            'SELECT count(*) FROM (SELECT m.* FROM messages m WHERE %s ORDER BY %s LIMIT $9) m WHERE %s',
            place, direction, conditions || having_words)
        INTO found
        USING readable, me, joined_late, authors, fits, since, until, looked_for, sample, after_time, after_id, after_seq;
    END IF;

    IF found * walk >= wanted * sample THEN
        RETURN QUERY EXECUTE format(
            'WITH fitting AS MATERIALIZED (SELECT m.* FROM (SELECT m.* FROM messages m WHERE %1$s ORDER BY %2$s LIMIT $14) m
                WHERE %3$s ORDER BY %2$s LIMIT $15)
            %4$s',
            place, direction, conditions || having_words,
            format(result, 'SELECT * FROM fitting WHERE (SELECT count(*) FROM fitting) >= $15'))
        USING readable, me, joined_late, authors, fits, since, until, looked_for, bound, after_time, after_id, after_seq,
            after_rank, walk, wanted;
        -- Of the best ones a later page may be empty though they were all found.
        GET DIAGNOSTICS found = ROW_COUNT;
        IF found > 0 THEN
            RETURN;
        END IF;
    END IF;

    -- What only excludes words has nothing to ask their index for.
    IF querytree(fits) NOT IN ('', 'T') THEN
        every := guessed_messages(readable, NULL);
        is_long := every > few;
        every := CASE WHEN cardinality(readable) = 1 THEN every
            ELSE (SELECT greatest(reltuples, 0) FROM pg_class WHERE oid = 'messages'::regclass) END;
        stretch := 4 * wanted * every / guessed_messages(readable, fits);
    END IF;

    -- Where lately it fits less often than statistics say, a longer one, by how many there were, unless by that number all of
    -- them are not many.
    WHILE stretch < every / 4 LOOP
        EXECUTE format(
            'SELECT m.created_at, m.seq FROM messages m WHERE %s ORDER BY %s OFFSET $14 LIMIT 1', place, direction)
        INTO oldest_time, oldest_seq
        USING readable, me, joined_late, authors, fits, since, until, looked_for, bound, after_time, after_id, after_seq,
            after_rank, stretch::bigint;
        EXIT WHEN oldest_seq IS NULL;
        EXECUTE format(
            'SELECT array_agg(m.id ORDER BY %s) FROM messages m WHERE %s AND %s AND %s',
            direction,
            place,
            CASE WHEN cardinality(readable) = 1 THEN 'm.seq >= $15' ELSE 'm.created_at >= $14' END,
            conditions || having_words)
        INTO fitting
        USING readable, me, joined_late, authors, fits, since, until, looked_for, bound, after_time, after_id, after_seq,
            after_rank, oldest_time, oldest_seq;
        IF cardinality(fitting) >= wanted THEN
            RETURN QUERY EXECUTE format(result, 'SELECT * FROM messages WHERE id = ANY ($14)')
            USING readable, me, joined_late, authors, fits, since, until, looked_for, bound, after_time, after_id, after_seq,
                after_rank, fitting[1:wanted];
            RETURN;
        END IF;

        EXIT WHEN coalesce(cardinality(fitting), 0) * every / stretch < few / 4;
        stretch := stretch * greatest(2, 4.0 * wanted / cardinality(fitting));
    END LOOP;

    -- With words, all that fit are fetched by the index and sorted then (OFFSET 0 keeps the planner from walking back in time
    -- in the hope of meeting them soon). Without, the walk is all there is.
    RETURN QUERY EXECUTE format(result, format(
        'SELECT * FROM (SELECT m.* FROM %s WHERE %s AND %s %s) m ORDER BY %s LIMIT $15',
        CASE WHEN is_long THEN format('(SELECT m.* FROM messages m WHERE true %s OFFSET 0) m', having_words) ELSE 'messages m' END,
        place,
        conditions || CASE WHEN is_long THEN '' ELSE having_words END,
        CASE WHEN fits IS NOT NULL THEN 'OFFSET 0' ELSE '' END,
        direction))
    USING readable, me, joined_late, authors, fits, since, until, looked_for, bound, after_time, after_id, after_seq,
        after_rank, walk, wanted;
END $$;
