-- One row for two people, whoever asked: crossing requests meet in it, and a friendship cannot exist in one direction
-- only. Rows stay when a friendship ends, so that a version never comes twice.
CREATE TABLE pairs (
    low_user_id uuid NOT NULL,
    high_user_id uuid NOT NULL,
    state text NOT NULL CHECK (state IN ('pending', 'friends', 'declined', 'canceled', 'ended')),
    version bigint NOT NULL,
    -- The last request. An answered one is kept for who answers it again; an older one is forgotten.
    request_id uuid NOT NULL UNIQUE,
    requester_id uuid NOT NULL,
    receiver_id uuid NOT NULL GENERATED ALWAYS AS
        (CASE requester_id WHEN low_user_id THEN high_user_id ELSE low_user_id END) STORED,
    requested_at timestamptz NOT NULL,
    friends_since timestamptz,
    PRIMARY KEY (low_user_id, high_user_id),
    CHECK (low_user_id < high_user_id),
    CHECK (requester_id IN (low_user_id, high_user_id)),
    CHECK ((state = 'friends') = (friends_since IS NOT NULL))
);

-- The friends of a person stand half in one index and half in the other, each in the list's order.
CREATE INDEX pairs_friends_of_low ON pairs (low_user_id, friends_since, high_user_id) WHERE state = 'friends';
CREATE INDEX pairs_friends_of_high ON pairs (high_user_id, friends_since, low_user_id) WHERE state = 'friends';

CREATE INDEX pairs_incoming ON pairs (receiver_id, requested_at, request_id) WHERE state = 'pending';
CREATE INDEX pairs_outgoing ON pairs (requester_id, requested_at, request_id) WHERE state = 'pending';
