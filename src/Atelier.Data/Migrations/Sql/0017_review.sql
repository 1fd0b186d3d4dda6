-- What waits for a person: requests before they run, pictures before they are delivered.

-- A row in review is in no lane and nobody claims it; it keeps its place in the table, so that whoever ends the generation finds it.
ALTER TABLE queue
  DROP CONSTRAINT queue_state_check,
  ADD CONSTRAINT queue_state_check CHECK (state IN ('ready', 'running', 'held', 'review'));

CREATE TABLE reviews (
  id uuid PRIMARY KEY,
  generation_id uuid NOT NULL REFERENCES generations,
  -- The generation's own; not checked again.
  account_id uuid NOT NULL,
  -- Of the words before a provider is called, or of the pictures that came.
  phase text NOT NULL CHECK (phase IN ('before', 'after')),
  categories text[] NOT NULL,
  created_at timestamptz NOT NULL DEFAULT atelier.now(),
  decided_at timestamptz,
  outcome text CHECK (outcome IN ('accepted', 'refused', 'expired', 'withdrawn')),
  CHECK ((decided_at IS NULL) = (outcome IS NULL)),
  -- Each phase is passed once.
  UNIQUE (generation_id, phase)
);
CREATE INDEX reviews_waiting ON reviews (id) WHERE decided_at IS NULL;
CREATE INDEX reviews_due ON reviews (created_at) WHERE decided_at IS NULL;
CREATE UNIQUE INDEX reviews_one_open ON reviews (generation_id) WHERE decided_at IS NULL;
CREATE INDEX reviews_account ON reviews (account_id);

ALTER TABLE images
  -- By check: passed, failed, not_available or not_needed; NULL for pictures from before there were checks.
  ADD COLUMN checks jsonb,
  -- parked: waits for a decision. held: will never be shown, and goes when it expires. NULL: may be shown.
  ADD COLUMN quarantine text CHECK (quarantine IN ('parked', 'held')),
  -- The slot that a parked picture is meant for; NULL for a surplus one.
  ADD COLUMN parked_slot smallint;
CREATE INDEX images_parked ON images (generation_id) WHERE quarantine = 'parked';

-- Pictures that must not be delivered, by their perceptual hash: what is only scaled or saved again differs in a few bits.
CREATE TABLE known_pictures (
  id uuid PRIMARY KEY,
  hash bigint NOT NULL UNIQUE,
  label text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT atelier.now()
);
