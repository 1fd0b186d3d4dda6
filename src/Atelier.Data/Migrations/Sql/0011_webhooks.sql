-- Webhooks out: where accounts want to be told, what is to be told, and how the telling went.

CREATE TABLE webhook_endpoints (
  id uuid PRIMARY KEY,
  account_id uuid NOT NULL REFERENCES accounts,
  url text NOT NULL,
  -- The types it wants; NULL is all.
  events text[],
  description text,
  -- How far the account's events and notices were turned into messages.
  event_cursor bigint NOT NULL,
  notice_cursor bigint NOT NULL,
  -- The first failure since anything was delivered.
  failing_since timestamptz,
  disabled_at timestamptz,
  disabled_by text CHECK (disabled_by IN ('caller', 'operator', 'gone', 'failing')),
  created_at timestamptz NOT NULL DEFAULT atelier.now(),
  CHECK ((disabled_at IS NULL) = (disabled_by IS NULL))
);
CREATE INDEX webhook_endpoints_account ON webhook_endpoints (account_id, id);

-- What messages are signed with, encrypted: an endpoint's own, or where there is no endpoint the account's. Older ones sign beside
-- the newest until they end.
CREATE TABLE webhook_secrets (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  account_id uuid NOT NULL REFERENCES accounts,
  endpoint_id uuid REFERENCES webhook_endpoints ON DELETE CASCADE,
  sealed bytea NOT NULL,
  created_at timestamptz NOT NULL DEFAULT atelier.now(),
  -- NULL for the newest.
  ends_at timestamptz
);
CREATE UNIQUE INDEX webhook_secrets_newest ON webhook_secrets (account_id, endpoint_id) NULLS NOT DISTINCT WHERE ends_at IS NULL;
CREATE INDEX webhook_secrets_endpoint ON webhook_secrets (endpoint_id);

-- Where a single generation's end is to be told; written with the generation.
CREATE TABLE generation_webhooks (
  generation_id uuid PRIMARY KEY,
  account_id uuid NOT NULL,
  url text NOT NULL,
  events text[],
  -- When its message was made, or nothing was to be told.
  told_at timestamptz
);
CREATE INDEX generation_webhooks_open ON generation_webhooks (generation_id) WHERE told_at IS NULL;
CREATE INDEX generation_webhooks_account ON generation_webhooks (account_id);

-- Something that one address is to be told. Its id stays the same over all tries.
CREATE TABLE webhook_messages (
  id uuid PRIMARY KEY,
  account_id uuid NOT NULL,
  -- NULL: the generation's own address.
  endpoint_id uuid REFERENCES webhook_endpoints ON DELETE CASCADE,
  type text NOT NULL,
  generation_id uuid,
  -- What it tells of; one message each, whoever makes it.
  event_seq bigint,
  notice_id bigint,
  -- A generation is looked at when it is sent; everything else stands here.
  data jsonb,
  happened_at timestamptz NOT NULL,
  created_at timestamptz NOT NULL DEFAULT atelier.now()
);
CREATE UNIQUE INDEX webhook_messages_event ON webhook_messages (endpoint_id, event_seq) WHERE event_seq IS NOT NULL;
CREATE UNIQUE INDEX webhook_messages_notice ON webhook_messages (endpoint_id, notice_id) WHERE notice_id IS NOT NULL;
CREATE UNIQUE INDEX webhook_messages_generation ON webhook_messages (generation_id) WHERE endpoint_id IS NULL;
CREATE INDEX webhook_messages_account ON webhook_messages (account_id);
CREATE INDEX webhook_messages_age ON webhook_messages (created_at);

-- How the telling goes: narrow, and changed at each try.
CREATE TABLE webhook_deliveries (
  message_id uuid PRIMARY KEY REFERENCES webhook_messages ON DELETE CASCADE,
  -- In the order in which they were made.
  number bigint GENERATED ALWAYS AS IDENTITY,
  account_id uuid NOT NULL,
  endpoint_id uuid,
  -- The URL's host, so that few are sent to one at a time.
  host text NOT NULL,
  state text NOT NULL DEFAULT 'pending' CHECK (state IN ('pending', 'delivered', 'failed')),
  -- All tries, and those since it was last sent anew.
  attempts int NOT NULL DEFAULT 0,
  tries int NOT NULL DEFAULT 0,
  -- The next try; of a claimed one the end of its lease.
  next_at timestamptz NOT NULL DEFAULT atelier.now(),
  claimed boolean NOT NULL DEFAULT false,
  epoch int NOT NULL DEFAULT 0,
  last_at timestamptz,
  last_status int,
  last_error text,
  last_ms int,
  created_at timestamptz NOT NULL DEFAULT atelier.now()
) WITH (fillfactor = 70);
CREATE INDEX webhook_deliveries_due ON webhook_deliveries (host, next_at, number) WHERE state = 'pending';
CREATE INDEX webhook_deliveries_open ON webhook_deliveries (account_id, endpoint_id) WHERE state = 'pending';
CREATE INDEX webhook_deliveries_claimed ON webhook_deliveries (message_id) WHERE claimed;
CREATE INDEX webhook_deliveries_endpoint ON webhook_deliveries (endpoint_id, number DESC);
