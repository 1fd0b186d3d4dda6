-- Doors that wait: clients whose connection broke send the same request again without an Idempotency-Key, and must find the
-- generation whose answer they did not get.
ALTER TABLE generations
  -- SHA-256 over the canonical request at a waiting door; NULL elsewhere.
  ADD COLUMN fingerprint bytea,
  -- When an answer was sent whole.
  ADD COLUMN delivered_at timestamptz;

CREATE INDEX generations_undelivered ON generations (account_id, fingerprint, id DESC)
  WHERE fingerprint IS NOT NULL AND delivered_at IS NULL;
