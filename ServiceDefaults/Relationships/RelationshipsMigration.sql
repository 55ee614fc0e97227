-- What Friends tells of two people: a projection. The higher version of a pair is the newer truth, whatever comes first.
-- A pair without a row never was anything to each other, which is version 0.
CREATE TABLE relationships (
    low_user_id uuid NOT NULL,
    high_user_id uuid NOT NULL,
    are_friends boolean NOT NULL,
    low_blocks_high boolean NOT NULL,
    high_blocks_low boolean NOT NULL,
    version bigint NOT NULL,
    -- When this row was written here: a rebuild leaves alone what changed since it began.
    changed_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (low_user_id, high_user_id),
    CHECK (low_user_id < high_user_id)
);

CREATE INDEX relationships_by_high ON relationships (high_user_id, low_user_id);

-- Few rows are blocks, and "whom does this person block" is asked with every look at a room.
CREATE INDEX relationships_blocks_of_low ON relationships (low_user_id, high_user_id) WHERE low_blocks_high;
CREATE INDEX relationships_blocks_of_high ON relationships (high_user_id, low_user_id) WHERE high_blocks_low;

-- Who may reach a person: 1 everyone, 2 friends of friends, 3 friends, 4 nobody. Without a row the defaults hold.
CREATE TABLE privacy_settings (
    user_id uuid PRIMARY KEY,
    friend_requests integer NOT NULL,
    direct_messages integer NOT NULL,
    group_invites integer NOT NULL,
    game_invites integer NOT NULL,
    presence integer NOT NULL,
    version bigint NOT NULL,
    changed_at timestamptz NOT NULL DEFAULT clock_timestamp()
);

CREATE FUNCTION are_friends(one uuid, other uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (
        SELECT FROM relationships r
        WHERE r.low_user_id = LEAST(one, other) AND r.high_user_id = GREATEST(one, other) AND r.are_friends)
$$;

-- Whether the first does not want to hear from the second.
CREATE FUNCTION blocks(blocker uuid, blocked uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (
        SELECT FROM relationships r
        WHERE r.low_user_id = LEAST(blocker, blocked) AND r.high_user_id = GREATEST(blocker, blocked)
          AND CASE WHEN blocker < blocked THEN r.low_blocks_high ELSE r.high_blocks_low END)
$$;

-- Whether either of the two blocks the other.
CREATE FUNCTION is_blocked(one uuid, other uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (
        SELECT FROM relationships r
        WHERE r.low_user_id = LEAST(one, other) AND r.high_user_id = GREATEST(one, other)
          AND (r.low_blocks_high OR r.high_blocks_low))
$$;

-- Whom a person blocks. In a query: "NOT IN (SELECT user_id FROM blocked_by(me))" looks them up once for all rows.
CREATE FUNCTION blocked_by(blocker uuid) RETURNS TABLE (user_id uuid) LANGUAGE sql STABLE AS $$
    SELECT r.high_user_id FROM relationships r WHERE r.low_user_id = blocker AND r.low_blocks_high
    UNION ALL
    SELECT r.low_user_id FROM relationships r WHERE r.high_user_id = blocker AND r.high_blocks_low
$$;

-- Who blocks a person.
CREATE FUNCTION blockers_of(blocked uuid) RETURNS TABLE (user_id uuid) LANGUAGE sql STABLE AS $$
    SELECT r.high_user_id FROM relationships r WHERE r.low_user_id = blocked AND r.high_blocks_low
    UNION ALL
    SELECT r.low_user_id FROM relationships r WHERE r.high_user_id = blocked AND r.low_blocks_high
$$;

-- Whom a person blocks, and who blocks them.
CREATE FUNCTION blocked_with(person uuid) RETURNS TABLE (user_id uuid) LANGUAGE sql STABLE AS $$
    SELECT b.user_id FROM blocked_by(person) b UNION SELECT b.user_id FROM blockers_of(person) b
$$;

CREATE FUNCTION friends_of(person uuid) RETURNS TABLE (user_id uuid) LANGUAGE sql STABLE AS $$
    SELECT r.high_user_id FROM relationships r WHERE r.low_user_id = person AND r.are_friends
    UNION ALL
    SELECT r.low_user_id FROM relationships r WHERE r.high_user_id = person AND r.are_friends
$$;

-- A look by the key for each friend of the one: a join of both lists would be planned for the few friends of the average
-- person, and compare each with each where both have a thousand.
CREATE FUNCTION share_a_friend(one uuid, other uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (
        SELECT FROM friends_of(one) f
        JOIN relationships r ON r.low_user_id = LEAST(f.user_id, other) AND r.high_user_id = GREATEST(f.user_id, other)
        WHERE r.are_friends)
$$;

-- The audience of something of a person; "what" is a column of privacy_settings.
CREATE FUNCTION audience_of(person uuid, what text) RETURNS integer LANGUAGE sql STABLE AS $$
    SELECT CASE what
        WHEN 'friend_requests' THEN coalesce(p.friend_requests, 1)
        WHEN 'direct_messages' THEN coalesce(p.direct_messages, 3)
        WHEN 'group_invites' THEN coalesce(p.group_invites, 3)
        WHEN 'game_invites' THEN coalesce(p.game_invites, 3)
        WHEN 'presence' THEN coalesce(p.presence, 3)
    END
    FROM (SELECT) one LEFT JOIN privacy_settings p ON p.user_id = person
$$;

-- The rule itself, for statements that have joined what it asks: a block stands above all.
CREATE FUNCTION is_in_audience(audience integer, blocked boolean, friends boolean, acquainted boolean) RETURNS boolean
LANGUAGE sql IMMUTABLE AS $$
    SELECT NOT blocked AND CASE audience
        WHEN 1 THEN true
        WHEN 2 THEN friends OR acquainted
        WHEN 3 THEN friends
        ELSE false
    END
$$;

-- Whether the other is in the audience of something of a person. "acquainted" is what the service knows besides of the two:
-- that they share a conversation which is not public.
CREATE FUNCTION allows(person uuid, what text, other uuid, acquainted boolean DEFAULT false) RETURNS boolean
LANGUAGE sql STABLE AS $$
    -- The inner query stays one (OFFSET 0), so that the rule is taken apart and the last question asked only if it matters.
    SELECT is_in_audience(asked.audience, asked.blocked, asked.friends, acquainted OR share_a_friend(person, other))
    FROM (
        SELECT audience_of(person, what) AS audience, is_blocked(person, other) AS blocked,
            are_friends(person, other) AS friends
        OFFSET 0) asked
$$;
