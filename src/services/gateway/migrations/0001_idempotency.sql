-- What was answered to a request that carried an Idempotency-Key. `scope` is the caller and the method.
-- `status` is NULL while the first request is at work, or was when the program ended.
CREATE TABLE gateway_idempotency (
  scope        TEXT   NOT NULL,
  key          TEXT   NOT NULL,
  request_hash BYTEA  NOT NULL,
  status       BIGINT,
  body         TEXT   NOT NULL,
  expires_at   BIGINT NOT NULL,
  PRIMARY KEY (scope, key)
);
CREATE INDEX gateway_idempotency_expires_at ON gateway_idempotency (expires_at);
