-- Sessions can be moved: how often each side did, who did last, and when anything that a calendar shows changed last.
ALTER TABLE booking ADD COLUMN moves_student BIGINT NOT NULL DEFAULT 0;
ALTER TABLE booking ADD COLUMN moves_mentor BIGINT NOT NULL DEFAULT 0;
ALTER TABLE booking ADD COLUMN moved_by BIGINT;              -- 0 student, 1 mentor; NULL: never moved
ALTER TABLE booking ADD COLUMN changed_at @TIME;             -- NULL: not since it was made
-- A person's calendar is read by account, whatever their sides.
CREATE INDEX booking_calendar_of_student ON booking (student_account, starts_at) WHERE state IN (1, 2, 3);
CREATE INDEX booking_calendar_of_mentor ON booking (mentor_account, starts_at) WHERE state IN (1, 2, 3);

-- The address under which somebody's calendar program reads their sessions and events. Owned by features/calendar.
CREATE TABLE calendar_feed (
    account_id BIGINT PRIMARY KEY REFERENCES account (id),
    hash       TEXT   NOT NULL UNIQUE,                       -- of the token in the address
    created_at @TIME  NOT NULL
);

-- The calendar part of a captured mail.
ALTER TABLE sandbox_mail ADD COLUMN calendar TEXT NOT NULL DEFAULT '';

-- A side that could not come and was excused: by the other side, or (by NULL) by the staff.
CREATE TABLE attendance_excuse (
    booking_id BIGINT NOT NULL REFERENCES booking (id),
    side       BIGINT NOT NULL,                              -- 0 student, 1 mentor: who is excused
    by_side    BIGINT,
    excused_at @TIME  NOT NULL,
    CONSTRAINT attendance_excuse_side CHECK (side BETWEEN 0 AND 1),
    PRIMARY KEY (booking_id, side)
);
