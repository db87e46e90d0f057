-- Who waits for a time of a mentor, in line. Owned by features/waitlist.
CREATE TABLE waitlist_entry (
    id               @ID,
    student_id       BIGINT NOT NULL REFERENCES student (id),
    student_account  BIGINT NOT NULL REFERENCES account (id),
    mentor_id        BIGINT NOT NULL REFERENCES mentor (id),
    service_id       BIGINT NOT NULL REFERENCES service (id),
    mentor_name      TEXT   NOT NULL,  -- as of joining, as are the next two
    service_title    TEXT   NOT NULL,
    minutes          BIGINT NOT NULL,
    from_date        TEXT   NOT NULL,  -- 2026-11-24, in time_zone
    to_date          TEXT   NOT NULL,  -- included
    time_zone        TEXT   NOT NULL,
    earliest_hour    BIGINT NOT NULL,  -- of the local day: sessions start within [earliest, latest)
    latest_hour      BIGINT NOT NULL,
    before_at        @TIME,            -- only what starts earlier than their present session
    until_at         @TIME  NOT NULL,  -- the end of to_date
    state            BIGINT NOT NULL,  -- 0 waiting, 1 offered, 2 accepted, 3 left, 4 ended
    queued_at        @TIME  NOT NULL,  -- the place in the line
    booking_id       BIGINT REFERENCES booking (id),  -- the hold that is offered, or what became of it
    offer_start      @TIME,
    offer_expires_at @TIME,
    created_at       @TIME  NOT NULL,
    changed_at       @TIME  NOT NULL,
    CONSTRAINT waitlist_entry_state CHECK (state BETWEEN 0 AND 4),
    CONSTRAINT waitlist_entry_hours CHECK (earliest_hour >= 0 AND earliest_hour < latest_hour AND latest_hour <= 24)
);
CREATE UNIQUE INDEX waitlist_entry_live ON waitlist_entry (student_id, mentor_id, service_id) WHERE state <= 1;
CREATE INDEX waitlist_entry_line ON waitlist_entry (mentor_id, queued_at, id) WHERE state <= 1;
CREATE INDEX waitlist_entry_over ON waitlist_entry (until_at) WHERE state = 0;

-- Times that somebody let pass; they are not asked about them again.
CREATE TABLE waitlist_passed (
    entry_id  BIGINT NOT NULL REFERENCES waitlist_entry (id),
    starts_at @TIME  NOT NULL,
    PRIMARY KEY (entry_id, starts_at)
);

-- Dates on which a mentor is away, whatever the week says; local to availability.time_zone. Owned by
-- features/availability.
CREATE TABLE availability_vacation (
    id         @ID,
    mentor_id  BIGINT NOT NULL REFERENCES mentor (id),
    from_date  TEXT   NOT NULL,
    to_date    TEXT   NOT NULL,  -- included
    note       TEXT   NOT NULL,
    created_at @TIME  NOT NULL,
    removed_at @TIME
);
CREATE INDEX availability_vacation_of ON availability_vacation (mentor_id, to_date) WHERE removed_at IS NULL;

-- When a mentor is busy elsewhere. Owned by features/availability, written by features/busy_times.
CREATE TABLE availability_blocked (
    mentor_id BIGINT NOT NULL REFERENCES mentor (id),
    starts_at @TIME  NOT NULL,
    ends_at   @TIME  NOT NULL,
    PRIMARY KEY (mentor_id, starts_at)
);

-- A mentor's own calendar, read from time to time. Its address is a secret of theirs. Owned by features/busy_times.
CREATE TABLE busy_feed (
    mentor_id     BIGINT PRIMARY KEY REFERENCES mentor (id),
    url           TEXT   NOT NULL,
    version       BIGINT NOT NULL,             -- rises with every new address: an answer for an old one is dropped
    due_at        @TIME  NOT NULL,
    etag          TEXT   NOT NULL DEFAULT '',
    last_modified TEXT   NOT NULL DEFAULT '',
    read_at       @TIME,                       -- the last answer that could be read
    expanded_at   @TIME,                       -- when repeating entries were last laid out up to the horizon
    failing_since @TIME,
    failure       BIGINT NOT NULL DEFAULT 0,   -- 0 none, 1 unreachable, 2 refused, 3 not public, 4 too large, 5 no calendar
    expired       BIGINT NOT NULL DEFAULT 0,   -- 1: its busy times were given up
    entries       BIGINT NOT NULL DEFAULT 0,   -- that were read
    unread        BIGINT NOT NULL DEFAULT 0,   -- repeating ones whose rule can't be followed
    created_at    @TIME  NOT NULL
);
CREATE INDEX busy_feed_due ON busy_feed (due_at);

-- A vacation of the mentor's falls on this session: until it is moved, the student changes it without a penalty.
ALTER TABLE booking ADD COLUMN mentor_away BIGINT NOT NULL DEFAULT 0;
ALTER TABLE booking ADD COLUMN moves_free BIGINT NOT NULL DEFAULT 0;  -- of moves_student, that don't count
