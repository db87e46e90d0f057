-- What proves, beside the password, that it is really them (RFC 6238). Owned by features/auth.

CREATE TABLE totp (
    account_id   BIGINT PRIMARY KEY REFERENCES account (id) ON DELETE CASCADE,
    sealed       TEXT   NOT NULL,            -- the secret, encrypted with a key made of AX_SECRET
    confirmed_at @TIME,                      -- null: being set up, asked for nowhere yet
    last_step    BIGINT NOT NULL DEFAULT 0   -- of the last code that was taken: none is taken twice
);

-- For the day on which the phone is lost. 80 random bits each, so a plain SHA-256 is enough; used ones are gone.
CREATE TABLE recovery_code (
    account_id BIGINT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    hash       TEXT   NOT NULL,
    PRIMARY KEY (account_id, hash)
);
