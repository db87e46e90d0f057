-- Who proved to be at a session: each side enters the key that the other holds. Owned by features/attendance.
CREATE TABLE attendance_side (
    booking_id  BIGINT NOT NULL REFERENCES booking (id),
    side        BIGINT NOT NULL,          -- 0 student, 1 mentor: who enters
    entered_at  @TIME,                    -- NULL: only tries so far
    tries       BIGINT NOT NULL,          -- wrong keys since
    tries_since @TIME  NOT NULL,
    CONSTRAINT attendance_side_side CHECK (side BETWEEN 0 AND 1),
    PRIMARY KEY (booking_id, side)
);
-- Sessions that both attended and whose end is to come; gone when they are completed.
CREATE TABLE attendance_due (
    booking_id BIGINT PRIMARY KEY REFERENCES booking (id),
    settle_at  @TIME  NOT NULL
);
CREATE INDEX attendance_due_first ON attendance_due (settle_at);
CREATE TABLE attendance_dispute (
    booking_id  BIGINT PRIMARY KEY REFERENCES booking (id),
    side        BIGINT,                   -- NULL: nobody asked, the staff decided by themselves
    words       TEXT   NOT NULL,
    opened_at   @TIME  NOT NULL,
    outcome     BIGINT,                   -- 0 completed, 1 missed, 2 refunded; NULL: open
    note        TEXT   NOT NULL DEFAULT '',
    resolved_at @TIME
);
CREATE INDEX attendance_dispute_open ON attendance_dispute (opened_at, booking_id) WHERE outcome IS NULL;
CREATE INDEX booking_confirmed_by_end ON booking (ends_at) WHERE state = 1;
CREATE INDEX ledger_transfer_of_booking ON ledger_transfer (booking_id);

-- What students say of sessions that took place. Owned by features/feedback.
CREATE TABLE review (
    booking_id      BIGINT PRIMARY KEY REFERENCES booking (id),
    mentor_id       BIGINT NOT NULL REFERENCES mentor (id),
    student_account BIGINT NOT NULL REFERENCES account (id),
    author          TEXT   NOT NULL,      -- as others see it: "Nina B."
    stars           BIGINT NOT NULL,
    words           TEXT   NOT NULL,
    created_at      @TIME  NOT NULL,
    updated_at      @TIME  NOT NULL,
    reply           TEXT   NOT NULL DEFAULT '',
    replied_at      @TIME,
    CONSTRAINT review_stars CHECK (stars BETWEEN 1 AND 5)
);
CREATE INDEX review_newest ON review (mentor_id, created_at DESC, booking_id DESC);
CREATE INDEX review_by_stars ON review (mentor_id, stars);
