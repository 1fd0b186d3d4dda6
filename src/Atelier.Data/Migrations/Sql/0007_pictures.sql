-- Whose pictures carry the mark, and what a client shows until they are there.

ALTER TABLE generations
  -- Whether the account's tier asked for the mark when this was accepted. Never changed afterwards.
  ADD COLUMN watermark boolean NOT NULL DEFAULT false;
-- Candidates may still come of what was accepted before.
UPDATE generations g SET watermark = true FROM accounts a WHERE a.id = g.account_id AND a.tier = 'free' AND NOT a.owner;
-- Whoever forgets to say it gets the mark.
ALTER TABLE generations ALTER COLUMN watermark SET DEFAULT true;

ALTER TABLE images
  -- The file without the mark, of marked pictures only. Not among files: what looks for a file to show must not find it.
  ADD COLUMN clean jsonb,
  ADD COLUMN thumbhash bytea;
