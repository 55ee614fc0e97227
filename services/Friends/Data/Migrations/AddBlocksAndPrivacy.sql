-- A pair may begin with a block, and then no request was ever made.
ALTER TABLE pairs
    DROP CONSTRAINT pairs_state_check,
    ADD CONSTRAINT pairs_state_check
        CHECK (state IN ('none', 'pending', 'friends', 'declined', 'canceled', 'withdrawn', 'ended')),
    ALTER COLUMN request_id DROP NOT NULL,
    ALTER COLUMN requester_id DROP NOT NULL,
    ALTER COLUMN requested_at DROP NOT NULL,
    ADD CONSTRAINT pairs_have_a_request CHECK (state = 'none' OR num_nulls(request_id, requester_id, requested_at) = 0),
    -- What the asker wrote; kept while the request waits.
    ADD COLUMN note text,
    -- When a request of the one was last declined by the other: not before some days may the one ask again.
    ADD COLUMN low_declined_at timestamptz,
    ADD COLUMN high_declined_at timestamptz,
    ADD COLUMN low_blocks_since timestamptz,
    ADD COLUMN high_blocks_since timestamptz,
    ADD COLUMN low_blocks_high boolean NOT NULL GENERATED ALWAYS AS (low_blocks_since IS NOT NULL) STORED,
    ADD COLUMN high_blocks_low boolean NOT NULL GENERATED ALWAYS AS (high_blocks_since IS NOT NULL) STORED,
    -- Of the relationship, as is the version: a friendship or a block began or ended. A request alone is no relationship,
    -- and 0 says that there never was one.
    ADD COLUMN changed_at timestamptz,
    ALTER COLUMN version SET DEFAULT 0;

-- Of nobody's request nobody is the receiver.
ALTER TABLE pairs
    DROP COLUMN receiver_id,
    ADD COLUMN receiver_id uuid GENERATED ALWAYS AS
        (CASE requester_id WHEN low_user_id THEN high_user_id WHEN high_user_id THEN low_user_id END) STORED;

CREATE INDEX pairs_incoming ON pairs (receiver_id, requested_at, request_id) WHERE state = 'pending';

UPDATE pairs SET changed_at = coalesce(friends_since, requested_at);

ALTER TABLE pairs
    ADD CONSTRAINT pairs_versions_have_a_time CHECK (version = 0 OR changed_at IS NOT NULL),
    -- A block stands above everything, whatever an act might try.
    ADD CONSTRAINT pairs_block_wins
        CHECK (state NOT IN ('pending', 'friends') OR (low_blocks_since IS NULL AND high_blocks_since IS NULL));

-- All pairs of a person: the primary key has those in which they are the low one.
CREATE INDEX pairs_of_high ON pairs (high_user_id);
CREATE INDEX pairs_blocks_of_low ON pairs (low_user_id, low_blocks_since, high_user_id) WHERE low_blocks_since IS NOT NULL;
CREATE INDEX pairs_blocks_of_high ON pairs (high_user_id, high_blocks_since, low_user_id) WHERE high_blocks_since IS NOT NULL;

-- What the others know of pairs: the events say it one by one, the export all of it.
CREATE VIEW relationships AS
SELECT low_user_id, high_user_id, state = 'friends' AS are_friends, low_blocks_high, high_blocks_low, changed_at, version
FROM pairs
WHERE version > 0;

CREATE FUNCTION relationship_changed(pair pairs) RETURNS jsonb LANGUAGE sql STABLE
RETURN jsonb_build_object(
    'lowUserId', pair.low_user_id, 'highUserId', pair.high_user_id, 'areFriends', pair.state = 'friends',
    'lowBlocksHigh', pair.low_blocks_high, 'highBlocksLow', pair.high_blocks_low,
    'changedAt', pair.changed_at, 'version', pair.version);

CREATE FUNCTION friends_of(person uuid) RETURNS TABLE (user_id uuid, since timestamptz) LANGUAGE sql STABLE AS $$
    SELECT high_user_id, friends_since FROM pairs WHERE low_user_id = person AND state = 'friends'
    UNION ALL
    SELECT low_user_id, friends_since FROM pairs WHERE high_user_id = person AND state = 'friends'
$$;

-- Who may do what to a person: 1 everyone, 2 friends of friends, 3 friends, 4 nobody. Who never chose has no row.
CREATE TABLE privacy_settings (
    user_id uuid PRIMARY KEY,
    friend_requests smallint NOT NULL CHECK (friend_requests BETWEEN 1 AND 4),
    direct_messages smallint NOT NULL CHECK (direct_messages BETWEEN 1 AND 4),
    group_invites smallint NOT NULL CHECK (group_invites BETWEEN 1 AND 4),
    game_invites smallint NOT NULL CHECK (game_invites BETWEEN 1 AND 4),
    presence smallint NOT NULL CHECK (presence BETWEEN 1 AND 4),
    changed_at timestamptz NOT NULL,
    version bigint NOT NULL CHECK (version > 0)
);

CREATE FUNCTION privacy_changed(settings privacy_settings) RETURNS jsonb LANGUAGE sql STABLE
RETURN jsonb_build_object(
    'userId', settings.user_id, 'friendRequests', settings.friend_requests, 'directMessages', settings.direct_messages,
    'groupInvites', settings.group_invites, 'gameInvites', settings.game_invites, 'presence', settings.presence,
    'changedAt', settings.changed_at, 'version', settings.version);

-- The number as clients see it.
CREATE FUNCTION audience(value smallint) RETURNS text LANGUAGE sql IMMUTABLE
RETURN (ARRAY['everyone', 'friends_of_friends', 'friends', 'nobody'])[value];

-- "acquainted": the two share a conversation that is not public, which is Chat's to know.
CREATE FUNCTION takes_requests_of(asked uuid, asker uuid, acquainted boolean) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT CASE coalesce((SELECT friend_requests FROM privacy_settings WHERE user_id = asked), 1)
        WHEN 1 THEN true
        WHEN 2 THEN acquainted OR EXISTS (SELECT FROM friends_of(asked) AS theirs JOIN friends_of(asker) AS mine USING (user_id))
        ELSE false
    END
$$;

-- How many requests a person may still send in the hour, as one time: each request moves it on by its share of the hour,
-- and it may be an hour ahead of the clock at most.
CREATE TABLE request_allowances (
    user_id uuid PRIMARY KEY,
    spent_until timestamptz NOT NULL
);

CREATE TABLE dismissed_suggestions (
    user_id uuid NOT NULL,
    dismissed_user_id uuid NOT NULL,
    dismissed_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (user_id, dismissed_user_id)
);

CREATE INDEX dismissed_suggestions_by_whom ON dismissed_suggestions (dismissed_user_id);
