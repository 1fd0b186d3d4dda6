-- Requests with a seed of the caller's own, by what they were compiled to (C-78): the same one again brings the same pictures.
CREATE TABLE repeats (
  account_id uuid NOT NULL,
  -- SHA-256 of the compiled request, its model and its price.
  fingerprint bytea NOT NULL,
  generation_id uuid NOT NULL REFERENCES generations ON DELETE CASCADE,
  created_at timestamptz NOT NULL DEFAULT atelier.now(),
  PRIMARY KEY (account_id, fingerprint)
);
CREATE INDEX repeats_age ON repeats (created_at);
CREATE INDEX repeats_generation ON repeats (generation_id);
