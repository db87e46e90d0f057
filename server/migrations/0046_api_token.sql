-- What people give their programs instead of a password. Owned by features/auth.

CREATE TABLE api_token (
    id           @ID,
    account_id   BIGINT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    public_part  TEXT   NOT NULL UNIQUE,  -- axp_rw_7Hd92kQz1: it is found by this, and its scopes stand in it
    hash         TEXT   NOT NULL,         -- of the whole token, 32 random bytes included: SHA-256 in base64url
    name         TEXT   NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
    created_at   @TIME  NOT NULL,
    expires_at   @TIME  NOT NULL,
    last_used_at @TIME                    -- to the minute, written every few minutes at most
);
CREATE INDEX api_token_of_account ON api_token (account_id);
CREATE INDEX api_token_expiry ON api_token (expires_at);
