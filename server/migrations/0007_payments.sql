-- Double entry: a transfer's entries sum to zero, nothing is ever changed, and one cause is booked once.
CREATE TABLE ledger_transfer (
    id         @ID,
    kind       TEXT   NOT NULL,
    cause      TEXT   NOT NULL UNIQUE,
    booking_id BIGINT NOT NULL REFERENCES booking (id),
    made_at    @TIME  NOT NULL
);
CREATE TABLE ledger_entry (
    id          @ID,
    transfer_id BIGINT NOT NULL REFERENCES ledger_transfer (id),
    account     TEXT   NOT NULL CHECK (account IN ('gateway', 'platform', 'mentor_pending', 'mentor_released', 'unallocated')),
    mentor_id   BIGINT REFERENCES mentor (id),
    amount      BIGINT NOT NULL CHECK (amount <> 0),
    currency    TEXT   NOT NULL,
    CHECK ((mentor_id IS NOT NULL) = (account IN ('mentor_pending', 'mentor_released')))
);
CREATE INDEX ledger_entry_of_mentor ON ledger_entry (mentor_id, account) WHERE mentor_id IS NOT NULL;
CREATE INDEX ledger_entry_of_transfer ON ledger_entry (transfer_id);
-- @sqlite
CREATE TRIGGER ledger_entry_is_final BEFORE UPDATE ON ledger_entry BEGIN SELECT RAISE(ABORT, 'ledger_is_final'); END;
CREATE TRIGGER ledger_entry_stays BEFORE DELETE ON ledger_entry BEGIN SELECT RAISE(ABORT, 'ledger_is_final'); END;
CREATE TRIGGER ledger_transfer_is_final BEFORE UPDATE ON ledger_transfer BEGIN SELECT RAISE(ABORT, 'ledger_is_final'); END;
CREATE TRIGGER ledger_transfer_stays BEFORE DELETE ON ledger_transfer BEGIN SELECT RAISE(ABORT, 'ledger_is_final'); END;
-- @end
-- @postgres
CREATE FUNCTION ledger_is_final() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'ledger_is_final' USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_is_final'; END $$;
CREATE TRIGGER ledger_entry_is_final BEFORE UPDATE OR DELETE ON ledger_entry
    FOR EACH ROW EXECUTE FUNCTION ledger_is_final();
CREATE TRIGGER ledger_transfer_is_final BEFORE UPDATE OR DELETE ON ledger_transfer
    FOR EACH ROW EXECUTE FUNCTION ledger_is_final();
-- @end

-- One order per booking. gateway_order is empty between our intent and the gateway's answer.
CREATE TABLE payment_order (
    id            @ID,
    booking_id    BIGINT  NOT NULL UNIQUE REFERENCES booking (id),
    receipt       TEXT    NOT NULL UNIQUE,
    gateway_order TEXT    UNIQUE,
    amount        BIGINT  NOT NULL CHECK (amount > 0),
    currency      TEXT    NOT NULL,
    created_at    @TIME   NOT NULL,
    open          INTEGER NOT NULL,
    checks        INTEGER NOT NULL,
    next_check_at @TIME   NOT NULL
);
CREATE INDEX payment_order_to_check ON payment_order (next_check_at) WHERE open = 1;

CREATE TABLE payment (
    id              @ID,
    order_id        BIGINT  NOT NULL REFERENCES payment_order (id),
    gateway_payment TEXT    NOT NULL UNIQUE,
    status          INTEGER NOT NULL CHECK (status BETWEEN 0 AND 4),
    amount          BIGINT  NOT NULL,
    currency        TEXT    NOT NULL,
    seated          INTEGER NOT NULL,
    refund_state    INTEGER NOT NULL CHECK (refund_state BETWEEN 0 AND 3),
    gateway_refund  TEXT    UNIQUE,
    captured_at     @TIME,
    refund_due_at   @TIME
);
CREATE INDEX payment_of_order ON payment (order_id);
CREATE INDEX payment_to_refund ON payment (refund_due_at) WHERE refund_state IN (1, 2);

-- What happened to the money of a booking, for the people who wait for it.
CREATE TABLE payment_step (
    id         @ID,
    booking_id BIGINT NOT NULL REFERENCES booking (id),
    step       INTEGER NOT NULL,
    cause      TEXT   NOT NULL,
    note       TEXT   NOT NULL,
    at         @TIME  NOT NULL,
    UNIQUE (booking_id, step, cause)
);

-- Webhooks by the gateway's event id: the same event is worked on once. Those about orders we don't know are kept.
CREATE TABLE payment_event (
    event_id    TEXT    PRIMARY KEY,
    kind        TEXT    NOT NULL,
    about       TEXT    NOT NULL,
    known       INTEGER NOT NULL,
    received_at @TIME   NOT NULL
);
