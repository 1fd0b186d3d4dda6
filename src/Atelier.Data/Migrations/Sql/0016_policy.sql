-- What operators switched while the service runs. No row: as the catalogue says, styles and checks on.
CREATE TABLE policy_switches (
  kind text NOT NULL CHECK (kind IN ('style', 'category', 'check')),
  id text NOT NULL,
  is_on boolean NOT NULL,
  changed_at timestamptz NOT NULL DEFAULT atelier.now(),
  PRIMARY KEY (kind, id),
  -- Nobody can switch it off, not even here.
  CHECK (kind <> 'category' OR id <> 'sexual_minors')
);
