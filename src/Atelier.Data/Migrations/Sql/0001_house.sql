-- Accounts, keys, work, money and events. Times are PostgreSQL's, read through atelier.now(); amounts are integers.

-- One row: how far tests have moved the clock. In service it stays at zero.
CREATE TABLE clock (
  id boolean PRIMARY KEY DEFAULT true CHECK (id),
  shift interval NOT NULL DEFAULT '0'
);
INSERT INTO clock DEFAULT VALUES;

-- STABLE, though the wall clock is not, so that an index can serve "run_at <= atelier.now()": one reading a scan.
CREATE FUNCTION atelier.now() RETURNS timestamptz LANGUAGE sql STABLE
  AS $$ SELECT clock_timestamp() + (SELECT shift FROM atelier.clock) $$;

-- What nodes must agree on, such as the fingerprint of the master secret.
CREATE TABLE settings (
  name text PRIMARY KEY,
  value text NOT NULL
);

CREATE TABLE accounts (
  id uuid PRIMARY KEY,
  name text NOT NULL,
  tier text NOT NULL DEFAULT 'free' CHECK (tier IN ('free', 'paid', 'premium')),
  owner boolean NOT NULL DEFAULT false,
  -- Thousandths of a credit; always the sum of the account's ledger rows.
  balance bigint NOT NULL DEFAULT 0 CHECK (balance >= 0),
  -- Number of the newest event. Given out under the row's lock, so it has no gaps in commit order.
  event_seq bigint NOT NULL DEFAULT 0,
  -- Ready and running generations at once; NULL is no limit.
  max_active int CHECK (max_active > 0),
  -- Raised to make every signed address of the account worthless.
  url_epoch int NOT NULL DEFAULT 0,
  created_at timestamptz NOT NULL DEFAULT atelier.now()
);
CREATE UNIQUE INDEX accounts_one_owner ON accounts (owner) WHERE owner;

CREATE TABLE api_keys (
  id uuid PRIMARY KEY,
  account_id uuid NOT NULL REFERENCES accounts,
  name text NOT NULL,
  -- SHA-256 of the whole key; the key itself is nowhere.
  hash bytea NOT NULL UNIQUE CHECK (length(hash) = 32),
  scopes text[] NOT NULL,
  created_at timestamptz NOT NULL DEFAULT atelier.now(),
  expires_at timestamptz,
  revoked_at timestamptz
);
CREATE INDEX api_keys_account ON api_keys (account_id);

-- One-time codes for signing in a browser, and the sessions they open. Hashes only.
CREATE TABLE sign_in_codes (
  hash bytea PRIMARY KEY CHECK (length(hash) = 32),
  account_id uuid NOT NULL REFERENCES accounts,
  expires_at timestamptz NOT NULL
);

CREATE TABLE sessions (
  hash bytea PRIMARY KEY CHECK (length(hash) = 32),
  account_id uuid NOT NULL REFERENCES accounts,
  expires_at timestamptz NOT NULL
);

-- Everything that a caller wrote, and what we made of it. Erasing the words is one delete.
CREATE TABLE prompts (
  id uuid PRIMARY KEY,
  account_id uuid NOT NULL REFERENCES accounts,
  prompt text,
  negative_prompt text,
  -- The calls as compiled for each offer of the chain, in its order.
  calls jsonb NOT NULL
);
CREATE INDEX prompts_account ON prompts (account_id);

CREATE TABLE generations (
  id uuid PRIMARY KEY,
  account_id uuid NOT NULL REFERENCES accounts,
  key_id uuid,
  operation text NOT NULL,
  prompt_id uuid REFERENCES prompts ON DELETE SET NULL,
  -- The request without its words, and the frozen plan without its calls.
  request jsonb NOT NULL,
  plan jsonb NOT NULL,
  state text NOT NULL DEFAULT 'queued',
  stage text NOT NULL DEFAULT 'prompt_processing',
  progress smallint NOT NULL DEFAULT 0 CHECK (progress BETWEEN 0 AND 100),
  count smallint NOT NULL CHECK (count BETWEEN 1 AND 10),
  -- Thousandths of a credit, fixed at accept.
  price_each bigint NOT NULL CHECK (price_each >= 0),
  reserved bigint NOT NULL CHECK (reserved >= 0),
  settled bigint CHECK (settled BETWEEN 0 AND reserved),
  cancel_requested_at timestamptz,
  error_code text,
  error_message text,
  created_at timestamptz NOT NULL DEFAULT atelier.now(),
  started_at timestamptz,
  finished_at timestamptz,
  CHECK ((finished_at IS NOT NULL) = (state IN ('complete', 'failed', 'canceled'))),
  CHECK ((settled IS NOT NULL) = (state IN ('complete', 'failed', 'canceled')))
);
CREATE INDEX generations_account ON generations (account_id, id DESC);
CREATE INDEX generations_prompt ON generations (prompt_id);

CREATE TABLE images (
  id uuid PRIMARY KEY,
  generation_id uuid NOT NULL REFERENCES generations,
  account_id uuid NOT NULL REFERENCES accounts,
  provider text NOT NULL,
  model text NOT NULL,
  seed bigint,
  width int NOT NULL,
  height int NOT NULL,
  format text NOT NULL,
  -- By rendition: file, media type, width, height, bytes, sha256.
  files jsonb NOT NULL,
  created_at timestamptz NOT NULL DEFAULT atelier.now()
);
CREATE INDEX images_generation ON images (generation_id);

-- One row for each picture asked for.
CREATE TABLE slots (
  generation_id uuid NOT NULL REFERENCES generations,
  index smallint NOT NULL,
  image_id uuid REFERENCES images,
  error_code text,
  PRIMARY KEY (generation_id, index)
);

CREATE TABLE idempotency_keys (
  account_id uuid NOT NULL REFERENCES accounts,
  key text NOT NULL,
  -- SHA-256 over the canonical body.
  fingerprint bytea NOT NULL,
  generation_id uuid NOT NULL REFERENCES generations,
  expires_at timestamptz NOT NULL,
  PRIMARY KEY (account_id, key)
);

-- The caller's book. Rows are never changed: amount says how much, effect what it does to the balance.
CREATE TABLE ledger (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  account_id uuid NOT NULL REFERENCES accounts,
  generation_id uuid REFERENCES generations,
  entry text NOT NULL CHECK (entry IN ('grant', 'reserve', 'settle', 'release', 'refund', 'adjust')),
  amount bigint NOT NULL CHECK (amount >= 0 OR entry = 'adjust'),
  effect bigint NOT NULL GENERATED ALWAYS AS
    (CASE entry WHEN 'reserve' THEN -amount WHEN 'settle' THEN 0 ELSE amount END) STORED,
  reason text,
  created_at timestamptz NOT NULL DEFAULT atelier.now()
);
CREATE INDEX ledger_account ON ledger (account_id, id);
CREATE UNIQUE INDEX ledger_once ON ledger (generation_id, entry) WHERE entry IN ('reserve', 'settle', 'release');

CREATE FUNCTION atelier.refuse_change() RETURNS trigger LANGUAGE plpgsql
  AS $$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$;
CREATE TRIGGER ledger_append_only BEFORE UPDATE OR DELETE ON ledger
  FOR EACH ROW EXECUTE FUNCTION atelier.refuse_change();
CREATE TRIGGER ledger_never_emptied BEFORE TRUNCATE ON ledger
  FOR EACH STATEMENT EXECUTE FUNCTION atelier.refuse_change();

CREATE TABLE events (
  account_id uuid NOT NULL REFERENCES accounts,
  seq bigint NOT NULL,
  generation_id uuid NOT NULL REFERENCES generations,
  state text NOT NULL,
  stage text NOT NULL,
  progress smallint NOT NULL,
  error_code text,
  created_at timestamptz NOT NULL DEFAULT atelier.now(),
  PRIMARY KEY (account_id, seq)
);
CREATE INDEX events_generation ON events (generation_id, seq);

-- A lane is the concurrency of one provider over all nodes. vtime is where newcomers start.
CREATE TABLE lanes (
  id text PRIMARY KEY,
  capacity int CHECK (capacity > 0),
  -- Whether a claim commits to a paid call: then it writes intents, and they are the occupancy.
  paid boolean NOT NULL,
  vtime bigint NOT NULL DEFAULT 0,
  paused_until timestamptz NOT NULL DEFAULT '-infinity'
) WITH (fillfactor = 50);

-- An attempt is one paid POST. Those in a live state are the occupancy of their lane: nothing is counted up or down.
CREATE TABLE attempts (
  id uuid PRIMARY KEY,
  generation_id uuid NOT NULL REFERENCES generations,
  lane text NOT NULL REFERENCES lanes,
  epoch int NOT NULL,
  state text NOT NULL DEFAULT 'intent' CHECK (state IN
    ('intent', 'submitted', 'answered', 'unknown', 'succeeded', 'failed', 'not_sent', 'written_off')),
  intent_at timestamptz NOT NULL DEFAULT atelier.now()
);
CREATE INDEX attempts_live ON attempts (lane) WHERE state IN ('intent', 'submitted', 'unknown');
CREATE INDEX attempts_generation ON attempts (generation_id);

-- Narrow and short-lived: a row for each generation that is not terminal. Its epoch fences every decision.
CREATE TABLE queue (
  generation_id uuid PRIMARY KEY REFERENCES generations,
  lane text NOT NULL REFERENCES lanes,
  account_id uuid NOT NULL,
  class smallint NOT NULL,
  sort_key bigint NOT NULL,
  run_at timestamptz NOT NULL DEFAULT atelier.now(),
  state text NOT NULL CHECK (state IN ('ready', 'running', 'held')),
  epoch int NOT NULL DEFAULT 0,
  -- Claims that ended in an exception, a killed process or a lost lease; a stop hands back without one.
  failures smallint NOT NULL DEFAULT 0,
  lease_until timestamptz,
  node_id uuid
) WITH (fillfactor = 70);
CREATE INDEX queue_ready ON queue (lane, sort_key, generation_id) WHERE state = 'ready';
CREATE INDEX queue_account_key ON queue (account_id, lane, class, sort_key) WHERE state = 'ready';
CREATE INDEX queue_account_active ON queue (account_id) WHERE state IN ('ready', 'running');
CREATE INDEX queue_held ON queue (account_id, generation_id) WHERE state = 'held';
CREATE INDEX queue_leases ON queue (lease_until) WHERE state = 'running';
