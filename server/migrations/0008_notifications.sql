-- What a person is told inside the product. One row per cause and person, however often the event is handled.
CREATE TABLE notification (
    id         @ID,
    account_id BIGINT  NOT NULL REFERENCES account (id),
    cause      TEXT    NOT NULL,
    kind       TEXT    NOT NULL,
    title      TEXT    NOT NULL,
    body       TEXT    NOT NULL,
    link       TEXT    NOT NULL,
    created_at @TIME   NOT NULL,
    UNIQUE (account_id, cause)
);
CREATE INDEX notification_newest_first ON notification (account_id, id DESC);

-- One cursor per person; what is unread follows from it, so it can't get stuck.
CREATE TABLE notification_cursor (
    account_id BIGINT PRIMARY KEY REFERENCES account (id),
    read_up_to BIGINT NOT NULL
);
