-- What happens here, told to programs elsewhere. Owned by features/webhooks.
CREATE TABLE webhook (
    id              @ID,
    owner_id        BIGINT  NOT NULL REFERENCES account (id),  -- who is told when it is paused
    url             TEXT    NOT NULL,
    kinds           TEXT    NOT NULL,             -- "booking.*,payment.paid"
    note            TEXT    NOT NULL,
    state           INTEGER NOT NULL,             -- 0 active, 1 paused, 2 paused because nothing arrived
    generation      INTEGER NOT NULL,             -- of the secret, which is stored nowhere
    rotated_at      @TIME,                        -- the secret before is good for a day more
    last_success_at @TIME,
    created_at      @TIME   NOT NULL,
    changed_at      @TIME   NOT NULL
);

-- One event for one of them, as it is sent.
CREATE TABLE webhook_delivery (
    id           @ID,
    webhook_id   BIGINT  NOT NULL REFERENCES webhook (id),
    cause        TEXT    NOT NULL,                -- the same is told once
    kind         TEXT    NOT NULL,
    body         TEXT    NOT NULL,
    state        INTEGER NOT NULL,                -- 0 waiting, 1 delivered, 2 failed, 3 skipped: it was paused
    round        INTEGER NOT NULL,                -- rises when it is sent anew
    attempts     INTEGER NOT NULL,                -- of this round
    next_at      @TIME,
    last_outcome INTEGER NOT NULL DEFAULT 0,
    last_status  INTEGER NOT NULL DEFAULT 0,
    created_at   @TIME   NOT NULL,
    changed_at   @TIME   NOT NULL,
    UNIQUE (webhook_id, cause)
);
CREATE INDEX webhook_delivery_of ON webhook_delivery (webhook_id, id);
CREATE INDEX webhook_delivery_old ON webhook_delivery (created_at);

CREATE TABLE webhook_attempt (
    id          @ID,
    delivery_id BIGINT  NOT NULL REFERENCES webhook_delivery (id),
    outcome     INTEGER NOT NULL,                 -- of HookOutcome
    status      INTEGER NOT NULL,                 -- of HTTP; 0: none
    millis      BIGINT  NOT NULL,
    answer      TEXT    NOT NULL,                 -- how it begins
    tried_at    @TIME   NOT NULL
);
CREATE INDEX webhook_attempt_of ON webhook_attempt (delivery_id, id);
