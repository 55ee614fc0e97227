-- Slow on purpose: replicas that start together must meet inside it.
SELECT pg_sleep(0.3);
CREATE TABLE counts (user_id uuid PRIMARY KEY, count integer NOT NULL);
