-- What Identity tells of people: a projection. Version 0 is hearsay (a token, an answer of Identity), which any event
-- replaces. Who is gone stays as a deleted person, so that what they wrote and did keeps an author.
CREATE TABLE people (
    user_id uuid PRIMARY KEY,
    username text NOT NULL,
    display_name text NOT NULL,
    avatar_id uuid,
    deleted boolean NOT NULL DEFAULT false,
    version bigint NOT NULL
);

-- Not unique: Identity guards that, and a projection sees names change hands in any order.
CREATE INDEX people_by_name ON people (lower(username)) WHERE NOT deleted;
