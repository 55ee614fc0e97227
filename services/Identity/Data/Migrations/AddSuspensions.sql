-- Suspended while suspended_until is later than now, so that an end needs nobody to do anything; 'infinity' has no end.
ALTER TABLE users ADD COLUMN suspended_until timestamptz;
ALTER TABLE users ADD COLUMN suspension_reason text;

CREATE INDEX users_suspended ON users (normalized_user_name) WHERE suspended_until IS NOT NULL;
CREATE INDEX users_with_roles ON users (normalized_user_name) WHERE role <> 'user';

CREATE FUNCTION role_rank(role text) RETURNS int LANGUAGE sql IMMUTABLE
    RETURN CASE role WHEN 'admin' THEN 2 WHEN 'moderator' THEN 1 ELSE 0 END;
