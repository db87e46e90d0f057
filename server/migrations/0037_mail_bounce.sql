-- Addresses that a mail server refused for good; they are not written to until they prove to be good again. Owned by
-- platform/mail.
CREATE TABLE mail_bounce (
    address    TEXT    PRIMARY KEY,  -- lower case
    reason     TEXT    NOT NULL,     -- "smtp 550 5.1.1"
    bounced_at @TIME   NOT NULL,     -- the last time
    times      INTEGER NOT NULL
);
CREATE INDEX mail_bounce_newest ON mail_bounce (bounced_at);
