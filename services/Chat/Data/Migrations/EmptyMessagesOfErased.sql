-- People whose accounts are gone, for good. A message that was on its way when its author was erased keeps its number and
-- loses its text like those before it: append_messages, the one function that writes texts, looks here after its locks. As a
-- trigger on messages that would be a second statement on all of them for every batch.
CREATE TABLE erased_people (
    user_id uuid PRIMARY KEY,
    erased_at timestamptz NOT NULL
);
