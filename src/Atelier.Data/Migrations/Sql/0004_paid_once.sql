-- Attempts as single paid POSTs, the operator's book, budgets and limits. Money here is in nano-dollars.

-- What is known of a POST. Facts (task, request, answer, cost, end of the call) are written once by whoever learns them;
-- state and failure are decisions, written under the queue row's epoch.
ALTER TABLE attempts
  -- The place in the plan's chain.
  ADD COLUMN link smallint NOT NULL DEFAULT 0,
  ADD COLUMN slots smallint[] NOT NULL DEFAULT '{}',
  -- The node whose claim it was: restarted on the same data folder, it knows that the sender is dead.
  ADD COLUMN node_id uuid,
  -- How long the POST may take in all, from intent_at on.
  ADD COLUMN post_timeout interval NOT NULL DEFAULT '0',
  -- The most that it can cost.
  ADD COLUMN risk bigint NOT NULL DEFAULT 0 CHECK (risk >= 0),
  -- Whether it was begun although an older one of its slots is unknown; one a generation.
  ADD COLUMN rerun boolean NOT NULL DEFAULT false,
  ADD COLUMN task_id text,
  ADD COLUMN request_id text,
  ADD COLUMN stored_at timestamptz,
  ADD COLUMN cost bigint CHECK (cost >= 0),
  ADD COLUMN cost_estimated boolean NOT NULL DEFAULT false,
  -- When the sender saw its call end without an answer, or was found dead: nothing more can come of it by itself.
  ADD COLUMN call_ended_at timestamptz,
  ADD COLUMN failure text,
  ADD COLUMN polls int NOT NULL DEFAULT 0,
  ADD COLUMN watched_since timestamptz,
  -- When an operator said to wait no longer.
  ADD COLUMN rerun_at timestamptz,
  -- Whether a fact came when it had ended already: somebody has to look at it once more.
  ADD COLUMN late boolean NOT NULL DEFAULT false,
  -- What an adapter wrote down at its last look for a lost call, to read at the next.
  ADD COLUMN watch_note text,
  -- When somebody looks again at an attempt that outlived its generation.
  ADD COLUMN look_at timestamptz NOT NULL DEFAULT '-infinity',
  ADD COLUMN late_looks smallint NOT NULL DEFAULT 0;
DROP INDEX attempts_live;
CREATE INDEX attempts_live ON attempts (lane) WHERE state IN ('intent', 'submitted', 'unknown');
CREATE UNIQUE INDEX attempts_task ON attempts (lane, task_id) WHERE task_id IS NOT NULL;
CREATE UNIQUE INDEX attempts_one_rerun ON attempts (generation_id) WHERE rerun AND state <> 'not_sent';
-- What may have to be looked at when its generation is over.
CREATE INDEX attempts_open ON attempts (look_at) WHERE state IN ('intent', 'submitted', 'answered', 'unknown') OR late;

-- The attempt that a slot waits for. One column holds one: no slot has two.
ALTER TABLE slots ADD COLUMN attempt_id uuid REFERENCES attempts;

-- What the next claim shall send, or when somebody shall look after what was sent; both may be.
ALTER TABLE queue
  ADD COLUMN submit boolean NOT NULL DEFAULT true,
  ADD COLUMN follow_at timestamptz,
  -- Whether something came in while a claim was at work, so that the next look is due at once.
  ADD COLUMN hinted boolean NOT NULL DEFAULT false,
  ADD COLUMN link smallint NOT NULL DEFAULT 0,
  ADD COLUMN slots smallint[] NOT NULL DEFAULT '{}',
  ADD COLUMN risk bigint NOT NULL DEFAULT 0,
  ADD COLUMN rerun boolean NOT NULL DEFAULT false,
  ADD COLUMN post_timeout interval NOT NULL DEFAULT '0';
DROP INDEX queue_ready;
CREATE INDEX queue_ready ON queue (lane, sort_key, generation_id) WHERE state = 'ready' AND submit;
CREATE INDEX queue_follow ON queue (follow_at) WHERE state = 'ready' AND follow_at IS NOT NULL;

ALTER TABLE generations
  -- The most that its calls may cost; held by the budget until it ends.
  ADD COLUMN cost_reserved bigint NOT NULL DEFAULT 0 CHECK (cost_reserved >= 0),
  -- The caller's own cap of that; NULL is none.
  ADD COLUMN max_cost bigint CHECK (max_cost >= 0),
  -- The day whose limit it counts against; NULL where the account has none.
  ADD COLUMN quota_day date;

ALTER TABLE images
  -- The task that made it and its number there: some providers change only their own pictures.
  ADD COLUMN task_id text,
  ADD COLUMN task_picture smallint,
  -- A surplus or late picture: not charged, and to be chosen until it expires.
  ADD COLUMN candidate boolean NOT NULL DEFAULT false,
  ADD COLUMN expires_at timestamptz,
  ADD COLUMN deleted_at timestamptz;
CREATE INDEX images_expiring ON images (expires_at) WHERE expires_at IS NOT NULL AND deleted_at IS NULL;

-- The operator's book: for each attempt its risk, then exactly one of cost, clear and write_off. What a provider billed beyond the
-- risk is an overrun. Rows are never changed.
CREATE TABLE costs (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  attempt_id uuid NOT NULL REFERENCES attempts,
  generation_id uuid NOT NULL REFERENCES generations,
  provider text NOT NULL,
  entry text NOT NULL CHECK (entry IN ('risk', 'cost', 'clear', 'write_off', 'overrun')),
  nanos bigint NOT NULL CHECK (nanos >= 0),
  estimated boolean NOT NULL DEFAULT false,
  reason text,
  created_at timestamptz NOT NULL DEFAULT atelier.now()
);
CREATE UNIQUE INDEX costs_risk_once ON costs (attempt_id) WHERE entry = 'risk';
CREATE UNIQUE INDEX costs_end_once ON costs (attempt_id) WHERE entry IN ('cost', 'clear', 'write_off');
CREATE UNIQUE INDEX costs_overrun_once ON costs (attempt_id) WHERE entry = 'overrun';
CREATE INDEX costs_generation ON costs (generation_id);
CREATE INDEX costs_time ON costs (created_at) WHERE entry IN ('cost', 'write_off', 'overrun');
CREATE TRIGGER costs_append_only BEFORE UPDATE OR DELETE ON costs
  FOR EACH ROW EXECUTE FUNCTION atelier.refuse_change();
CREATE TRIGGER costs_never_emptied BEFORE TRUNCATE ON costs
  FOR EACH STATEMENT EXECUTE FUNCTION atelier.refuse_change();

-- What the operator lets all paid calls of a month cost. Counted only where there is a limit; setting one counts anew.
CREATE TABLE budgets (
  id text PRIMARY KEY,
  nanos bigint CHECK (nanos >= 0),
  month date NOT NULL,
  spent bigint NOT NULL DEFAULT 0,
  risk bigint NOT NULL DEFAULT 0
);

-- Pictures asked for on one day, of accounts with a limit.
CREATE TABLE daily_usage (
  account_id uuid NOT NULL REFERENCES accounts,
  day date NOT NULL,
  pictures int NOT NULL CHECK (pictures >= 0),
  PRIMARY KEY (account_id, day)
);
-- Pictures a day; NULL is no limit.
ALTER TABLE accounts ADD COLUMN daily_limit int CHECK (daily_limit >= 0);

-- What an operator decided about an attempt, and why.
CREATE TABLE decisions (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  attempt_id uuid NOT NULL REFERENCES attempts,
  key_id uuid,
  action text NOT NULL CHECK (action IN ('paid', 'not_paid', 'rerun', 'write_off')),
  reason text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT atelier.now()
);
CREATE TRIGGER decisions_append_only BEFORE UPDATE OR DELETE ON decisions
  FOR EACH ROW EXECUTE FUNCTION atelier.refuse_change();
CREATE TRIGGER decisions_never_emptied BEFORE TRUNCATE ON decisions
  FOR EACH STATEMENT EXECUTE FUNCTION atelier.refuse_change();
