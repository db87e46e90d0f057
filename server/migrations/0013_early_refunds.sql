-- Webhooks about payments that we don't know yet are kept (known = 0): when the capture is heard of, a refund that
-- was told before it is found by the payment's id.
ALTER TABLE payment_event ADD COLUMN amount BIGINT;
CREATE INDEX payment_event_early ON payment_event (about) WHERE known = 0;
