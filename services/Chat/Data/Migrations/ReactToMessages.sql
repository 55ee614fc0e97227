-- For the list of who reacted, in that order.
CREATE INDEX reactions_in_order ON reactions (message_id, emoji, created_at, user_id);

-- Reacts to a message, or takes a reaction back. Between two of whom one blocks the other nobody reacts to the other; what
-- they reacted before may always be taken back. Refusals: not_found, deleted, unknown_emoji, reaction_not_allowed,
-- too_many_reactions, not_allowed, request_pending.
CREATE FUNCTION react_to_message(
    in_message uuid, me uuid, my_name text, in_emoji text, in_on boolean, in_kinds_limit integer, in_own_limit integer,
    in_request_limit integer) RETURNS text
LANGUAGE plpgsql
SET enable_seqscan = off
AS $$
DECLARE
    held conversations := hold_message_for_change(in_message, me, my_name, false);
    message messages;
    has_reacted boolean := EXISTS (
        SELECT FROM reactions r WHERE r.message_id = in_message AND r.emoji = in_emoji AND r.user_id = me);
    refusal text;
BEGIN
    SELECT m.* INTO message FROM messages m WHERE m.id = in_message;
    refusal := CASE
        WHEN held.id IS NULL THEN 'not_found'
        WHEN message.deleted_at IS NOT NULL THEN 'deleted'
        WHEN has_reacted = in_on THEN 'done'
        WHEN NOT in_on THEN NULL
        WHEN in_emoji LIKE ':%' AND NOT EXISTS (
            SELECT FROM custom_emoji e WHERE e.conversation_id = held.id AND e.name = trim(BOTH ':' FROM in_emoji))
            THEN 'unknown_emoji'
        WHEN held.kind <> 'direct' AND is_blocked(me, message.author_id) THEN 'reaction_not_allowed'
        WHEN (SELECT count(*) FROM reactions r WHERE r.message_id = in_message AND r.user_id = me) >= in_own_limit
            THEN 'too_many_reactions'
        WHEN NOT EXISTS (SELECT FROM reactions r WHERE r.message_id = in_message AND r.emoji = in_emoji)
            AND (SELECT count(DISTINCT r.emoji) FROM reactions r WHERE r.message_id = in_message) >= in_kinds_limit
            THEN 'too_many_reactions'
        ELSE refusal_to_write_in(held, me, in_request_limit)
    END;
    IF refusal IS NOT NULL THEN
        RETURN refusal;
    END IF;

    IF in_on THEN
        INSERT INTO reactions (message_id, emoji, user_id, created_at) VALUES (in_message, in_emoji, me, clock_timestamp());
    ELSE
        DELETE FROM reactions r WHERE r.message_id = in_message AND r.emoji = in_emoji AND r.user_id = me;
    END IF;

    UPDATE messages SET reaction_count = reaction_count + CASE WHEN in_on THEN 1 ELSE -1 END WHERE id = in_message;
    PERFORM record_change(
        held.id, CASE WHEN in_on THEN 'reaction.added' ELSE 'reaction.removed' END, me, in_message,
        jsonb_build_object('emoji', in_emoji));
    RETURN 'done';
END $$;
