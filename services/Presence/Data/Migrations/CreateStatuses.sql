-- When the last connection of a person went; not touched while they are online, nor while they are invisible.
CREATE TABLE last_seen (
    user_id uuid PRIMARY KEY,
    seen_at timestamptz NOT NULL
) WITH (fillfactor = 80);

-- What a person chose. Without a row: auto, and nothing to say.
CREATE TABLE chosen_statuses (
    user_id uuid PRIMARY KEY,
    status text NOT NULL CHECK (status IN ('auto', 'away', 'dnd', 'invisible')),
    text text,
    emoji text,
    -- When text and emoji come to their end.
    until timestamptz,
    -- When others must be told, at the latest: right after a change if whoever made it died, and at the end of the text.
    tell_at timestamptz
) WITH (fillfactor = 80);

CREATE INDEX chosen_statuses_to_tell ON chosen_statuses (tell_at) WHERE tell_at IS NOT NULL;

-- As it holds at this moment.
CREATE VIEW current_statuses AS
SELECT c.user_id, c.status, c.tell_at,
    CASE WHEN NOT ended.yes THEN c.text END AS text,
    CASE WHEN NOT ended.yes THEN c.emoji END AS emoji,
    CASE WHEN NOT ended.yes THEN c.until END AS until
FROM chosen_statuses c CROSS JOIN LATERAL (SELECT c.until IS NOT NULL AND c.until <= now() AS yes) ended;
