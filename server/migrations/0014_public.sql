-- What anybody may do without an account, and the state of the site itself. Owned by features/newsletter, features/contact
-- and features/site.

-- An address counts only after the link in a mail to it was opened. Both links are kept as hashes; the one that ends the
-- subscription is made again from leave_seed and the server's secret for every mail.
CREATE TABLE newsletter_subscriber (
    id                 @ID,
    email              TEXT   NOT NULL UNIQUE,  -- lower case
    state              BIGINT NOT NULL,         -- 0 waits for the link, 1 subscribed, 2 left
    confirm_hash       TEXT,
    confirm_expires_at @TIME,
    leave_seed         TEXT   NOT NULL,
    leave_hash         TEXT   NOT NULL UNIQUE,
    asked_at           @TIME  NOT NULL,
    mails              BIGINT NOT NULL DEFAULT 0,  -- asked for in a row: each makes the next wait longer
    next_mail_at       @TIME  NOT NULL,
    confirmed_at       @TIME,
    left_at            @TIME,
    CONSTRAINT newsletter_email CHECK (length(email) BETWEEN 3 AND 254),
    CONSTRAINT newsletter_state CHECK (state BETWEEN 0 AND 2)
);
CREATE UNIQUE INDEX newsletter_confirm ON newsletter_subscriber (confirm_hash) WHERE confirm_hash IS NOT NULL;
CREATE INDEX newsletter_in_state ON newsletter_subscriber (state, id);

CREATE TABLE newsletter_issue (
    id         @ID,
    subject    TEXT  NOT NULL,
    text       TEXT  NOT NULL,
    created_at @TIME NOT NULL,
    CONSTRAINT newsletter_subject CHECK (length(subject) BETWEEN 1 AND 150),
    CONSTRAINT newsletter_text CHECK (length(text) BETWEEN 1 AND 20000)
);

-- What visitors wrote to the staff.
CREATE TABLE contact_message (
    id         @ID,
    name       TEXT   NOT NULL,
    email      TEXT   NOT NULL,
    topic      BIGINT NOT NULL,
    text       TEXT   NOT NULL,
    account_id BIGINT REFERENCES account (id),  -- who was signed in
    client_key TEXT   NOT NULL,
    created_at @TIME  NOT NULL,
    handled    BIGINT NOT NULL DEFAULT 0,
    handled_at @TIME,
    handled_by BIGINT REFERENCES account (id),
    CONSTRAINT contact_name CHECK (length(name) BETWEEN 1 AND 100),
    CONSTRAINT contact_text CHECK (length(text) BETWEEN 1 AND 4000),
    CONSTRAINT contact_handled CHECK (handled IN (0, 1)),
    UNIQUE (email, client_key)
);
CREATE INDEX contact_list ON contact_message (handled, id);
CREATE INDEX contact_of_address ON contact_message (email, created_at);

-- The one row of the site's own state.
CREATE TABLE site_state (
    id          BIGINT NOT NULL PRIMARY KEY,
    maintenance BIGINT NOT NULL DEFAULT 0,
    message     TEXT   NOT NULL DEFAULT '',
    changed_at  @TIME  NOT NULL,
    CONSTRAINT site_state_one CHECK (id = 1),
    CONSTRAINT site_state_maintenance CHECK (maintenance IN (0, 1)),
    CONSTRAINT site_state_message CHECK (length(message) <= 300)
);

CREATE INDEX account_staff ON account (id) WHERE is_staff = 1;
