-- What reports read by time, and which thresholds of budgets were told.

-- Rows come in the order of their time, so that a range of blocks says it all; a tree would cost every accept a write.
CREATE INDEX generations_created ON generations USING brin (created_at) WITH (autosummarize = on);
CREATE INDEX ledger_created ON ledger USING brin (created_at) WITH (autosummarize = on);
CREATE INDEX ledger_refunds ON ledger (generation_id) WHERE entry = 'refund';
CREATE INDEX costs_overruns ON costs (created_at) WHERE entry = 'overrun';

-- Each threshold of a budget is told once a month, by whoever writes its row.
CREATE TABLE budget_alerts (
  id bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
  -- As in budgets: month, account:<id> or key:<id>.
  budget_id text NOT NULL,
  month date NOT NULL,
  -- Per cent of the limit.
  threshold smallint NOT NULL CHECK (threshold BETWEEN 1 AND 100),
  -- Nano-dollars, as they stood then.
  nanos bigint NOT NULL,
  spent bigint NOT NULL,
  risk bigint NOT NULL,
  created_at timestamptz NOT NULL DEFAULT atelier.now(),
  PRIMARY KEY (budget_id, month, threshold)
);
