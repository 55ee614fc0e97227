-- Rows of this table are updated with every batch of messages; the free space keeps those updates on the same page.
CREATE TABLE conversations (
    id uuid PRIMARY KEY,
    kind text NOT NULL CHECK (kind IN ('public', 'direct')),
    name text,
    -- The two of a direct conversation, in the order of their ids: a pair has one row whoever began.
    low_user_id uuid,
    high_user_id uuid,
    head_seq bigint NOT NULL DEFAULT 0,
    created_at timestamptz NOT NULL DEFAULT now(),
    last_activity_at timestamptz NOT NULL DEFAULT now(),
    CHECK ((kind = 'direct') = (low_user_id IS NOT NULL AND high_user_id IS NOT NULL)),
    CHECK (low_user_id < high_user_id)
) WITH (fillfactor = 50);

CREATE UNIQUE INDEX conversations_by_pair ON conversations (low_user_id, high_user_id);

-- Of a direct conversation both are here from its beginning; of the public room only who has read or written.
CREATE TABLE members (
    conversation_id uuid NOT NULL REFERENCES conversations,
    user_id uuid NOT NULL,
    read_seq bigint NOT NULL DEFAULT 0,
    joined_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (conversation_id, user_id)
) WITH (fillfactor = 70);

CREATE INDEX members_by_user ON members (user_id);

-- No foreign key to conversations: append_messages, the only writer, holds the conversation's row.
CREATE TABLE messages (
    conversation_id uuid NOT NULL,
    seq bigint NOT NULL,
    id uuid NOT NULL,
    author_id uuid NOT NULL,
    client_message_id uuid NOT NULL,
    body text NOT NULL,
    reply_to uuid,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (conversation_id, seq),
    CONSTRAINT messages_id UNIQUE (id),
    -- A send that is repeated, however late, finds what the first one wrote.
    CONSTRAINT messages_by_client_id UNIQUE (conversation_id, author_id, client_message_id)
);

INSERT INTO conversations (id, kind, name) VALUES ('00000000-0000-7000-8000-000000000001', 'public', 'Lobby');

-- Whose conversation it is, said once: everyone's public room, and the direct conversations of the two.
CREATE FUNCTION may_read(conversation conversations, me uuid) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
    SELECT conversation.kind = 'public' OR me IN (conversation.low_user_id, conversation.high_user_id)
$$;

-- The conversations of a person and how far they have read; the public ones without a row of theirs too.
CREATE FUNCTION conversations_of(me uuid) RETURNS TABLE (conversation_id uuid, read_seq bigint)
LANGUAGE sql STABLE AS $$
    SELECT m.conversation_id, m.read_seq FROM members m WHERE m.user_id = me
    UNION ALL
    SELECT c.id, 0 FROM conversations c
    WHERE c.kind = 'public'
      AND NOT EXISTS (SELECT FROM members m WHERE m.conversation_id = c.id AND m.user_id = me)
$$;

CREATE INDEX conversations_public ON conversations (id) WHERE kind = 'public';

-- Whose messages a person does not want to see: history marks them and unread leaves them out. Who moderates a
-- conversation is to be left out here, in this one place: what they say is seen by everyone.
CREATE FUNCTION hidden_authors(me uuid) RETURNS TABLE (user_id uuid) LANGUAGE sql STABLE AS $$
    SELECT b.user_id FROM blocked_by(me) b
$$;

-- Unread is derived: others' messages after the read mark, those aside who are hidden. At most "bound" are counted, so
-- that a person who comes to a room with years of history costs no more than that.
CREATE FUNCTION unread_count(in_conversation uuid, me uuid, after_seq bigint, bound integer) RETURNS bigint
LANGUAGE sql STABLE AS $$
    SELECT count(*) FROM (
        SELECT FROM messages m
        WHERE m.conversation_id = in_conversation AND m.seq > after_seq AND m.author_id <> me
          AND m.author_id NOT IN (SELECT h.user_id FROM hidden_authors(me) h)
        ORDER BY m.seq
        LIMIT bound) AS counted
$$;
