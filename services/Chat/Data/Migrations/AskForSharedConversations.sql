-- Whether two people share a conversation that is not public: the one place that says so. A message request that nobody
-- took yet is none, or asking would be enough to become an acquaintance; open rooms are none, as anyone can walk in. To
-- write in a direct conversation takes more than to have it, so what a person may write is not asked of this.
CREATE FUNCTION share_a_conversation(one uuid, other uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (
        SELECT FROM conversations c
        WHERE c.low_user_id = LEAST(one, other) AND c.high_user_id = GREATEST(one, other) AND c.requested_by IS NULL)
$$;
