CREATE TABLE notifications (
    id uuid PRIMARY KEY,
    user_id uuid NOT NULL,
    kind text NOT NULL,
    actor_id uuid NOT NULL,
    request_id uuid,
    conversation_id uuid,
    message_id uuid,
    seq bigint,
    count int NOT NULL DEFAULT 1 CHECK (count > 0),
    preview text,
    created_at timestamptz NOT NULL,
    read_at timestamptz,
    -- A request that was closed leaves its row behind, hidden, so that the news of its sending may come later. So does
    -- what came of somebody who is blocked.
    removed_at timestamptz,
    CHECK (removed_at IS NULL OR read_at IS NOT NULL),
    CHECK (CASE kind
        WHEN 'friend_request' THEN request_id IS NOT NULL
        WHEN 'friend_accepted' THEN request_id IS NOT NULL
        WHEN 'direct_message' THEN conversation_id IS NOT NULL AND message_id IS NOT NULL AND seq IS NOT NULL
        ELSE false
    END)
);

-- The list.
CREATE INDEX notifications_by_user ON notifications (user_id, created_at DESC, id DESC) WHERE removed_at IS NULL;

-- The list of unread ones, and the badge without a look at the table.
CREATE INDEX notifications_unread ON notifications (user_id, created_at DESC, id DESC) WHERE read_at IS NULL;

-- Whatever comes first of a request's events, all meet on one row.
CREATE UNIQUE INDEX notifications_of_request ON notifications (request_id, kind) WHERE request_id IS NOT NULL;

-- One open notification for a conversation, however many messages come.
CREATE UNIQUE INDEX notifications_open_of_conversation ON notifications (user_id, conversation_id)
    WHERE kind = 'direct_message' AND read_at IS NULL;

-- For the cleaner.
CREATE INDEX notifications_by_age ON notifications USING brin (created_at);

-- How far a person has read a conversation: what is not beyond it makes no notification, however late its news comes.
CREATE TABLE conversation_reads (
    user_id uuid NOT NULL,
    conversation_id uuid NOT NULL,
    seq bigint NOT NULL,
    PRIMARY KEY (user_id, conversation_id)
);
