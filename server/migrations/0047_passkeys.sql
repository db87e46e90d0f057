-- Passkeys (WebAuthn). A public key signs nobody in, so nothing here is secret. Owned by features/auth.

CREATE TABLE passkey (
    id           @ID,
    account_id   BIGINT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    credential   TEXT   NOT NULL UNIQUE,  -- the authenticator's id of it, base64url
    public_key   TEXT   NOT NULL,         -- a COSE_Key, base64url
    counter      BIGINT NOT NULL CHECK (counter >= 0),  -- of signatures; 0 for those that do not count
    name         TEXT   NOT NULL CHECK (length(name) BETWEEN 1 AND 60),
    transports   TEXT   NOT NULL,         -- how the browser reaches it, with commas between
    can_sync     BIGINT NOT NULL CHECK (can_sync IN (0, 1)),  -- never changes in its life
    synced       BIGINT NOT NULL CHECK (synced IN (0, 1)),
    created_at   @TIME  NOT NULL,
    last_used_at @TIME
);
CREATE INDEX passkey_of_account ON passkey (account_id, id);

-- Challenges that were answered. They are made without being stored; none is taken twice.
CREATE TABLE passkey_challenge (
    nonce      TEXT  PRIMARY KEY,
    expires_at @TIME NOT NULL
);
CREATE INDEX passkey_challenge_expiry ON passkey_challenge (expires_at);
