-- Friends' truth, twice per pair so that either side reads its own rows by the primary key. An ended friendship stays
-- as a row: its version is what refuses an older event that comes late.
CREATE TABLE friendships (
    user_id uuid NOT NULL,
    friend_id uuid NOT NULL,
    are_friends boolean NOT NULL,
    version bigint NOT NULL,
    PRIMARY KEY (user_id, friend_id)
);

-- When the last connection of a person went; not touched while they are online.
CREATE TABLE last_seen (
    user_id uuid PRIMARY KEY,
    seen_at timestamptz NOT NULL
) WITH (fillfactor = 80);
