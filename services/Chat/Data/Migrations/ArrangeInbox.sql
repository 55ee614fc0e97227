-- Message requests, what a person sets for themselves, and where a conversation stands for them by both.

-- Takes a message request: done, not_found, not_yours. What is no request any more has been taken.
CREATE FUNCTION accept_request(in_conversation uuid, me uuid) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    direct conversations;
BEGIN
    SELECT * INTO direct FROM conversations WHERE id = in_conversation FOR NO KEY UPDATE;
    IF direct.id IS NULL OR direct.kind <> 'direct' OR NOT may_read(direct, me) THEN
        RETURN 'not_found';
    ELSIF direct.requested_by IS NULL THEN
        RETURN 'done';
    ELSIF direct.requested_by = me THEN
        RETURN 'not_yours';
    END IF;

    UPDATE conversations SET accepted_at = clock_timestamp(), requested_by = NULL, request_ignored_at = NULL WHERE id = direct.id;
    PERFORM record_change(direct.id, 'request.accepted', me, NULL, NULL);
    RETURN 'done';
END $$;

-- Puts a message request out of sight, of which who asked learns nothing: done, not_found, not_yours, answered.
CREATE FUNCTION ignore_request(in_conversation uuid, me uuid) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    direct conversations;
BEGIN
    SELECT * INTO direct FROM conversations WHERE id = in_conversation FOR NO KEY UPDATE;
    IF direct.id IS NULL OR direct.kind <> 'direct' OR NOT may_read(direct, me) THEN
        RETURN 'not_found';
    ELSIF direct.requested_by IS NULL THEN
        RETURN 'answered';
    ELSIF direct.requested_by = me THEN
        RETURN 'not_yours';
    END IF;

    UPDATE conversations SET request_ignored_at = coalesce(request_ignored_at, clock_timestamp()) WHERE id = direct.id;
    RETURN 'done';
END $$;

-- Two became friends, and what one of them asked is no question any more. Not taken for good (accepted_at): when the friendship
-- ends, who may write is what the other's privacy says again.
CREATE FUNCTION settle_request_of_friends(low uuid, high uuid) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    direct conversations;
BEGIN
    SELECT * INTO direct FROM conversations WHERE low_user_id = low AND high_user_id = high FOR NO KEY UPDATE;
    IF direct.requested_by IS NOT NULL THEN
        UPDATE conversations SET requested_by = NULL, request_ignored_at = NULL WHERE id = direct.id;
        PERFORM record_change(
            direct.id, 'request.accepted', CASE WHEN direct.requested_by = low THEN high ELSE low END, NULL, NULL);
    END IF;

    RETURN 'done';
END $$;

-- What a person sets for themselves; null stays as it is, and a muting that is over is none. False when it is not theirs. Of the
-- public room the row comes with it; elsewhere it is there, and must not come back when it went in between.
CREATE FUNCTION change_mine(
    in_conversation uuid, me uuid, pin boolean, archive boolean, change_mute boolean, mute_until timestamptz)
RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO members (conversation_id, user_id)
    SELECT c.id, me FROM conversations c WHERE c.id = in_conversation AND c.kind = 'public'
    ON CONFLICT DO NOTHING;
    UPDATE members m SET
        pinned_at = CASE WHEN pin THEN coalesce(m.pinned_at, now()) WHEN pin IS NULL THEN m.pinned_at END,
        archived_at = CASE
            WHEN archive THEN greatest(clock_timestamp(), c.last_activity_at)
            WHEN archive IS NULL THEN m.archived_at END,
        muted_until = CASE
            WHEN NOT change_mute THEN m.muted_until
            WHEN mute_until > now() THEN mute_until END
    FROM conversations c
    WHERE c.id = in_conversation AND c.deleted_at IS NULL AND m.conversation_id = c.id AND m.user_id = me;
    RETURN FOUND;
END $$;

-- Where a conversation stands for a person, the one place that says so: 'inbox'; 'archived' until something happens in it, and
-- for as long as it is muted; 'request' of someone who wrote and has no answer yet; 'ignored', which is shown nowhere.
CREATE FUNCTION place_of(
    asked_by uuid, ignored_at timestamptz, head bigint, me uuid, archived timestamptz, active timestamptz, muted timestamptz)
RETURNS text LANGUAGE sql STABLE AS $$
    SELECT CASE
        WHEN asked_by <> me AND (ignored_at IS NOT NULL OR head = 0) THEN 'ignored'
        WHEN asked_by <> me THEN 'request'
        WHEN archived >= active OR archived IS NOT NULL AND muted > now() THEN 'archived'
        ELSE 'inbox'
    END
$$;
