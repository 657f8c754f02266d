-- A wallet is 'creating' until its key is sealed and its accounts stand; such a row is seen by nobody
-- but the request that finishes it.
CREATE TABLE wallets_wallets (
  id TEXT PRIMARY KEY,
  owner TEXT NOT NULL,
  label TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('hd', 'imported', 'watch')),
  state TEXT NOT NULL CHECK (state IN ('creating', 'ready')),
  exportable BIGINT NOT NULL CHECK (exportable IN (0, 1)),
  -- A key of its own in the signer: 'seed' or 'secp256k1'; NULL for what is only watched.
  key_kind TEXT,
  xpub TEXT,
  idempotency_key TEXT,
  created_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX wallets_wallets_by_idempotency ON wallets_wallets (owner, idempotency_key);
CREATE INDEX wallets_wallets_by_owner ON wallets_wallets (owner, id);

CREATE TABLE wallets_accounts (
  id TEXT PRIMARY KEY,
  wallet_id TEXT NOT NULL REFERENCES wallets_wallets (id),
  owner TEXT NOT NULL,
  network TEXT NOT NULL,
  chain TEXT NOT NULL,
  address TEXT NOT NULL,
  path TEXT NOT NULL,
  account_index BIGINT NOT NULL,
  -- Blocks up to here were searched for tokens that arrived.
  scanned_block BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  UNIQUE (wallet_id, network, account_index)
);
CREATE INDEX wallets_accounts_by_owner ON wallets_accounts (owner, wallet_id);
CREATE INDEX wallets_accounts_by_address ON wallets_accounts (network, address);

-- Tokens whose balance an account shows.
CREATE TABLE wallets_tokens (
  account_id TEXT NOT NULL REFERENCES wallets_accounts (id),
  contract TEXT NOT NULL,
  symbol TEXT NOT NULL,
  name TEXT NOT NULL,
  decimals BIGINT NOT NULL,
  added_at BIGINT NOT NULL,
  PRIMARY KEY (account_id, contract)
);
