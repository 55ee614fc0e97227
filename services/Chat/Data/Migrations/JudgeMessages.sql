-- What append_messages is made of beside its statements.

-- What append_messages finds out about one message of its batch.
CREATE TYPE judged_message AS (
    position integer,
    verdict text,
    -- Written by this call, not by an earlier one.
    is_new boolean,
    -- The number of what an earlier call wrote under this client id.
    known_seq bigint,
    message_id uuid,
    seq bigint,
    written_at timestamptz,
    conversation_id uuid,
    kind text,
    -- Before the batch.
    head_seq bigint,
    author_id uuid,
    -- Of a direct conversation: the two, and whom the author writes to.
    low_user_id uuid,
    high_user_id uuid,
    recipient_id uuid,
    -- Of a message request that nobody has answered.
    in_request boolean,
    moderates boolean,
    is_nameless boolean,
    is_erased boolean,
    -- Of the author's row of members; null without one.
    read_version bigint,
    -- Messages of others stand here that the author has not read.
    is_behind boolean,
    reply_seq bigint,
    reply_author_id uuid,
    thread_root_id uuid,
    reply_count integer,
    last_reply_at timestamptz,
    thread_seq bigint,
    mentions uuid[],
    mentions_everyone text,
    wait_ms integer);

-- share_a_friend as a call. Without it the planner makes it a part of the statement, which is set up with each batch though
-- hardly one asks.
CREATE FUNCTION share_a_friend_if_asked(one uuid, other uuid) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN share_a_friend(one, other);
END $$;
