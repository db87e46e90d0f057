-- Large files on their way, in parts (ADR 0033). Owned by features/files.

CREATE TABLE upload (
    id         TEXT   PRIMARY KEY,  -- random, nobody guesses it
    owner_id   BIGINT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    purpose    TEXT   NOT NULL,     -- what it is to become: cv, attachment
    metadata   TEXT   NOT NULL,     -- as its sender wrote it: tus asks for it back
    bytes      BIGINT NOT NULL,     -- all of it
    received   BIGINT NOT NULL,
    touched_at @TIME  NOT NULL,     -- when the last part came
    expires_at @TIME  NOT NULL,
    CONSTRAINT upload_received CHECK (received >= 0 AND received <= bytes)
);
CREATE INDEX upload_of_owner ON upload (owner_id);
CREATE INDEX upload_expiry ON upload (expires_at);

-- Written once, with the row above, so what was received is always what is here.
CREATE TABLE upload_part (
    upload_id TEXT   NOT NULL REFERENCES upload (id) ON DELETE CASCADE,
    at        BIGINT NOT NULL,
    content   @BLOB  NOT NULL,
    PRIMARY KEY (upload_id, at)
);
