-- People, where they are signed in, and what they did about it. Owned by features/auth. Secrets are kept as SHA-256
-- of 32 random bytes (base64url), passwords as argon2id: a copy of these tables signs nobody in.

CREATE TABLE account (
    id                  @ID,
    email               TEXT   NOT NULL UNIQUE CHECK (length(email) BETWEEN 3 AND 254),  -- lower case, verified
    name                TEXT   NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
    password_hash       TEXT   NOT NULL,
    password_changed_at @TIME  NOT NULL,
    student_id          BIGINT UNIQUE,  -- ids of the profiles that students and mentors own
    mentor_id           BIGINT UNIQUE,
    is_staff            BIGINT NOT NULL DEFAULT 0 CHECK (is_staff IN (0, 1)),
    time_zone           TEXT   NOT NULL,
    terms_accepted_at   @TIME,
    created_at          @TIME  NOT NULL
);

-- A sign-up that waits for its address to be proven. Each keeps its own password: the one that counts is the one of the
-- sign-up whose mail was opened, so nobody can plant a password on an address that is not theirs.
CREATE TABLE registration (
    id                @ID,
    email             TEXT  NOT NULL CHECK (length(email) BETWEEN 3 AND 254),
    name              TEXT  NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
    password_hash     TEXT  NOT NULL,
    role              TEXT  NOT NULL CHECK (role IN ('student', 'mentor')),
    time_zone         TEXT  NOT NULL,
    terms_accepted_at @TIME NOT NULL,
    created_at        @TIME NOT NULL,
    expires_at        @TIME NOT NULL
);
CREATE INDEX registration_of_address ON registration (email, id);
CREATE INDEX registration_expiry ON registration (expires_at);

-- A single-use link in a mail, for an account or for a sign-up that waits.
CREATE TABLE mail_token (
    hash            TEXT   PRIMARY KEY,
    purpose         TEXT   NOT NULL CHECK (purpose IN ('verify', 'reset')),
    account_id      BIGINT REFERENCES account (id) ON DELETE CASCADE,
    registration_id BIGINT REFERENCES registration (id) ON DELETE CASCADE,
    expires_at      @TIME  NOT NULL,
    CHECK ((account_id IS NULL) <> (registration_id IS NULL))
);
CREATE INDEX mail_token_of_account ON mail_token (account_id);
CREATE INDEX mail_token_of_registration ON mail_token (registration_id);
CREATE INDEX mail_token_expiry ON mail_token (expires_at);

-- A place where somebody is signed in: one family of refresh tokens.
CREATE TABLE device (
    id           @ID,
    account_id   BIGINT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    client       TEXT   NOT NULL CHECK (client IN ('browser', 'api')),
    name         TEXT   NOT NULL,
    network      TEXT   NOT NULL,
    created_at   @TIME  NOT NULL,
    last_seen_at @TIME  NOT NULL,  -- to the minute
    expires_at   @TIME  NOT NULL
);
CREATE INDEX device_of_account ON device (account_id, last_seen_at);
CREATE INDEX device_expiry ON device (expires_at);

CREATE TABLE refresh_token (
    hash       TEXT   PRIMARY KEY,
    device_id  BIGINT NOT NULL REFERENCES device (id) ON DELETE CASCADE,
    expires_at @TIME  NOT NULL,
    rotated_at @TIME,  -- when it was used; a second use later than the grace means theft
    salt       TEXT    -- its successor is derived from the token itself, this and the server's key
);
CREATE INDEX refresh_token_of_device ON refresh_token (device_id);
CREATE INDEX refresh_token_expiry ON refresh_token (expires_at);

CREATE TABLE access_token (
    hash       TEXT   PRIMARY KEY,
    device_id  BIGINT NOT NULL REFERENCES device (id) ON DELETE CASCADE,
    account_id BIGINT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    expires_at @TIME  NOT NULL
);
CREATE INDEX access_token_of_device ON access_token (device_id);
CREATE INDEX access_token_of_account ON access_token (account_id);
CREATE INDEX access_token_expiry ON access_token (expires_at);

-- Counters of tries by key (account and network, account, network, device mark, mail address): see auth/throttle.h.
CREATE TABLE throttle (
    key          TEXT   PRIMARY KEY,
    window_start @TIME  NOT NULL,
    failures     BIGINT NOT NULL,
    pending      BIGINT NOT NULL,
    last_at      @TIME  NOT NULL
);
CREATE INDEX throttle_age ON throttle (window_start);

-- Networks from which an account has signed in: strangers' tries elsewhere don't count against these.
CREATE TABLE known_network (
    account_id BIGINT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    network    TEXT   NOT NULL,
    seen_at    @TIME  NOT NULL,
    PRIMARY KEY (account_id, network)
);

-- The audit trail. Never changed, never deleted with what it speaks of.
CREATE TABLE auth_event (
    id         @ID,
    account_id BIGINT NOT NULL,
    actor_id   BIGINT,  -- who did it, where that is somebody else than the account's owner
    kind       TEXT   NOT NULL,
    device_id  BIGINT,
    network    TEXT   NOT NULL,
    request_id TEXT   NOT NULL,
    at         @TIME  NOT NULL
);
CREATE INDEX auth_event_of_account ON auth_event (account_id, id);
