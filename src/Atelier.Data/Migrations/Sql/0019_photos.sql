-- The photo service: a session is one upload and what was made of it. It goes as a whole.

CREATE TABLE photo_sessions (
  -- A random UUID of version 4. Knowing it proves nothing: the account is asked for, or a signed address.
  id uuid PRIMARY KEY,
  account_id uuid NOT NULL REFERENCES accounts,
  -- Where it was opened from: the address as that day's keyed hash; NULL without one.
  client bytea,
  -- That its time is over is no state: photo_session_is_due says so from that very moment on.
  state text NOT NULL DEFAULT 'active' CHECK (state IN ('active', 'cleaning')),
  created_at timestamptz NOT NULL DEFAULT atelier.now(),
  -- Upload, generate, status and download.
  active_at timestamptz NOT NULL DEFAULT atelier.now(),
  -- How long it lives without activity, as was set when it was opened.
  idle interval NOT NULL DEFAULT '4 hours',
  -- The last download that was asked for as one, and when the session goes for it; NULL goes by activity alone.
  downloaded_at timestamptz,
  clean_at timestamptz,
  -- Of the sweep that works on it, or that failed and waits before it tries again.
  lease_until timestamptz,
  failures int NOT NULL DEFAULT 0
) WITH (fillfactor = 70); -- active_at changes every few seconds and has no index, so that the row stays on its page.
CREATE INDEX photo_sessions_account ON photo_sessions (account_id);
CREATE INDEX photo_sessions_clean ON photo_sessions (clean_at) WHERE clean_at IS NOT NULL;

ALTER TABLE generations
  -- NULL once the session is gone, and for all other doors.
  ADD COLUMN session_id uuid REFERENCES photo_sessions ON DELETE SET NULL,
  -- Where it was asked from: the address as that day's keyed hash; NULL at other doors.
  ADD COLUMN client bytea;
CREATE INDEX generations_session ON generations (session_id) WHERE session_id IS NOT NULL;

ALTER TABLE images
  -- NULL for a picture that a caller brought.
  ALTER COLUMN generation_id DROP NOT NULL,
  ADD COLUMN session_id uuid REFERENCES photo_sessions ON DELETE SET NULL,
  -- Where its files lie in the store; NULL is images/{generation}/{image}.
  ADD COLUMN folder text,
  ADD CHECK (generation_id IS NOT NULL OR folder IS NOT NULL);
CREATE INDEX images_session ON images (session_id) WHERE session_id IS NOT NULL;

-- Work of other doors that starts from a session's pictures: until it ended, they stay.
CREATE TABLE photo_uses (
  session_id uuid NOT NULL REFERENCES photo_sessions ON DELETE CASCADE,
  generation_id uuid NOT NULL REFERENCES generations ON DELETE CASCADE,
  PRIMARY KEY (session_id, generation_id)
);
CREATE INDEX photo_uses_generation ON photo_uses (generation_id);

-- Whether a session's time is over: what runs keeps it, and so does what came after the download. Whoever deletes or adds work
-- has locked its row.
CREATE FUNCTION atelier.photo_session_is_due(s photo_sessions) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT NOT EXISTS (SELECT FROM generations g WHERE g.session_id = s.id AND g.finished_at IS NULL)
    AND NOT EXISTS (SELECT FROM photo_uses u JOIN generations g ON g.id = u.generation_id
      WHERE u.session_id = s.id AND g.finished_at IS NULL)
    AND (
      greatest(s.active_at, (SELECT max(g.finished_at) FROM generations g WHERE g.session_id = s.id))
        <= atelier.now() - s.idle
      OR s.clean_at IS NOT NULL AND s.clean_at <= atelier.now() AND NOT EXISTS (
        SELECT FROM generations g WHERE g.session_id = s.id AND g.created_at > s.downloaded_at)
        AND NOT EXISTS (SELECT FROM photo_uses u JOIN generations g ON g.id = u.generation_id
          WHERE u.session_id = s.id AND g.created_at > s.downloaded_at))
$$;

-- Sweeps that one node at a time makes. The row outlives restarts, so the time between two does.
CREATE TABLE sweeps (
  name text PRIMARY KEY,
  next_at timestamptz NOT NULL,
  -- While a node is at it.
  holder uuid,
  lease_until timestamptz
);
