-- Pictures that the members of a conversation use as emoji, by a name. Where a picture is replaced its id is another, so what
-- an id names never changes and may be kept by who has seen it.
CREATE TABLE custom_emoji (
    conversation_id uuid NOT NULL REFERENCES conversations,
    name text NOT NULL CHECK (name ~ '^[a-z0-9_]{2,32}$'),
    id uuid NOT NULL,
    content_type text NOT NULL,
    bytes bytea NOT NULL,
    added_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (conversation_id, name)
);

-- Who keeps order in a room has a say over its emoji, and each of two over those of their conversation.
CREATE FUNCTION refusal_to_change_emoji(held conversations, me uuid, in_moderator boolean, in_request_limit integer) RETURNS text
LANGUAGE sql STABLE AS $$
    SELECT CASE
        WHEN held.id IS NULL THEN 'conversation_not_found'
        WHEN held.kind <> 'direct' AND NOT moderates_messages(held, me, in_moderator) THEN 'emoji_not_allowed'
        ELSE refusal_to_write_in(held, me, in_request_limit)
    END
$$;

-- Refusals: conversation_not_found, emoji_not_allowed, too_many_emoji, not_allowed, request_pending.
CREATE FUNCTION put_custom_emoji(
    in_conversation uuid, me uuid, my_name text, in_moderator boolean, in_name text, in_id uuid, in_content_type text,
    in_bytes bytea, in_limit integer, in_request_limit integer) RETURNS text
LANGUAGE plpgsql AS $$
DECLARE
    held conversations := hold_for_change(in_conversation, me, my_name, in_moderator);
    refusal text := refusal_to_change_emoji(held, me, in_moderator, in_request_limit);
    known bytea := (SELECT e.bytes FROM custom_emoji e WHERE e.conversation_id = in_conversation AND e.name = in_name);
BEGIN
    IF refusal IS NOT NULL THEN
        RETURN refusal;
    ELSIF known = in_bytes THEN
        RETURN 'done';
    ELSIF known IS NULL
        AND (SELECT count(*) FROM custom_emoji e WHERE e.conversation_id = in_conversation) >= in_limit THEN
        RETURN 'too_many_emoji';
    END IF;

    INSERT INTO custom_emoji AS e (conversation_id, name, id, content_type, bytes)
    VALUES (in_conversation, in_name, in_id, in_content_type, in_bytes)
    ON CONFLICT (conversation_id, name) DO UPDATE
        SET id = EXCLUDED.id, content_type = EXCLUDED.content_type, bytes = EXCLUDED.bytes;
    PERFORM record_change(in_conversation, 'emoji.added', me, NULL, jsonb_build_object('name', in_name));
    RETURN 'done';
END $$;

-- Reactions that were made with it stay and are shown by name. Refusals: conversation_not_found, emoji_not_allowed,
-- not_allowed, request_pending.
CREATE FUNCTION remove_custom_emoji(
    in_conversation uuid, me uuid, my_name text, in_moderator boolean, in_name text, in_request_limit integer) RETURNS text
LANGUAGE plpgsql AS $$
DECLARE
    held conversations := hold_for_change(in_conversation, me, my_name, in_moderator);
    refusal text := refusal_to_change_emoji(held, me, in_moderator, in_request_limit);
BEGIN
    IF refusal IS NOT NULL THEN
        RETURN refusal;
    END IF;

    DELETE FROM custom_emoji e WHERE e.conversation_id = in_conversation AND e.name = in_name;
    IF FOUND THEN
        PERFORM record_change(in_conversation, 'emoji.removed', me, NULL, jsonb_build_object('name', in_name));
    END IF;

    RETURN 'done';
END $$;
