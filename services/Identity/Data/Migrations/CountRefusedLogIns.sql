-- Refused log-ins of one account for one reason that wait to become one audit event: guessing costs a row a minute, not a
-- row a guess. Those of no account share the zero id.
CREATE TABLE refused_log_ins (
    user_id uuid NOT NULL,
    reason text NOT NULL,
    count int NOT NULL,
    first_at timestamptz NOT NULL,
    last_at timestamptz NOT NULL,
    address text,
    device text,
    PRIMARY KEY (user_id, reason)
);

CREATE INDEX audit_events_by_time ON audit_events USING brin (at);
