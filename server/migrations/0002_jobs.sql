-- Work that must happen even after a crash, and work that happens at intervals. One row per event and listener.
CREATE TABLE job (
    id          @ID,
    event       TEXT   NOT NULL,
    listener    TEXT   NOT NULL,
    dedupe_key  TEXT,                          -- a row with one stays after it is done: that makes a repeat impossible
    payload     TEXT   NOT NULL,               -- emptied when done
    state       TEXT   NOT NULL DEFAULT 'ready' CHECK (state IN ('ready', 'done', 'dead')),
    attempts    BIGINT NOT NULL DEFAULT 0,
    due_at      @TIME  NOT NULL,               -- while leased: when the lease ends
    lease_owner TEXT,
    last_error  TEXT,                          -- a stable phrase or a type name, never personal data
    recorded_at @TIME  NOT NULL,
    ended_at    @TIME
);
CREATE UNIQUE INDEX job_once ON job (event, listener, dedupe_key) WHERE dedupe_key IS NOT NULL;
CREATE INDEX job_due ON job (due_at, id) WHERE state = 'ready';
CREATE INDEX job_dead ON job (id) WHERE state = 'dead';

CREATE TABLE schedule (
    name        TEXT   NOT NULL PRIMARY KEY,
    period      BIGINT NOT NULL CHECK (period > 0),  -- microseconds
    planned_at  @TIME  NOT NULL,                     -- the run that is due or running
    due_at      @TIME  NOT NULL,                     -- planned_at, a retry, or while leased the end of the lease
    lease_owner TEXT,
    failures    BIGINT NOT NULL DEFAULT 0,           -- in a row
    last_error  TEXT
);

-- Where mail goes when no SMTP server is configured; read by the built-in viewer. Times are of sending.
CREATE TABLE sandbox_mail (
    id         @ID,
    message_id TEXT  NOT NULL UNIQUE,
    to_address TEXT  NOT NULL,
    to_name    TEXT  NOT NULL,
    subject    TEXT  NOT NULL,
    text       TEXT  NOT NULL,
    html       TEXT  NOT NULL,
    sent_at    @TIME NOT NULL
);
