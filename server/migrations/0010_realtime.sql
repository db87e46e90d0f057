-- Everybody's ordered stream, and what others may see of a person. Owned by features/realtime.

-- One lasting event of one account. Numbers go 1, 2, 3 … without holes, in the order of the commits. Kept for two days;
-- the newest row of an account stays, so that its numbers never start again. No foreign key: a row is written for every
-- member of every message, and nothing but the purge ever deletes one.
CREATE TABLE user_event (
    account_id BIGINT NOT NULL,
    seq        BIGINT NOT NULL,
    name       TEXT   NOT NULL,
    payload    TEXT   NOT NULL,
    at         @TIME  NOT NULL,
    PRIMARY KEY (account_id, seq)
);

-- SQLite has one writer, so the next number is one more than the newest, and rowids are in the order of time: the purge
-- needs no index. PostgreSQL counts in a row of its own, which writers of one account queue for.
-- @postgres
CREATE TABLE user_stream (
    account_id BIGINT PRIMARY KEY REFERENCES account (id),
    last       BIGINT NOT NULL
);
CREATE INDEX user_event_age ON user_event USING brin (at) WITH (pages_per_range = 16);
-- @end

-- What a person chose; no row: everything may be seen.
CREATE TABLE live_setting (
    account_id    BIGINT PRIMARY KEY REFERENCES account (id),
    show_online   BIGINT NOT NULL CONSTRAINT live_setting_show_online CHECK (show_online IN (0, 1)),
    read_receipts BIGINT NOT NULL CONSTRAINT live_setting_read_receipts CHECK (read_receipts IN (0, 1))
);

-- `active_at`: something was done, not more than a minute off. `left_at`: the last connection ended.
CREATE TABLE presence (
    account_id BIGINT PRIMARY KEY REFERENCES account (id),
    active_at  @TIME,
    left_at    @TIME
);
