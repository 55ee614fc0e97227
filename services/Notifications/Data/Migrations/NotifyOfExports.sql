-- An export is a request too, and its own actor.
ALTER TABLE notifications DROP CONSTRAINT notifications_check1;

ALTER TABLE notifications ADD CONSTRAINT notifications_tell_what_their_kind_needs CHECK (CASE kind
    WHEN 'friend_request' THEN request_id IS NOT NULL
    WHEN 'friend_accepted' THEN request_id IS NOT NULL
    WHEN 'data_export_ready' THEN request_id IS NOT NULL
    WHEN 'direct_message' THEN conversation_id IS NOT NULL AND message_id IS NOT NULL AND seq IS NOT NULL
    ELSE false
END);
