-- What a stored message writes on SQLite. A page in the middle of an index is dear: it is copied to the log as a whole, 4 KiB
-- for some bytes, and once more into the file. Owned by features/realtime and features/chat. The version before would number events
-- by rows that may be gone, and link none.
--
-- An account's events are a chain: each row names the one before, `user_stream` the newest and its number. So all rows are
-- written at the end of one table, whoever they are for, and no index is. A row may be gone, and its id be given out again: a
-- link counts only if it leads to the same account and the number before. PostgreSQL keeps its key: there a page of an index is
-- changed in place, and the log has the change only.
-- @sqlite
CREATE TABLE user_stream (
    account_id INTEGER PRIMARY KEY,
    last       BIGINT NOT NULL,
    head       BIGINT NOT NULL DEFAULT 0   -- the row of `last`, as long as it is kept
);
ALTER TABLE user_event RENAME TO user_event_before;
CREATE TABLE user_event (
    id         INTEGER PRIMARY KEY,        -- in the order of time: the purge needs no index
    account_id BIGINT NOT NULL,
    seq        BIGINT NOT NULL,
    prev       BIGINT NOT NULL DEFAULT 0,  -- the row of the number before
    at         @TIME  NOT NULL,
    name       TEXT   NOT NULL,
    payload    TEXT   NOT NULL
);
INSERT INTO user_event (id, account_id, seq, prev, at, name, payload)
SELECT e.rowid, e.account_id, e.seq,
    coalesce((SELECT p.rowid FROM user_event_before p WHERE p.account_id = e.account_id AND p.seq = e.seq - 1), 0),
    e.at, e.name, e.payload
FROM user_event_before e ORDER BY e.rowid;
-- SQLite takes `rowid` from the row that has the maximum.
INSERT INTO user_stream (account_id, last, head)
SELECT account_id, max(seq), rowid FROM user_event_before GROUP BY account_id;
DROP TABLE user_event_before;

-- Clients make their keys in the order of time: with the key in front, new ones lie side by side, whose ever they are. On
-- PostgreSQL transactions of different conversations would meet there, so it stays with the conversation in front.
DROP INDEX message_client_key;
CREATE UNIQUE INDEX message_client_key ON message (client_key, sender_id, conversation_id);
-- @end
