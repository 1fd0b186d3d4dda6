-- What every job does, and need not; found by measuring whole jobs.

-- A function in SQL is planned anew by every statement that calls it; one in PL/pgSQL once a session.
CREATE OR REPLACE FUNCTION atelier.now() RETURNS timestamptz LANGUAGE plpgsql STABLE
  AS $$ BEGIN RETURN clock_timestamp() + (SELECT shift FROM atelier.clock); END $$;

-- All jobs of a provider share one row here, and each check of the key would write a lock into it. Lanes are never deleted; who
-- writes a lane's name reads its virtual time there, and without the row there is none.
ALTER TABLE queue DROP CONSTRAINT queue_lane_fkey;
ALTER TABLE attempts DROP CONSTRAINT attempts_lane_fkey;

-- What these names were read from is checked already: an event, a picture and words belong to a generation that names the same
-- account, a row of the book is made from its attempt. A job had 24 such checks, which were a third of the server's work.
ALTER TABLE events DROP CONSTRAINT events_account_id_fkey;
ALTER TABLE images DROP CONSTRAINT images_account_id_fkey;
ALTER TABLE prompts DROP CONSTRAINT prompts_account_id_fkey;
ALTER TABLE costs DROP CONSTRAINT costs_generation_id_fkey;

-- Not partial: as long as the planner believes the queue empty, which is how it is found most of the time, any index that fits costs
-- the same to it, and the one of the whole lane would be read by every accept.
DROP INDEX queue_account_key;
DROP INDEX queue_account_active;
CREATE INDEX queue_account ON queue (account_id, state, lane, class, sort_key);
DROP INDEX queue_held;
CREATE INDEX queue_held ON queue (account_id, class, generation_id) WHERE state = 'held';

-- Room for the next version of a row on its own page: then no index is touched.
ALTER TABLE accounts SET (fillfactor = 80);
ALTER TABLE generations SET (fillfactor = 80);
ALTER TABLE slots SET (fillfactor = 60);
