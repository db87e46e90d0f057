-- Files of people that nobody may see: not scanned yet, or found to hold something. Owned by platform/scan; a file without a row
-- is free.

CREATE TABLE quarantine (
    blob_key TEXT   PRIMARY KEY,          -- as in file, and attachment's digest
    folder   TEXT   NOT NULL,             -- of the store that has it: files/pictures
    state    BIGINT NOT NULL,             -- 0 waits for the scanner, 1 infected: its bytes are gone
    tries    BIGINT NOT NULL DEFAULT 0,   -- of the scanner, in vain
    due_at   @TIME  NOT NULL,             -- when it is asked again
    held_at  @TIME  NOT NULL,
    CONSTRAINT quarantine_state CHECK (state IN (0, 1))
);
CREATE INDEX quarantine_due ON quarantine (due_at, blob_key) WHERE state = 0;
