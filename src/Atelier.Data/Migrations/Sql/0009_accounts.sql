-- Accounts as an operator runs them: e-mail, monthly grants, keys that are rotated, guests, and being forgotten.

ALTER TABLE accounts
  -- ASCII, so that lower() means the same everywhere.
  ADD COLUMN email text CHECK (length(email) BETWEEN 3 AND 255),
  ADD COLUMN updated_at timestamptz NOT NULL DEFAULT atelier.now(),
  -- From here on no key, session or cookie of it opens anything.
  ADD COLUMN closed_at timestamptz,
  -- From here on the row is a tombstone, which only the books still name.
  ADD COLUMN erased_at timestamptz,
  -- Whether a visitor without a key got it with a cookie.
  ADD COLUMN guest boolean NOT NULL DEFAULT false,
  -- The month whose grant it has; NULL where it takes no part in monthly grants.
  ADD COLUMN granted_month date,
  -- Of what work under way held when that grant was made: the part that no reset takes, should it come back.
  ADD COLUMN kept_held bigint NOT NULL DEFAULT 0 CHECK (kept_held >= 0);
CREATE UNIQUE INDEX accounts_email ON accounts (lower(email));
CREATE INDEX accounts_granted ON accounts (granted_month) WHERE closed_at IS NULL;
-- What an account has of its own: NULL is the tier's limit, -1 none.
ALTER TABLE accounts
  DROP CONSTRAINT IF EXISTS accounts_daily_limit_check,
  ADD CONSTRAINT accounts_daily_limit_check CHECK (daily_limit >= -1),
  DROP CONSTRAINT IF EXISTS accounts_max_active_check,
  ADD CONSTRAINT accounts_max_active_check CHECK (max_active > 0 OR max_active = -1);
-- What was given before lapses at no reset.
UPDATE accounts SET granted_month = date_trunc('month', atelier.now() AT TIME ZONE 'UTC')::date;

ALTER TABLE ledger
  -- The month that a monthly grant is for, and what lapsed of it.
  ADD COLUMN month date;
CREATE UNIQUE INDEX ledger_month ON ledger (account_id, month, entry) WHERE month IS NOT NULL;

-- Credits that an operator gave or took by hand. Words stand here and not in the book, which nobody can change.
CREATE TABLE credit_orders (
  -- The entry of the ledger; a foreign key would change how the ledger refuses to be emptied.
  entry bigint PRIMARY KEY,
  account_id uuid NOT NULL REFERENCES accounts,
  -- The Idempotency-Key, and SHA-256 of what came with it.
  key text,
  fingerprint bytea,
  reason text NOT NULL,
  UNIQUE (account_id, key)
);

ALTER TABLE api_keys
  -- The last four characters of the secret, so that a person can tell keys apart.
  ADD COLUMN hint text,
  -- To the minute.
  ADD COLUMN last_used_at timestamptz;

-- Secrets that were replaced and still work for a while.
CREATE TABLE retired_secrets (
  hash bytea PRIMARY KEY CHECK (length(hash) = 32),
  key_id uuid NOT NULL REFERENCES api_keys ON DELETE CASCADE,
  expires_at timestamptz NOT NULL
);
CREATE INDEX retired_secrets_key ON retired_secrets (key_id);

-- Visitors who have an account by a cookie.
CREATE TABLE guests (
  account_id uuid PRIMARY KEY REFERENCES accounts,
  -- SHA-256 of the cookie.
  hash bytea NOT NULL UNIQUE CHECK (length(hash) = 32),
  -- To the hour.
  seen_at timestamptz NOT NULL DEFAULT atelier.now()
);
CREATE INDEX guests_seen ON guests (seen_at);

-- Accounts that are to be forgotten, and what came of it.
CREATE TABLE erasures (
  id uuid PRIMARY KEY,
  account_id uuid NOT NULL UNIQUE REFERENCES accounts,
  state text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'erasing', 'done')),
  requested_at timestamptz NOT NULL DEFAULT atelier.now(),
  -- When somebody works on it next; later while somebody does.
  next_at timestamptz NOT NULL DEFAULT '-infinity',
  finished_at timestamptz,
  -- Numbers by what they count.
  removed jsonb NOT NULL DEFAULT '{}',
  kept jsonb NOT NULL DEFAULT '{}'
);
CREATE INDEX erasures_due ON erasures (next_at) WHERE state <> 'done';
