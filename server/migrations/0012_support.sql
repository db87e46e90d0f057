-- Tickets: a conversation with the staff, its subject and what is to be done about it. Owned by features/support.
CREATE TABLE ticket (
    id              @ID,
    conversation_id BIGINT NOT NULL UNIQUE REFERENCES conversation (id),
    account_id      BIGINT NOT NULL REFERENCES account (id),  -- who asks
    subject         TEXT   NOT NULL,
    category        BIGINT NOT NULL,
    priority        BIGINT NOT NULL,             -- 0 low, 1 normal, 2 high
    status          BIGINT NOT NULL,             -- 0 open, 1 waiting, 2 resolved, 3 closed
    assignee_id     BIGINT REFERENCES account (id),
    client_key      TEXT   NOT NULL,
    created_at      @TIME  NOT NULL,
    updated_at      @TIME  NOT NULL,
    closed_at       @TIME,
    CONSTRAINT ticket_subject CHECK (length(subject) BETWEEN 1 AND 120),
    CONSTRAINT ticket_priority CHECK (priority BETWEEN 0 AND 2),
    CONSTRAINT ticket_status CHECK (status BETWEEN 0 AND 3),
    UNIQUE (account_id, client_key)
);
CREATE INDEX ticket_of_account ON ticket (account_id, updated_at, id);
CREATE INDEX ticket_queue ON ticket (status, updated_at, id);
CREATE INDEX ticket_of_assignee ON ticket (assignee_id, status, updated_at, id) WHERE assignee_id IS NOT NULL;

-- Who did what to a ticket, beside its messages. Oldest first.
CREATE TABLE ticket_event (
    id         @ID,
    ticket_id  BIGINT NOT NULL REFERENCES ticket (id),
    actor_id   BIGINT,  -- NULL: the command line
    status     BIGINT,
    assignee   BIGINT,
    priority   BIGINT,
    at         @TIME  NOT NULL
);
CREATE INDEX ticket_event_of ON ticket_event (ticket_id, id);
