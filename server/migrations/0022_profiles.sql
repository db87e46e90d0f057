-- Who people are: photos, CVs, education; covers of events; reviews that may be shown on the home page.

-- What people upload for others to see, by content. Owned by features/files; a key is the SHA-256 and an ending.
CREATE TABLE file (
    blob_key   TEXT   PRIMARY KEY,
    owner_id   BIGINT NOT NULL REFERENCES account (id),  -- who brought it first
    bytes      BIGINT NOT NULL,
    uses       BIGINT NOT NULL DEFAULT 0,                -- columns of others that hold the key
    created_at @TIME  NOT NULL,                          -- 0: was used once, is collected at once
    CONSTRAINT file_uses CHECK (uses >= 0)
);
CREATE INDEX file_of ON file (owner_id);
CREATE INDEX file_unused ON file (created_at, blob_key) WHERE uses = 0;

-- Keys of file; empty: none.
ALTER TABLE account ADD COLUMN photo TEXT NOT NULL DEFAULT '';
ALTER TABLE account ADD COLUMN cv TEXT NOT NULL DEFAULT '';
ALTER TABLE event ADD COLUMN cover TEXT NOT NULL DEFAULT '';

-- JSON: {"items": [{"institution": …, "degree": …, "subject": …, "from_year": …, "to_year": …}]}
ALTER TABLE student ADD COLUMN education TEXT NOT NULL DEFAULT '{"items":[]}';
ALTER TABLE mentor ADD COLUMN education TEXT NOT NULL DEFAULT '{"items":[]}';

-- The author agreed that the words may stand on the home page; the staff choose: 0 not yet, 1 shown, 2 not shown.
ALTER TABLE review ADD COLUMN may_quote BIGINT NOT NULL DEFAULT 0;
ALTER TABLE review ADD COLUMN quote_state BIGINT NOT NULL DEFAULT 0;
ALTER TABLE review ADD COLUMN quoted_at @TIME;
CREATE INDEX review_offered ON review (updated_at, booking_id) WHERE may_quote = 1;
CREATE INDEX review_quoted ON review (quoted_at, booking_id) WHERE may_quote = 1 AND quote_state = 1;
