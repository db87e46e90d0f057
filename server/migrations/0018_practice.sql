-- What each person wants to be told of, and how. No row: everything.
CREATE TABLE notification_preference (
    account_id BIGINT  NOT NULL REFERENCES account (id),
    category   TEXT    NOT NULL,
    in_app     INTEGER NOT NULL CHECK (in_app IN (0, 1)),
    mail       INTEGER NOT NULL CHECK (mail IN (0, 1)),
    PRIMARY KEY (account_id, category)
);

-- Minutes of the person's own day; over midnight where the first is later than the second.
CREATE TABLE notification_quiet (
    account_id  BIGINT  PRIMARY KEY REFERENCES account (id),
    from_minute INTEGER NOT NULL CHECK (from_minute BETWEEN 0 AND 1439),
    to_minute   INTEGER NOT NULL CHECK (to_minute BETWEEN 0 AND 1439),
    CHECK (from_minute <> to_minute)
);

-- Read one by one, above the cursor of what was read all together.
CREATE TABLE notification_read (
    account_id      BIGINT NOT NULL REFERENCES account (id),
    notification_id BIGINT NOT NULL REFERENCES notification (id),
    PRIMARY KEY (account_id, notification_id)
);

-- 0: the person takes this category by mail only. The row stays, so that the cause is told once.
ALTER TABLE notification ADD COLUMN shown INTEGER NOT NULL DEFAULT 1;

-- How far the clock has been looked through for sessions that begin so many minutes later.
CREATE TABLE reminder_cursor (
    lead_minutes INTEGER PRIMARY KEY,
    looked_up_to @TIME   NOT NULL
);
CREATE INDEX booking_confirmed_by_start ON booking (starts_at, id) WHERE state = 1;

-- Mentors a student wants to find again.
CREATE TABLE favourite (
    student_id BIGINT NOT NULL REFERENCES student (id),
    mentor_id  BIGINT NOT NULL REFERENCES mentor (id),
    added_at   @TIME  NOT NULL,
    PRIMARY KEY (student_id, mentor_id)
);
CREATE INDEX favourite_newest_first ON favourite (student_id, added_at, mentor_id);
