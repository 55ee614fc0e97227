-- The form of a user name in which those that look alike are one (Accounts/LookAlikes.cs): a second unique index.
ALTER TABLE users ADD COLUMN look_alike text COLLATE "C" NOT NULL;
CREATE UNIQUE INDEX users_by_look_alike ON users (look_alike);

-- A guest has neither address nor password until they take a full account. Nobody else is without an address; a password
-- is also missing after an e-mail change was taken back, until it is set anew.
ALTER TABLE users ADD COLUMN is_guest boolean NOT NULL DEFAULT false;
ALTER TABLE users ALTER COLUMN email DROP NOT NULL;
ALTER TABLE users ALTER COLUMN normalized_email DROP NOT NULL;
ALTER TABLE users ALTER COLUMN password_hash DROP NOT NULL;
ALTER TABLE users ADD CONSTRAINT users_have_an_address CHECK (is_guest OR email IS NOT NULL);

-- The address that a person wants instead, until its owner confirms it.
ALTER TABLE users ADD COLUMN pending_email text;
