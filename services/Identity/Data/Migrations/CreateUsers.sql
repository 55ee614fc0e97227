-- The normalized columns hold the upper-case form. Their collation is bytewise, so one index each serves uniqueness,
-- look-up, prefix search (LIKE 'ANN%') and the order of pages, whatever the locale of the database.
CREATE TABLE users (
    id uuid PRIMARY KEY,
    user_name text NOT NULL,
    normalized_user_name text COLLATE "C" NOT NULL,
    email text NOT NULL,
    normalized_email text COLLATE "C" NOT NULL,
    email_confirmed boolean NOT NULL,
    password_hash text NOT NULL,
    security_stamp text NOT NULL,
    concurrency_stamp text NOT NULL,
    display_name text NOT NULL,
    created_at timestamptz NOT NULL,
    version bigint NOT NULL
);

CREATE UNIQUE INDEX users_by_user_name ON users (normalized_user_name);
CREATE UNIQUE INDEX users_by_email ON users (normalized_email);
