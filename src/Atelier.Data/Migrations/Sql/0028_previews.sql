-- Pictures that are not finished yet: of each generation the latest. Nobody misses them, so they are in no log and a crash forgets
-- them. Without a reference to the generation: checking one would lock its row, and keep waiting who ends it.
CREATE UNLOGGED TABLE previews (
  generation_id uuid PRIMARY KEY,
  account_id uuid NOT NULL,
  number int NOT NULL,
  bytes bytea NOT NULL CHECK (octet_length(bytes) BETWEEN 1 AND 1048576),
  made_at timestamptz NOT NULL
);
-- They are packed already.
ALTER TABLE previews ALTER COLUMN bytes SET STORAGE EXTERNAL;

-- Of generations that came by doors where few of an account run at once: how many (requirement C-77); NULL elsewhere.
ALTER TABLE queue ADD COLUMN at_once smallint CHECK (at_once > 0);
