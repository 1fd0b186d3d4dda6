-- What callers were told that a request would cost: it binds once, until it expires. Without references: checking them would make a
-- quote wait for whoever accepts for the account at that moment, and it is worth nothing after minutes.
CREATE TABLE quotes (
  id uuid PRIMARY KEY,
  account_id uuid NOT NULL,
  -- SHA-256 over the canonical request.
  fingerprint bytea NOT NULL CHECK (length(fingerprint) = 32),
  -- The catalogue's version that it was reckoned by.
  catalogue text NOT NULL,
  -- Thousandths of a credit for all pictures.
  price bigint NOT NULL CHECK (price >= 0),
  -- Nano-dollars.
  max_cost bigint NOT NULL CHECK (max_cost >= 0),
  expires_at timestamptz NOT NULL,
  -- What it was used for; NULL until then.
  generation_id uuid
);
CREATE INDEX quotes_end ON quotes (expires_at);
CREATE INDEX quotes_account ON quotes (account_id, expires_at);
