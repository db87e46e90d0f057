-- What features/@name@ keeps.
CREATE TABLE @table@ (
    id         @ID,
    account_id BIGINT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    text       TEXT   NOT NULL CHECK (length(text) BETWEEN 1 AND 200),
    created_at @TIME  NOT NULL
);
CREATE INDEX @table@_of_account ON @table@ (account_id, id);
