-- How the root key is made from what the operator brings: one row.
CREATE TABLE signer_root (
  id BIGINT PRIMARY KEY,
  kind TEXT NOT NULL,             -- passphrase, key_file
  salt BYTEA NOT NULL,
  memory_kib BIGINT NOT NULL,     -- Argon2id; 0 for a key file
  passes BIGINT NOT NULL,
  updated_at BIGINT NOT NULL
);

-- Key-encryption keys, sealed under the root key. The newest one seals what is new.
CREATE TABLE signer_keks (
  version BIGINT PRIMARY KEY,
  sealed BYTEA NOT NULL,
  created_at BIGINT NOT NULL
);

-- One row for each wallet's secret: a data key sealed under a KEK, the secret sealed under the data key.
CREATE TABLE signer_keys (
  key_id TEXT PRIMARY KEY,
  owner TEXT NOT NULL,
  kind TEXT NOT NULL,             -- seed, secp256k1
  exportable BIGINT NOT NULL,
  kek_version BIGINT NOT NULL,
  wrapped_data_key BYTEA NOT NULL,
  sealed_secret BYTEA NOT NULL,
  created_at BIGINT NOT NULL
);
CREATE INDEX signer_keys_by_kek ON signer_keys (kek_version, key_id);

-- What was signed for, where a daily limit applies: once for an intent and asset, however often it is bumped.
CREATE TABLE signer_spends (
  intent_id TEXT NOT NULL,
  chain TEXT NOT NULL,            -- CAIP-2
  asset TEXT NOT NULL,            -- lower-case contract address; empty for the native coin
  owner TEXT NOT NULL,
  amount TEXT NOT NULL,
  spent_at BIGINT NOT NULL,
  PRIMARY KEY (intent_id, chain, asset)
);
CREATE INDEX signer_spends_by_owner ON signer_spends (owner, chain, asset, spent_at);
