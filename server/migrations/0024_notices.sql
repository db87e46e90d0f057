-- Push beside mail and the product, the daily mail, what was sent, and notices of one subject as one line.
ALTER TABLE notification_preference ADD COLUMN push INTEGER NOT NULL DEFAULT 1;
ALTER TABLE notification_preference ADD COLUMN digest INTEGER NOT NULL DEFAULT 0;  -- 1: mails wait for the daily one

-- Notices of one subject are one line, which its newest stands for. Empty: a line of its own.
ALTER TABLE notification ADD COLUMN subject TEXT NOT NULL DEFAULT '';
ALTER TABLE notification ADD COLUMN group_title TEXT NOT NULL DEFAULT '';          -- begins with {n}; empty: the newest's title
ALTER TABLE notification ADD COLUMN head INTEGER NOT NULL DEFAULT 1;
CREATE INDEX notification_heads ON notification (account_id, id DESC) WHERE head = 1 AND shown = 1;
CREATE INDEX notification_of_subject ON notification (account_id, subject, id) WHERE subject <> '';

-- The key pair that push services know this deployment by (RFC 8292). Made once; base64url.
CREATE TABLE push_key (
    id          INTEGER PRIMARY KEY CHECK (id = 1),
    private_key TEXT    NOT NULL,
    made_at     @TIME   NOT NULL
);

-- Browsers that take pushes. One is of the device that is signed in there, and ends with it.
CREATE TABLE push_subscription (
    id           @ID,
    account_id   BIGINT NOT NULL REFERENCES account (id),
    device_id    BIGINT NOT NULL,
    endpoint     TEXT   NOT NULL UNIQUE,
    p256dh       TEXT   NOT NULL,               -- the browser's public key and shared secret, base64url
    auth         TEXT   NOT NULL,
    name         TEXT   NOT NULL,
    created_at   @TIME  NOT NULL,
    last_sent_at @TIME
);
CREATE INDEX push_subscription_of ON push_subscription (account_id, id);

-- What waits for the daily mail.
CREATE TABLE digest_item (
    account_id      BIGINT NOT NULL REFERENCES account (id),
    notification_id BIGINT NOT NULL REFERENCES notification (id),
    category        TEXT   NOT NULL,
    PRIMARY KEY (account_id, notification_id)
);
-- The hour of the person's own day; no row: 8.
CREATE TABLE digest_hour (
    account_id BIGINT  PRIMARY KEY REFERENCES account (id),
    hour       INTEGER NOT NULL CHECK (hour BETWEEN 0 AND 23)
);

-- What was sent to people by mail and push, for a month.
CREATE TABLE delivery (
    id          @ID,
    account_id  BIGINT  NOT NULL REFERENCES account (id),
    once        TEXT    NOT NULL UNIQUE,        -- the Message-ID; of a push its subscription and notification
    channel     INTEGER NOT NULL,               -- 0 mail, 1 push
    title       TEXT    NOT NULL,
    target      TEXT    NOT NULL,               -- the address, the device's name
    state       INTEGER NOT NULL,               -- 0 queued, 1 sent, 2 failed, 3 skipped
    reason      INTEGER NOT NULL,               -- of DeliveryReason
    detail      TEXT    NOT NULL,               -- "smtp 450", for the staff
    recorded_at @TIME   NOT NULL,
    changed_at  @TIME   NOT NULL
);
CREATE INDEX delivery_of ON delivery (account_id, id);
CREATE INDEX delivery_waiting ON delivery (changed_at) WHERE state = 0;
CREATE INDEX delivery_old ON delivery (recorded_at);

-- Whose posts somebody wants to read. Owned by features/community.
CREATE TABLE author_follow (
    follower_id BIGINT NOT NULL REFERENCES account (id),
    author_id   BIGINT NOT NULL REFERENCES account (id),
    followed_at @TIME  NOT NULL,
    PRIMARY KEY (follower_id, author_id)
);
CREATE INDEX author_follow_of ON author_follow (author_id);
CREATE INDEX post_of_author ON post (author_id, published_at, id) WHERE published_at IS NOT NULL AND deleted_at IS NULL;
