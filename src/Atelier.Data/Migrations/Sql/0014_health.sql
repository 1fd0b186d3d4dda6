-- How offers did lately, and which accounts may go where.

-- One row for an offer (style '') and one for each style it was asked for. Written a second later than it happened, by whoever saw it.
CREATE TABLE offer_health (
  model text NOT NULL,
  provider text NOT NULL,
  style text NOT NULL DEFAULT '',
  success_rate double precision NOT NULL DEFAULT 0.9 CHECK (success_rate BETWEEN 0 AND 1),
  average_seconds double precision NOT NULL DEFAULT 15 CHECK (average_seconds >= 0),
  samples int NOT NULL DEFAULT 0,
  -- Of the offer as a whole, from here on: failures in a row, and how often it was shut off since the last success.
  failures int NOT NULL DEFAULT 0,
  failed_at timestamptz,
  openings int NOT NULL DEFAULT 0,
  -- NULL while all calls are let through; from then on one may find out whether it works again.
  open_until timestamptz,
  -- While this has not passed, somebody is finding out.
  probe_until timestamptz,
  PRIMARY KEY (model, provider, style)
) WITH (fillfactor = 50);

ALTER TABLE accounts
  -- Providers that its requests may go to, and must not; NULL is no rule.
  ADD COLUMN only_providers text[] CHECK (cardinality(only_providers) > 0),
  ADD COLUMN never_providers text[] CHECK (cardinality(never_providers) > 0);
