-- Which nodes share the database, and which catalogue each has in force. A row is renewed every ten seconds.
CREATE TABLE nodes (
  id uuid PRIMARY KEY,
  catalogue text NOT NULL,
  seen_at timestamptz NOT NULL DEFAULT atelier.now()
);
