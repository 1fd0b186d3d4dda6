-- What an operator says of a provider: draining gets no new requests, paused is not called at all.
ALTER TABLE lanes
  ADD COLUMN mode text NOT NULL DEFAULT 'on' CHECK (mode IN ('on', 'draining', 'paused')),
  ADD COLUMN mode_reason text,
  ADD COLUMN mode_at timestamptz;
