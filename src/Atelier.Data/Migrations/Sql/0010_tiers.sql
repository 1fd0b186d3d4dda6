-- What each tier may do.
CREATE TABLE tiers (
  name text PRIMARY KEY,
  -- Pictures a day; NULL is no limit.
  daily_pictures int CHECK (daily_pictures >= 0),
  -- Ready and running generations at once; NULL is no limit.
  running int CHECK (running > 0),
  -- Whole credits granted each month.
  monthly_credits bigint NOT NULL CHECK (monthly_credits >= 0)
);
INSERT INTO tiers VALUES ('free', 5, 3, 150), ('paid', 100, 10, 3000), ('premium', NULL, NULL, 10000);
