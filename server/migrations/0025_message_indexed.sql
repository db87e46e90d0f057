-- Up to which message the words of new ones are in the index; message_unindexed holds what was changed later, and what was
-- not indexed before there was a mark. PostgreSQL, whose ids are not in the order of the commits, has every message in there.
-- @sqlite
CREATE TABLE message_indexed (
    up_to BIGINT NOT NULL
);
INSERT INTO message_indexed (up_to) SELECT coalesce(max(id), 0) FROM message;
-- @end
