CREATE TABLE followed (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    who uuid NOT NULL,
    before_version bigint NOT NULL,
    after_version bigint NOT NULL,
    what text NOT NULL
);
