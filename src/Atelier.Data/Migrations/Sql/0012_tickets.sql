-- For streams that browsers open, which can bring no key: each is worth one request, for a minute, and is stored as its hash only.
CREATE TABLE tickets (
  hash bytea PRIMARY KEY CHECK (length(hash) = 32),
  account_id uuid NOT NULL REFERENCES accounts,
  -- The key it was made with, which must still hold; NULL for a session in a browser.
  key_id uuid,
  purpose text NOT NULL,
  expires_at timestamptz NOT NULL
);
CREATE INDEX tickets_end ON tickets (expires_at);
