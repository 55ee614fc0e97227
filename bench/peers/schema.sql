-- What both peers store. The numbers come from a sequence: neither gives an order that everyone shares.
CREATE TABLE members (
    conversation_id uuid NOT NULL,
    user_id uuid NOT NULL,
    PRIMARY KEY (conversation_id, user_id)
);
CREATE INDEX members_by_user ON members (user_id);

CREATE TABLE messages (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    conversation_id uuid NOT NULL,
    author_id uuid NOT NULL,
    client_message_id uuid NOT NULL,
    body text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    UNIQUE (conversation_id, author_id, client_message_id)
);
CREATE INDEX messages_of_conversation ON messages (conversation_id, id);
