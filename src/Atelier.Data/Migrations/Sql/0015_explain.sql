-- When an attempt was decided to have ended without a picture, so that an explanation can say how long it took. What succeeded has
-- stored_at; older rows stay without.
ALTER TABLE attempts ADD COLUMN ended_at timestamptz;
