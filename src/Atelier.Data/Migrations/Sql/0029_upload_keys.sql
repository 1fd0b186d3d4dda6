-- An upload under an Idempotency-Key opens one session, however often it comes. The key goes with its session.
ALTER TABLE photo_sessions
  ADD COLUMN upload_key text,
  -- SHA-256 over the file as it was sent, with its name and type.
  ADD COLUMN fingerprint bytea,
  ADD CHECK ((upload_key IS NULL) = (fingerprint IS NULL));
CREATE UNIQUE INDEX photo_sessions_upload_key ON photo_sessions (account_id, upload_key) WHERE upload_key IS NOT NULL;
