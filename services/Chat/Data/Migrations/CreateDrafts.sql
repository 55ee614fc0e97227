-- What a person has begun to write in a conversation, on whichever device.
CREATE TABLE drafts (
    user_id uuid NOT NULL,
    conversation_id uuid NOT NULL,
    body text NOT NULL,
    reply_to uuid,
    -- Rises with every write, also over a deletion: it is the time in microseconds, or one more than the last.
    version bigint NOT NULL,
    updated_at timestamptz NOT NULL,
    PRIMARY KEY (user_id, conversation_id)
);

CREATE INDEX drafts_by_time ON drafts (user_id, updated_at DESC, conversation_id DESC);

CREATE FUNCTION next_draft_version(version bigint) RETURNS bigint LANGUAGE sql VOLATILE AS $$
    SELECT greatest(version + 1, (extract(epoch FROM clock_timestamp()) * 1000000)::bigint)
$$;
