-- Other providers' word for who somebody is (OpenID Connect). Owned by features/auth.

-- Told apart by the issuer and not by our name for it: after a change of provider its subjects are others' people.
CREATE TABLE identity (
    id         @ID,
    account_id BIGINT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    issuer     TEXT   NOT NULL,
    subject    TEXT   NOT NULL CHECK (length(subject) BETWEEN 1 AND 255),
    email      TEXT   NOT NULL,  -- as the provider said it when it was linked: shown, never looked up
    linked_at  @TIME  NOT NULL,
    used_at    @TIME  NOT NULL,
    UNIQUE (issuer, subject),
    UNIQUE (account_id, issuer)
);

-- Somebody has come back from a provider and is not signed in yet: a code, or what an account needs, is missing.
CREATE TABLE identity_ticket (
    hash       TEXT  PRIMARY KEY,
    issuer     TEXT  NOT NULL,
    subject    TEXT  NOT NULL,
    email      TEXT  NOT NULL,
    name       TEXT  NOT NULL,
    expires_at @TIME NOT NULL
);
CREATE INDEX identity_ticket_expiry ON identity_ticket (expires_at);

-- Ways to a provider that somebody has come back on. What is needed on the way is in the browser's cookie, sealed; here
-- only that none is used twice.
CREATE TABLE identity_attempt (
    hash       TEXT  PRIMARY KEY,
    expires_at @TIME NOT NULL
);
CREATE INDEX identity_attempt_expiry ON identity_attempt (expires_at);
