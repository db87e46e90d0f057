-- What the site's own analytics count: sums without people, no row knows who. Owned by features/traffic.

CREATE TABLE traffic_day (
    day    BIGINT NOT NULL,  -- since 1970, of UTC
    kind   BIGINT NOT NULL,  -- 0 view of a route, 1 visitor, 2 from elsewhere, 3 language of a visitor, 4 event
    name   TEXT   NOT NULL,  -- the route's pattern, the other site's host, the language's tag, the event
    device BIGINT NOT NULL,  -- 0 phone, 1 tablet, 2 desktop
    total  BIGINT NOT NULL,
    CONSTRAINT traffic_day_total CHECK (total > 0),
    PRIMARY KEY (day, kind, name, device)
);

CREATE TABLE traffic_hour (
    hour  BIGINT NOT NULL,  -- since 1970
    kind  BIGINT NOT NULL,  -- 0 view, 1 visitor
    total BIGINT NOT NULL,
    CONSTRAINT traffic_hour_total CHECK (total > 0),
    PRIMARY KEY (hour, kind)
);

-- How fast pages were, as histograms: features/traffic/vitals.h has the buckets.
CREATE TABLE traffic_vital (
    day    BIGINT NOT NULL,
    route  TEXT   NOT NULL,
    device BIGINT NOT NULL,
    vital  BIGINT NOT NULL,  -- 0 LCP, 1 INP, 2 CLS, 3 FCP, 4 TTFB
    bucket BIGINT NOT NULL,
    total  BIGINT NOT NULL,
    CONSTRAINT traffic_vital_total CHECK (total > 0),
    PRIMARY KEY (day, route, device, vital, bucket)
);
