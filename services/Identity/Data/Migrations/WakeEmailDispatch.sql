-- What sends mail wakes at commit instead of polling.
CREATE FUNCTION notify_emails() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('emails', '');
    RETURN NULL;
END $$;

CREATE TRIGGER outgoing_emails_notify AFTER INSERT ON outgoing_emails FOR EACH STATEMENT EXECUTE FUNCTION notify_emails();
CREATE TRIGGER forgotten_passwords_notify AFTER INSERT ON forgotten_passwords
    FOR EACH STATEMENT EXECUTE FUNCTION notify_emails();
