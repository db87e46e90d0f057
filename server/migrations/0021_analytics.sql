-- How often a mentor was seen, by days of the mentor's own zone: how many different visitors, never who. Owned by
-- features/analytics.
CREATE TABLE mentor_impression (
    mentor_id BIGINT NOT NULL REFERENCES mentor (id),
    day       BIGINT NOT NULL,  -- since 1970, on the mentor's calendar
    kind      BIGINT NOT NULL,  -- 0 in a list of mentors, 1 the mentor's page
    visitors  BIGINT NOT NULL,
    CONSTRAINT mentor_impression_kind CHECK (kind BETWEEN 0 AND 1),
    CONSTRAINT mentor_impression_visitors CHECK (visitors > 0),
    PRIMARY KEY (mentor_id, day, kind)
);

-- What others may count on, computed by a job. NULL: too little is known.
CREATE TABLE mentor_reliability (
    mentor_id     BIGINT PRIMARY KEY REFERENCES mentor (id),
    response_rate BIGINT,         -- percent of first messages that were answered within a day
    last_active   BIGINT,         -- 0 today, 1 this week, 2 this month
    computed_at   @TIME NOT NULL,
    CONSTRAINT mentor_reliability_rate CHECK (response_rate BETWEEN 0 AND 100),
    CONSTRAINT mentor_reliability_active CHECK (last_active BETWEEN 0 AND 2)
);

CREATE INDEX booking_made_for ON booking (mentor_id, created_at);
CREATE INDEX booking_cancelled_of ON booking (mentor_id, cancelled_at) WHERE state = 4;
-- Whatever moves a mentor's money has one line on mentor_pending: the list of earnings, newest first.
CREATE INDEX ledger_entry_newest ON ledger_entry (mentor_id, transfer_id) WHERE account = 'mentor_pending';
CREATE INDEX review_unanswered ON review (mentor_id, created_at DESC, booking_id DESC) WHERE reply = '';
