-- Answers by Idempotency-Key, so that a repeated request has no second effect. status 0 = still running.
CREATE TABLE idempotency_key (
    account_id BIGINT  NOT NULL,
    endpoint   TEXT    NOT NULL,
    client_key TEXT    NOT NULL CHECK (length(client_key) BETWEEN 1 AND 255),
    body_hash  TEXT    NOT NULL,
    status     INTEGER NOT NULL,
    answer     TEXT    NOT NULL,
    claimed_at @TIME   NOT NULL,
    PRIMARY KEY (account_id, endpoint, client_key)
);
CREATE INDEX idempotency_key_age ON idempotency_key (claimed_at);
