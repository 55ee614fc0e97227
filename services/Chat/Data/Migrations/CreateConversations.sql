-- Rows of this table are updated with every batch of messages; the free space keeps those updates on the same page.
CREATE TABLE conversations (
    id uuid PRIMARY KEY,
    kind text NOT NULL,
    name text,
    topic text NOT NULL DEFAULT '',
    -- The two of a direct conversation, in the order of their ids: a pair has one row whoever began.
    low_user_id uuid,
    high_user_id uuid,
    -- Who began a direct conversation that the other has not accepted yet: a message request. Null once it is accepted,
    -- and of friends from the beginning.
    requested_by uuid,
    -- When the other took the request: from then on both may write, friends or not.
    accepted_at timestamptz,
    -- The other does not want to see the request; who asked is not told.
    request_ignored_at timestamptz,
    -- Whether who joins later may read what was before.
    history text NOT NULL DEFAULT 'all' CHECK (history IN ('all', 'since_join')),
    -- Seconds between two messages of a member; 0 is none.
    slow_mode integer NOT NULL DEFAULT 0 CHECK (slow_mode >= 0),
    -- Of rooms: everyone is in the public one.
    member_count integer NOT NULL DEFAULT 0,
    -- The number of the event that changed name, topic or policy last: the version that If-Match names.
    settings_seq bigint NOT NULL DEFAULT 0,
    head_seq bigint NOT NULL DEFAULT 0,
    created_at timestamptz NOT NULL DEFAULT now(),
    last_activity_at timestamptz NOT NULL DEFAULT now(),
    deleted_at timestamptz,
    -- In one, as each is read from its stored text by every batch.
    CHECK (CASE kind
        WHEN 'direct' THEN coalesce(low_user_id < high_user_id, false)
        ELSE kind IN ('public', 'room') AND low_user_id IS NULL AND high_user_id IS NULL
    END)
) WITH (fillfactor = 50);

CREATE UNIQUE INDEX conversations_by_pair ON conversations (low_user_id, high_user_id);
CREATE INDEX conversations_public ON conversations (id) WHERE kind = 'public';

-- Of a direct conversation both are here from its beginning; of a room its members; of the public one only who has read,
-- written or set something of their own.
CREATE TABLE members (
    conversation_id uuid NOT NULL REFERENCES conversations,
    user_id uuid NOT NULL,
    role text NOT NULL DEFAULT 'member' CHECK (role IN ('owner', 'admin', 'member')),
    -- Up to where they have read. The version rises with every move, backward ones too ("mark unread"): the higher is newer.
    read_seq bigint NOT NULL DEFAULT 0,
    read_version bigint NOT NULL DEFAULT 0,
    -- Events up to this number were before their time and are not theirs to read.
    history_from bigint NOT NULL DEFAULT 0,
    -- Written only where slow mode needs it.
    last_sent_at timestamptz,
    pinned_at timestamptz,
    archived_at timestamptz,
    muted_until timestamptz,
    joined_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (conversation_id, user_id)
) WITH (fillfactor = 70);

-- With the conversation, so that a plan that takes this index for the row of a person in a conversation is right too.
CREATE INDEX members_by_user ON members (user_id, conversation_id);

-- What people see in a conversation: messages, and what the system says ("ann joined"), by number. Changes of messages are
-- in "changes", which takes numbers of the same sequence: the events of a conversation are both together.
-- No foreign key to conversations: whoever writes holds the conversation's row.
CREATE TABLE messages (
    conversation_id uuid NOT NULL,
    seq bigint NOT NULL,
    id uuid NOT NULL,
    -- message.created, or what the system says: member.joined, member.left, conversation.renamed …
    type text NOT NULL DEFAULT 'message.created',
    author_id uuid NOT NULL,
    client_message_id uuid NOT NULL,
    body text NOT NULL,
    -- What was sent, once the text is another: a repeated send is still known. md5, as a uuid.
    sent_digest uuid,
    -- Of a forwarded message where it came from; of the system's what it tells.
    data jsonb,
    reply_to uuid,
    -- The message that the chain of replies began with; null of one that replies to nothing.
    thread_root_id uuid,
    -- Of a root: its replies that are not deleted, and the number of the event that changed that last.
    reply_count integer NOT NULL DEFAULT 0,
    last_reply_at timestamptz,
    thread_seq bigint NOT NULL DEFAULT 0,
    -- Who is named in it, and whether it is to everyone: 'here' or 'all'.
    mentions uuid[],
    mentions_everyone text CHECK (mentions_everyone IN ('here', 'all')),
    -- How many different people and emoji; spares the look into reactions.
    reaction_count integer NOT NULL DEFAULT 0,
    -- The number of the last event that changed it: of two states of a message the higher is the newer.
    version bigint NOT NULL,
    created_at timestamptz NOT NULL,
    edited_at timestamptz,
    deleted_at timestamptz,
    pinned_at timestamptz,
    PRIMARY KEY (conversation_id, seq),
    CONSTRAINT messages_id UNIQUE (id),
    -- A send that is repeated, however late, finds what the first one wrote.
    CONSTRAINT messages_by_client_id UNIQUE (author_id, client_message_id, conversation_id)
) WITH (fillfactor = 90);

CREATE INDEX messages_of_thread ON messages (thread_root_id, seq) WHERE thread_root_id IS NOT NULL;
CREATE INDEX messages_pinned ON messages (conversation_id, pinned_at) WHERE pinned_at IS NOT NULL;
CREATE INDEX messages_to_all ON messages (conversation_id, seq) WHERE mentions_everyone = 'all';

-- What happened to a conversation beside what is said in it: edits, deletions, reactions, pins, settings.
CREATE TABLE changes (
    conversation_id uuid NOT NULL,
    seq bigint NOT NULL,
    type text NOT NULL,
    actor_id uuid NOT NULL,
    -- The message that it changed, if one.
    message_id uuid,
    data jsonb,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (conversation_id, seq)
);

-- Texts of a message before its edits.
CREATE TABLE revisions (
    message_id uuid NOT NULL,
    -- 1, 2, 3 …: 1 is the text as sent.
    number integer NOT NULL,
    body text NOT NULL,
    written_at timestamptz NOT NULL,
    PRIMARY KEY (message_id, number)
);

CREATE TABLE reactions (
    message_id uuid NOT NULL,
    emoji text NOT NULL,
    user_id uuid NOT NULL,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (message_id, emoji, user_id)
);

CREATE INDEX reactions_by_user ON reactions (user_id);

-- Who is meant by name, or by @here: whoever was here then. @all is told by the message alone.
CREATE TABLE mentions (
    user_id uuid NOT NULL,
    conversation_id uuid NOT NULL,
    seq bigint NOT NULL,
    PRIMARY KEY (user_id, conversation_id, seq)
);

-- What a person deleted for themselves only.
CREATE TABLE hidden_messages (
    user_id uuid NOT NULL,
    conversation_id uuid NOT NULL,
    seq bigint NOT NULL,
    hidden_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (user_id, conversation_id, seq)
);

INSERT INTO conversations (id, kind, name) VALUES ('00000000-0000-7000-8000-000000000001', 'public', 'Lobby');

-- Whose conversation it is, said once: everyone's public room, the direct ones of the two, a room of its members.
CREATE FUNCTION may_read(conversation conversations, me uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT conversation.deleted_at IS NULL AND CASE conversation.kind
        WHEN 'public' THEN true
        WHEN 'direct' THEN me IN (conversation.low_user_id, conversation.high_user_id)
        ELSE EXISTS (SELECT FROM members m WHERE m.conversation_id = conversation.id AND m.user_id = me)
    END
$$;

-- Whether a person of a direct conversation may write in it: as the other's privacy allows, or since one of them asked and
-- the other took it. A block stands above all, and so does who wants no messages at all (4).
CREATE FUNCTION may_write_direct(
    audience integer, blocked boolean, friends boolean, acquainted boolean, taken boolean) RETURNS boolean
LANGUAGE sql IMMUTABLE AS $$
    SELECT is_in_audience(audience, blocked, friends, acquainted) OR (taken AND NOT blocked AND audience <> 4)
$$;

-- The conversations of a person and what is theirs of each; the public ones without a row of theirs too.
CREATE FUNCTION conversations_of(me uuid) RETURNS TABLE (
    conversation_id uuid, read_seq bigint, read_version bigint, history_from bigint,
    pinned_at timestamptz, archived_at timestamptz, muted_until timestamptz, role text)
LANGUAGE sql STABLE AS $$
    SELECT m.conversation_id, m.read_seq, m.read_version, m.history_from, m.pinned_at, m.archived_at, m.muted_until, m.role
    FROM members m WHERE m.user_id = me
    UNION ALL
    SELECT c.id, 0, 0, 0, NULL, NULL, NULL, 'member' FROM conversations c
    WHERE c.kind = 'public'
      AND NOT EXISTS (SELECT FROM members m WHERE m.conversation_id = c.id AND m.user_id = me)
$$;

-- From where on a person may read; 0 is from the beginning.
CREATE FUNCTION history_from(in_conversation uuid, me uuid) RETURNS bigint LANGUAGE sql STABLE AS $$
    SELECT coalesce((SELECT m.history_from FROM members m WHERE m.conversation_id = in_conversation AND m.user_id = me), 0)
$$;

-- Whose messages a person does not want to see in a conversation: history marks them, unread and mentions leave them out.
-- Who moderates is seen by everyone.
CREATE FUNCTION hidden_authors(in_conversation uuid, me uuid) RETURNS TABLE (user_id uuid) LANGUAGE sql STABLE AS $$
    SELECT b.user_id FROM blocked_by(me) b
    WHERE NOT EXISTS (
        SELECT FROM members m
        WHERE m.conversation_id = in_conversation AND m.user_id = b.user_id AND m.role <> 'member')
$$;

-- A message as everyone sees it. Reactions are in the order in which each emoji came first.
CREATE VIEW message_states AS
SELECT m.*, coalesce(author.username, '') AS author_name, parent.seq AS reply_seq, parent.author_id AS reply_author_id,
    CASE WHEN m.reaction_count > 0 THEN (
        SELECT jsonb_agg(jsonb_build_object('emoji', r.emoji, 'count', r.count) ORDER BY r.first)
        FROM (
            SELECT emoji, count(*), min(created_at) AS first FROM reactions WHERE message_id = m.id GROUP BY emoji) r)
    END AS reactions,
    -- The thread that it began or belongs to.
    coalesce(m.thread_root_id, m.id) AS thread_id, coalesce(root.reply_count, m.reply_count) AS thread_replies,
    coalesce(root.last_reply_at, m.last_reply_at) AS thread_last_at, coalesce(root.thread_seq, m.thread_seq) AS thread_head
FROM messages m
LEFT JOIN people author ON author.user_id = m.author_id
LEFT JOIN messages parent ON parent.id = m.reply_to
LEFT JOIN messages root ON root.id = m.thread_root_id;

-- Gives a change its number. The caller holds the conversation's row (FOR NO KEY UPDATE) since before it looked at anything.
CREATE FUNCTION record_change(
    in_conversation uuid, in_type text, in_actor uuid, in_message uuid, in_data jsonb) RETURNS bigint
LANGUAGE plpgsql AS $$
DECLARE
    next_seq bigint;
BEGIN
    UPDATE conversations SET head_seq = head_seq + 1 WHERE id = in_conversation RETURNING head_seq INTO next_seq;
    INSERT INTO changes (conversation_id, seq, type, actor_id, message_id, data, created_at)
    VALUES (in_conversation, next_seq, in_type, in_actor, in_message, in_data, clock_timestamp());
    UPDATE messages SET version = next_seq WHERE id = in_message;
    PERFORM note_recorded(in_conversation, next_seq);
    RETURN next_seq;
END $$;

-- Lets the system say something in a conversation: "ann joined". Counts as nobody's unread. The same about the lock.
CREATE FUNCTION record_notice(in_conversation uuid, in_type text, in_actor uuid, in_data jsonb) RETURNS bigint
LANGUAGE plpgsql AS $$
DECLARE
    next_seq bigint;
    new_id uuid := gen_random_uuid();
BEGIN
    UPDATE conversations SET head_seq = head_seq + 1, last_activity_at = clock_timestamp()
    WHERE id = in_conversation RETURNING head_seq INTO next_seq;
    INSERT INTO messages (conversation_id, seq, id, type, author_id, client_message_id, body, data, version, created_at)
    VALUES (in_conversation, next_seq, new_id, in_type, in_actor, new_id, '', in_data, next_seq, clock_timestamp());
    PERFORM note_recorded(in_conversation, next_seq);
    RETURN next_seq;
END $$;

-- The events of a conversation after a number, as one list of both tables; at most "bound".
CREATE FUNCTION events_after(in_conversation uuid, after_seq bigint, bound integer) RETURNS TABLE (
    seq bigint, type text, created_at timestamptz, actor_id uuid, message_id uuid, data jsonb, is_change boolean)
LANGUAGE sql STABLE AS $$
    (SELECT m.seq, m.type, m.created_at, m.author_id, m.id, NULL::jsonb, false FROM messages m
    WHERE m.conversation_id = in_conversation AND m.seq > after_seq ORDER BY m.seq LIMIT bound)
    UNION ALL
    (SELECT c.seq, c.type, c.created_at, c.actor_id, c.message_id, c.data, true FROM changes c
    WHERE c.conversation_id = in_conversation AND c.seq > after_seq ORDER BY c.seq LIMIT bound)
    ORDER BY 1 LIMIT bound
$$;

-- What record_change and record_notice have written in this transaction, for telling it: they note it in a setting that
-- ends with the transaction.
CREATE FUNCTION note_recorded(in_conversation uuid, in_seq bigint) RETURNS void LANGUAGE sql AS $$
    SELECT set_config('onevone.recorded',
        concat_ws(',', nullif(current_setting('onevone.recorded', true), ''), in_conversation || '/' || in_seq), true)
$$;

CREATE FUNCTION recorded_events() RETURNS TABLE (conversation_id uuid, seq bigint) LANGUAGE sql STABLE AS $$
    SELECT split_part(noted, '/', 1)::uuid, split_part(noted, '/', 2)::bigint
    FROM string_to_table(nullif(current_setting('onevone.recorded', true), ''), ',') AS noted
$$;
