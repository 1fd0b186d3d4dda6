-- Work that waits for something other than a place in its lane, and files whose deletion failed.

ALTER TABLE queue
  -- Since when it waits for a provider that an operator holds back; NULL where it does not.
  ADD COLUMN held_since timestamptz,
  -- The equal request whose pictures it waits for: held until that has ended, whatever room its account has.
  ADD COLUMN waits_for uuid;
CREATE INDEX queue_waits ON queue (waits_for) WHERE waits_for IS NOT NULL;

-- Places of the chain that were passed by, since an operator held their provider back.
ALTER TABLE generations ADD COLUMN passed smallint[];

-- The session that asked for a ticket, which must still hold; NULL for one of a key.
ALTER TABLE tickets ADD COLUMN session bytea CHECK (length(session) = 32);

-- Folders that nothing refers to any more and that could not be deleted; tried again until they are gone.
CREATE TABLE leftovers (
  folder text PRIMARY KEY,
  created_at timestamptz NOT NULL DEFAULT atelier.now(),
  tried_at timestamptz NOT NULL DEFAULT atelier.now()
);
CREATE INDEX leftovers_order ON leftovers (tried_at);
