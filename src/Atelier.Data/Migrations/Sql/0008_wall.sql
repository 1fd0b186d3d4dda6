-- What the parts of the wall share: who did what, what is to be told, and how often somebody came.

-- What changed an account, a key, a limit, a budget or a webhook. Ids and names only: no secret, no words of callers.
CREATE TABLE audit (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  -- Who did it; both NULL for the service itself.
  actor_id uuid,
  key_id uuid,
  action text NOT NULL,
  -- The account that it was done to; NULL for the whole service.
  account_id uuid,
  -- The key, endpoint or budget, where it was one.
  subject text,
  details jsonb NOT NULL DEFAULT '{}',
  created_at timestamptz NOT NULL DEFAULT atelier.now()
);
CREATE INDEX audit_account ON audit (account_id, id);
CREATE TRIGGER audit_append_only BEFORE UPDATE OR DELETE ON audit
  FOR EACH ROW EXECUTE FUNCTION atelier.refuse_change();
CREATE TRIGGER audit_never_emptied BEFORE TRUNCATE ON audit
  FOR EACH STATEMENT EXECUTE FUNCTION atelier.refuse_change();

-- What an account is to be told besides the events of its generations, such as a budget that runs out. Written with what it tells
-- of, sent by whoever serves the account's webhooks.
CREATE TABLE notices (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  account_id uuid NOT NULL REFERENCES accounts,
  type text NOT NULL,
  data jsonb NOT NULL,
  created_at timestamptz NOT NULL DEFAULT atelier.now()
);
CREATE INDEX notices_account ON notices (account_id, id);

-- How often somebody came within a span of time that began with the first call.
CREATE TABLE call_windows (
  scope text NOT NULL,
  -- An account's id, or an address as a keyed hash.
  subject bytea NOT NULL,
  used int NOT NULL CHECK (used >= 0),
  ends_at timestamptz NOT NULL,
  PRIMARY KEY (scope, subject)
) WITH (fillfactor = 70);
CREATE INDEX call_windows_end ON call_windows (ends_at);
