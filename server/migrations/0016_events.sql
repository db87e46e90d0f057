-- Community events and who comes to them. Owned by features/events. (The realtime contract has events of another kind.)
CREATE TABLE event (
    id          @ID,
    host_id     BIGINT NOT NULL REFERENCES account (id),
    state       BIGINT NOT NULL,            -- 0 draft, 1 published, 2 cancelled
    title       TEXT   NOT NULL,
    description TEXT   NOT NULL,
    online_url  TEXT   NOT NULL,            -- empty: none; told only to who is registered
    place       TEXT   NOT NULL,            -- empty: none
    time_zone   TEXT   NOT NULL,
    local_start TEXT   NOT NULL,            -- 2026-11-24T18:00 on the clocks of time_zone: what was agreed on
    minutes     BIGINT NOT NULL,
    starts_at   @TIME  NOT NULL,            -- follows from the two
    ends_at     @TIME  NOT NULL,
    capacity    BIGINT,                     -- NULL: open
    taken       BIGINT NOT NULL DEFAULT 0,  -- registered and offered; counted by triggers
    waiting     BIGINT NOT NULL DEFAULT 0,  -- counted by triggers
    sequence    BIGINT NOT NULL DEFAULT 0,  -- of RFC 5545: rises with every edit
    touched     BIGINT NOT NULL DEFAULT 0,  -- written first by whoever changes a registration: they wait in line
    tags        TEXT   NOT NULL,            -- as typed, in a column of names
    search      TEXT   NOT NULL,            -- title, place, tags and description, folded
    client_key  TEXT   NOT NULL,
    cancel_note TEXT   NOT NULL DEFAULT '',
    created_at  @TIME  NOT NULL,
    updated_at  @TIME  NOT NULL,
    CONSTRAINT event_state CHECK (state BETWEEN 0 AND 2),
    CONSTRAINT event_order CHECK (ends_at > starts_at),
    CONSTRAINT event_capacity CHECK (capacity BETWEEN 1 AND 10000),
    -- Nobody is registered beyond the last place, whatever the code does.
    CONSTRAINT event_full CHECK (taken BETWEEN 0 AND COALESCE(capacity, 10000)),
    UNIQUE (host_id, client_key)
);
CREATE INDEX event_by_start ON event (state, starts_at, id);
CREATE INDEX event_of_host ON event (host_id, starts_at, id);

CREATE TABLE event_tag (
    event_id BIGINT NOT NULL REFERENCES event (id),
    tag      TEXT   NOT NULL,  -- folded
    label    TEXT   NOT NULL,  -- as typed
    PRIMARY KEY (tag, event_id)
);
CREATE INDEX event_tag_of ON event_tag (event_id);

-- One row per event and person, whatever became of it.
CREATE TABLE event_registration (
    id               @ID,
    event_id         BIGINT NOT NULL REFERENCES event (id),
    account_id       BIGINT NOT NULL REFERENCES account (id),
    state            BIGINT NOT NULL,  -- 0 registered, 1 waiting, 2 offered, 3 cancelled, 4 lapsed
    code             TEXT   NOT NULL,  -- shown at the door
    queued_at        @TIME  NOT NULL,  -- the place in the waitlist
    offer_expires_at @TIME,
    checked_in_at    @TIME,
    CONSTRAINT event_registration_state CHECK (state BETWEEN 0 AND 4),
    UNIQUE (event_id, account_id),
    UNIQUE (event_id, code)
);
CREATE INDEX event_registration_queue ON event_registration (event_id, queued_at, id) WHERE state = 1;
CREATE INDEX event_registration_of ON event_registration (account_id, event_id);

-- @postgres
CREATE FUNCTION event_count_places() RETURNS trigger LANGUAGE plpgsql AS
$$ DECLARE
    was BIGINT := CASE WHEN TG_OP = 'INSERT' THEN 3 ELSE OLD.state END;
    now_is BIGINT := NEW.state;
BEGIN
    IF was <> now_is THEN
        UPDATE event SET
            taken = taken + (now_is IN (0, 2))::int - (was IN (0, 2))::int,
            waiting = waiting + (now_is = 1)::int - (was = 1)::int
        WHERE id = NEW.event_id;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER event_registration_counts AFTER INSERT OR UPDATE OF state ON event_registration
    FOR EACH ROW EXECUTE FUNCTION event_count_places();
-- @end
-- @sqlite
CREATE TRIGGER event_registration_counts_insert AFTER INSERT ON event_registration
BEGIN
    UPDATE event SET taken = taken + (NEW.state IN (0, 2)), waiting = waiting + (NEW.state = 1)
    WHERE id = NEW.event_id AND NEW.state IN (0, 1, 2);
END;
CREATE TRIGGER event_registration_counts_update AFTER UPDATE OF state ON event_registration
    WHEN NEW.state <> OLD.state
BEGIN
    UPDATE event SET
        taken = taken + (NEW.state IN (0, 2)) - (OLD.state IN (0, 2)),
        waiting = waiting + (NEW.state = 1) - (OLD.state = 1)
    WHERE id = NEW.event_id;
END;
-- @end
