-- One row per session that was ever held. Names and zones are those of the moment of booking: what both sides agreed on.
-- Two live rows of one mentor, or of one student, can never overlap: the database says so, whatever the code does.
CREATE TABLE booking (
    id              @ID,
    mentor_id       BIGINT  NOT NULL REFERENCES mentor (id),
    student_id      BIGINT  NOT NULL REFERENCES student (id),
    mentor_account  BIGINT  NOT NULL REFERENCES account (id),
    student_account BIGINT  NOT NULL REFERENCES account (id),
    service_id      BIGINT  NOT NULL REFERENCES service (id),
    state           INTEGER NOT NULL CHECK (state BETWEEN 0 AND 5),
    money           INTEGER NOT NULL CHECK (money BETWEEN 0 AND 4),
    starts_at       @TIME   NOT NULL,
    ends_at         @TIME   NOT NULL,
    service_title   TEXT    NOT NULL,
    topic           TEXT    NOT NULL,
    note            TEXT    NOT NULL,
    price           BIGINT  NOT NULL CHECK (price > 0),
    currency        TEXT    NOT NULL CHECK (length(currency) = 3),
    mentor_name     TEXT    NOT NULL,
    mentor_zone     TEXT    NOT NULL,
    student_name    TEXT    NOT NULL,
    student_zone    TEXT    NOT NULL,
    created_at      @TIME   NOT NULL,
    hold_expires_at @TIME   NOT NULL,
    confirmed_at    @TIME,
    cancelled_at    @TIME,
    cancelled_by    INTEGER CHECK (cancelled_by BETWEEN 0 AND 1),
    cancel_note     TEXT    NOT NULL DEFAULT '',
    CHECK (ends_at > starts_at)
);
CREATE INDEX booking_of_mentor ON booking (mentor_id, starts_at);
CREATE INDEX booking_of_student ON booking (student_id, starts_at);
CREATE INDEX booking_held ON booking (hold_expires_at) WHERE state = 0;

-- Live: held (0), confirmed (1), completed (2), missed (3).
-- @postgres
CREATE EXTENSION IF NOT EXISTS btree_gist;
ALTER TABLE booking ADD CONSTRAINT booking_mentor_overlap
    EXCLUDE USING gist (mentor_id WITH =, int8range(starts_at, ends_at) WITH &&) WHERE (state <= 3);
ALTER TABLE booking ADD CONSTRAINT booking_student_overlap
    EXCLUDE USING gist (student_id WITH =, int8range(starts_at, ends_at) WITH &&) WHERE (state <= 3);
-- @end
-- @sqlite
CREATE TRIGGER booking_overlap_insert BEFORE INSERT ON booking WHEN NEW.state <= 3
BEGIN
    SELECT RAISE(ABORT, 'booking_mentor_overlap') WHERE EXISTS (
        SELECT 1 FROM booking WHERE mentor_id = NEW.mentor_id AND state <= 3
            AND starts_at < NEW.ends_at AND ends_at > NEW.starts_at AND starts_at > NEW.starts_at - 86400000000);
    SELECT RAISE(ABORT, 'booking_student_overlap') WHERE EXISTS (
        SELECT 1 FROM booking WHERE student_id = NEW.student_id AND state <= 3
            AND starts_at < NEW.ends_at AND ends_at > NEW.starts_at AND starts_at > NEW.starts_at - 86400000000);
END;
CREATE TRIGGER booking_overlap_update BEFORE UPDATE OF state, starts_at, ends_at, mentor_id, student_id ON booking
    WHEN NEW.state <= 3
BEGIN
    SELECT RAISE(ABORT, 'booking_mentor_overlap') WHERE EXISTS (
        SELECT 1 FROM booking WHERE mentor_id = NEW.mentor_id AND state <= 3 AND id <> NEW.id
            AND starts_at < NEW.ends_at AND ends_at > NEW.starts_at AND starts_at > NEW.starts_at - 86400000000);
    SELECT RAISE(ABORT, 'booking_student_overlap') WHERE EXISTS (
        SELECT 1 FROM booking WHERE student_id = NEW.student_id AND state <= 3 AND id <> NEW.id
            AND starts_at < NEW.ends_at AND ends_at > NEW.starts_at AND starts_at > NEW.starts_at - 86400000000);
END;
-- @end
