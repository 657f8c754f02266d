-- Accounts at which somebody looked lately: their owners are told when a balance changes.
CREATE TABLE wallets_watched (
  account_id TEXT PRIMARY KEY REFERENCES wallets_accounts (id),
  network TEXT NOT NULL,
  watched_until BIGINT NOT NULL
);
CREATE INDEX wallets_watched_by_network ON wallets_watched (network, watched_until);

-- What was told last; no row is 0. `contract` is empty for the native coin.
CREATE TABLE wallets_told_balances (
  account_id TEXT NOT NULL REFERENCES wallets_accounts (id),
  contract TEXT NOT NULL,
  amount TEXT NOT NULL,
  block BIGINT NOT NULL,
  PRIMARY KEY (account_id, contract)
);
