-- People whose accounts are gone, for good.
CREATE TABLE erased_people (
    user_id uuid PRIMARY KEY,
    erased_at timestamptz NOT NULL
);

-- A message that was on its way when its author was erased keeps its number and loses its text like those before it.
CREATE FUNCTION empty_messages_of_erased() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE messages m SET body = ''
    FROM added a JOIN erased_people e ON e.user_id = a.author_id
    WHERE m.conversation_id = a.conversation_id AND m.seq = a.seq;
    RETURN NULL;
END $$;

CREATE TRIGGER messages_of_erased_are_empty AFTER INSERT ON messages
REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION empty_messages_of_erased();
