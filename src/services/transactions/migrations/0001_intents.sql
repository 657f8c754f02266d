-- What somebody wants signed, once; docs/designs/intent.md.
CREATE TABLE transactions_intents (
  id TEXT NOT NULL PRIMARY KEY,
  owner TEXT NOT NULL,
  account_id TEXT NOT NULL,
  network TEXT NOT NULL,
  sender TEXT NOT NULL,
  kind TEXT NOT NULL,
  -- What is signed.
  to_address TEXT,
  value TEXT NOT NULL,
  data BYTEA NOT NULL,
  -- What was asked for, where it differs: the receiver and amount of an asset.
  receiver TEXT,
  asset TEXT NOT NULL,
  amount TEXT NOT NULL,
  speed TEXT NOT NULL,
  gas_limit BIGINT NOT NULL,
  max_fee_per_gas TEXT,
  max_priority_fee_per_gas TEXT,
  l1_data_fee TEXT NOT NULL,
  valid_until BIGINT,
  note TEXT NOT NULL,
  send_it BIGINT NOT NULL,
  fail_if_replaced BIGINT NOT NULL,
  idempotency_key TEXT,
  request_hash BYTEA NOT NULL,
  -- What the signer found in it and what its policy said.
  effects BYTEA NOT NULL,
  effect_hash BYTEA NOT NULL,
  policy_version TEXT NOT NULL,
  policy_rule TEXT NOT NULL,
  policy_allowed BIGINT NOT NULL,
  approvals_needed BIGINT NOT NULL,
  simulation TEXT NOT NULL,
  -- Where it stands.
  status TEXT NOT NULL,
  failure_code TEXT NOT NULL,
  failure_message TEXT NOT NULL,
  nonce BIGINT,
  hash TEXT,
  block_number BIGINT,
  fee_paid TEXT,
  contract_address TEXT NOT NULL,
  cancel_requested BIGINT NOT NULL,
  expiring BIGINT NOT NULL,
  raise_above BIGINT,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  version BIGINT NOT NULL
);
CREATE UNIQUE INDEX transactions_intents_key ON transactions_intents (owner, idempotency_key);
CREATE INDEX transactions_intents_owner ON transactions_intents (owner, id);
CREATE INDEX transactions_intents_account ON transactions_intents (account_id, id);
CREATE INDEX transactions_intents_lane ON transactions_intents (network, sender, status, id);

-- One row for each network and sender, worked by whoever holds the lease.
CREATE TABLE transactions_lanes (
  network TEXT NOT NULL,
  sender TEXT NOT NULL,
  next_nonce BIGINT,
  lease_owner TEXT NOT NULL,
  lease_until BIGINT NOT NULL,
  fence BIGINT NOT NULL,
  trouble TEXT NOT NULL,
  trouble_text TEXT NOT NULL,
  needed TEXT NOT NULL,
  available TEXT NOT NULL,
  wake_at BIGINT NOT NULL,
  PRIMARY KEY (network, sender)
);
CREATE INDEX transactions_lanes_wake ON transactions_lanes (wake_at);

-- A ticket: what a nonce is used for.
CREATE TABLE transactions_slots (
  network TEXT NOT NULL,
  sender TEXT NOT NULL,
  nonce BIGINT NOT NULL,
  intent_id TEXT NOT NULL,
  account_id TEXT NOT NULL,
  state TEXT NOT NULL,
  foreign_use BIGINT NOT NULL,
  block_number BIGINT,
  block_hash TEXT,
  mined_hash TEXT,
  suspected_at BIGINT,
  PRIMARY KEY (network, sender, nonce)
);
CREATE INDEX transactions_slots_state ON transactions_slots (network, sender, state, nonce);
CREATE INDEX transactions_slots_block ON transactions_slots (network, block_number);

-- A signed transaction on a ticket; its bytes are here before any node sees them.
CREATE TABLE transactions_attempts (
  network TEXT NOT NULL,
  sender TEXT NOT NULL,
  nonce BIGINT NOT NULL,
  number BIGINT NOT NULL,
  intent_id TEXT NOT NULL,
  kind TEXT NOT NULL,
  hash TEXT NOT NULL,
  raw BYTEA NOT NULL,
  max_fee_per_gas TEXT NOT NULL,
  max_priority_fee_per_gas TEXT NOT NULL,
  legacy BIGINT NOT NULL,
  gas_limit BIGINT NOT NULL,
  cost TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  first_sent_at BIGINT,
  last_sent_at BIGINT,
  sends BIGINT NOT NULL,
  sent_block BIGINT NOT NULL,
  verdict BIGINT NOT NULL,
  accepted BIGINT NOT NULL,
  node TEXT NOT NULL,
  message TEXT NOT NULL,
  discarded BIGINT NOT NULL,
  PRIMARY KEY (network, sender, nonce, number)
);
CREATE INDEX transactions_attempts_hash ON transactions_attempts (hash);
CREATE INDEX transactions_attempts_intent ON transactions_attempts (intent_id, number);
