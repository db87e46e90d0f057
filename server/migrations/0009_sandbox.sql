-- The built-in stand-in for Razorpay: the gateway's side of the story. Unused in production.
CREATE TABLE sandbox_order (
    id         TEXT   PRIMARY KEY,
    amount     BIGINT NOT NULL,
    currency   TEXT   NOT NULL,
    receipt    TEXT   NOT NULL UNIQUE,
    status     TEXT   NOT NULL,
    created_at @TIME  NOT NULL
);
CREATE TABLE sandbox_payment (
    id         TEXT   PRIMARY KEY,
    order_id   TEXT   NOT NULL REFERENCES sandbox_order (id),
    amount     BIGINT NOT NULL,
    currency   TEXT   NOT NULL,
    status     TEXT   NOT NULL,
    created_at @TIME  NOT NULL
);
CREATE INDEX sandbox_payment_of_order ON sandbox_payment (order_id);
CREATE TABLE sandbox_refund (
    id         TEXT   PRIMARY KEY,
    payment_id TEXT   NOT NULL UNIQUE REFERENCES sandbox_payment (id),
    amount     BIGINT NOT NULL,
    currency   TEXT   NOT NULL,
    status     TEXT   NOT NULL,
    created_at @TIME  NOT NULL
);
