-- When a mentor can be booked, as the mentor's wall clock says it. Written as a whole, read as a whole.
CREATE TABLE availability (
    mentor_id      BIGINT NOT NULL PRIMARY KEY REFERENCES mentor (id),
    time_zone      TEXT   NOT NULL,  -- IANA name: rules and dates below are local to it
    buffer_before  BIGINT NOT NULL,  -- minutes, as are buffer_after, minimum_notice and start_every
    buffer_after   BIGINT NOT NULL,
    minimum_notice BIGINT NOT NULL,
    horizon_days   BIGINT NOT NULL,
    daily_cap      BIGINT NOT NULL,  -- 0: none
    start_every    BIGINT NOT NULL,
    updated_at     @TIME  NOT NULL,
    CONSTRAINT availability_buffers CHECK (buffer_before BETWEEN 0 AND 120 AND buffer_after BETWEEN 0 AND 120),
    CONSTRAINT availability_limits CHECK (minimum_notice BETWEEN 0 AND 10080 AND horizon_days BETWEEN 1 AND 365
                                          AND daily_cap BETWEEN 0 AND 24),
    CONSTRAINT availability_grid CHECK (start_every IN (10, 15, 20, 30, 60))
);

CREATE TABLE availability_rule (
    mentor_id    BIGINT NOT NULL REFERENCES availability (mentor_id),
    position     BIGINT NOT NULL,  -- as the mentor ordered them
    weekday      BIGINT NOT NULL,  -- 1 Monday … 7 Sunday
    start_minute BIGINT NOT NULL,  -- of the local day
    end_minute   BIGINT NOT NULL,  -- 1440: the midnight that ends it
    PRIMARY KEY (mentor_id, position),
    CONSTRAINT availability_rule_weekday CHECK (weekday BETWEEN 1 AND 7),
    CONSTRAINT availability_rule_hours CHECK (start_minute >= 0 AND start_minute < end_minute AND end_minute <= 1440)
);

-- Replaces the weekly rules on one date. No hours: day off.
CREATE TABLE availability_override (
    mentor_id    BIGINT NOT NULL REFERENCES availability (mentor_id),
    position     BIGINT NOT NULL,
    date         TEXT   NOT NULL,  -- 2026-11-24
    start_minute BIGINT,
    end_minute   BIGINT,
    PRIMARY KEY (mentor_id, position),
    CONSTRAINT availability_override_hours CHECK (
        (start_minute IS NULL AND end_minute IS NULL)
        OR (start_minute >= 0 AND start_minute < end_minute AND end_minute <= 1440))
);
