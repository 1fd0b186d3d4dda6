-- What is decided when a request is accepted: limits by tier, how often somebody may come, and whose budget must have room.

-- What each tier may do, as the settings of the newest start say. An account of a tier that is not here counts as free; without
-- any row there is no limit.
CREATE TABLE tiers (
  name text PRIMARY KEY,
  -- Pictures a day; NULL is no limit.
  daily_pictures int CHECK (daily_pictures >= 0),
  -- Ready and running generations at once; NULL is no limit.
  running int CHECK (running > 0),
  -- Whole credits granted each month.
  monthly_credits bigint NOT NULL CHECK (monthly_credits >= 0)
);

-- One row for an account and day, whatever its limit: pictures asked for and not given back, and what was spent. Both are changed by the
-- transactions that lock the account anyway. No key to accounts: a late bill writes here without that lock.
ALTER TABLE daily_usage DROP CONSTRAINT daily_usage_account_id_fkey;
ALTER TABLE daily_usage
  ALTER COLUMN pictures SET DEFAULT 0,
  -- Nano-dollars of the operator.
  ADD COLUMN cost bigint NOT NULL DEFAULT 0 CHECK (cost >= 0),
  -- Thousandths of a credit of the caller.
  ADD COLUMN credits bigint NOT NULL DEFAULT 0 CHECK (credits >= 0);
ALTER TABLE daily_usage SET (fillfactor = 70);

-- The same for guests by their address, as a keyed hash that is another each day. Kept for the day and two more.
CREATE TABLE visitor_usage (
  visitor bytea NOT NULL,
  day date NOT NULL,
  pictures int NOT NULL DEFAULT 0 CHECK (pictures >= 0),
  cost bigint NOT NULL DEFAULT 0 CHECK (cost >= 0),
  credits bigint NOT NULL DEFAULT 0 CHECK (credits >= 0),
  PRIMARY KEY (visitor, day)
) WITH (fillfactor = 70);
CREATE INDEX visitor_usage_day ON visitor_usage (day);

ALTER TABLE generations
  -- The group of operations whose limits of requests it counts against; NULL where its account had none. The rows themselves are the
  -- count: nothing is counted up or down.
  ADD COLUMN limit_group text,
  -- Of a guest: the row of visitor_usage that it counts against. Kept for three days.
  ADD COLUMN visitor bytea;
CREATE INDEX generations_limited ON generations (account_id, limit_group, created_at) WHERE limit_group IS NOT NULL;
CREATE INDEX generations_visitor ON generations (created_at) WHERE visitor IS NOT NULL;
